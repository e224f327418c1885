"""Calls of `karlsson-body`, which belongs to the same installation.

The two packages import nothing of each other's commands; each finds its own parts.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

SEARCH_S = 90.0
"""Longest wait for a search of the body's parts, which ends by itself after half a minute."""

BODY = (sys.executable, "-I", "-m", "hardware")


def run_body(arguments: Sequence[str], command: Sequence[str] = BODY) -> int:
    """Run it at this terminal; return its exit code."""
    return subprocess.run([*command, *arguments], check=False).returncode


def ask_body(arguments: Sequence[str], command: Sequence[str] = BODY) -> Mapping[str, Any] | None:
    """Return the document that it prints; None if it prints none in time."""
    try:
        told = subprocess.run(
            [*command, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SEARCH_S,
        )
        document = json.loads(told.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return document if isinstance(document, dict) else None
