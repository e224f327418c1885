"""Preconditions for making a lab on this machine."""

import os
import shutil
from pathlib import Path

import pytest

CAP_NET_ADMIN = 12
CAP_SYS_ADMIN = 21
TOOLS = ("ip", "nsenter")


def why_not() -> str:
    """Return why no lab can be made here, or an empty text."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        return f"not installed: {', '.join(missing)}"
    status = Path("/proc/self/status").read_text(encoding="ascii")
    rights = int(status.partition("CapEff:")[2].split()[0], 16)
    if not all(rights >> number & 1 for number in (CAP_NET_ADMIN, CAP_SYS_ADMIN)):
        return "needs root, or CAP_NET_ADMIN and CAP_SYS_ADMIN, to make namespaces"
    return "" if os.access("/dev/net/tun", os.R_OK | os.W_OK) else "no /dev/net/tun"


def lab_mark() -> pytest.MarkDecorator:
    """Return the mark of tests that need a lab: without the right to one they are left out.

    In CI they run all the same: a lab that cannot be made is a failure there, not an excuse.
    """
    reason = why_not()
    in_ci = os.environ.get("CI") == "true"
    return pytest.mark.skipif(bool(reason) and not in_ci, reason=reason)


requires_lab = lab_mark()
