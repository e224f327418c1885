"""Releases of the rehearsal: small ones, which start this checkout under another number."""

from pathlib import Path

from robot.update.installation import Installation
from robot.update.record import Records

FIRST, NEXT = "1.0.0", "1.1.0"
BASE = "opt/karlsson"
UPDATES = "var/lib/karlsson-update"
COMMAND = "bin/karlsson-robot"
ROOT_FILE = "etc/karlsson/release-root.json"

REFUSES = "rehearsal/refuses-{}"
"""File in a robot's folder that keeps a release from starting there."""

STARTS = """\
#!/bin/sh
# Release {version} of a rehearsal. It starts whatever is named behind it.
if [ -e "$STATE_DIRECTORY/../../../rehearsal/refuses-{version}" ]; then
    echo "release {version} does not start on this robot" >&2
    exit 1
fi
exec "$@"
"""


def make(folder: Path, version: str) -> Path:
    """Make the folder of a release; return it."""
    release = folder / version
    command = release / COMMAND
    command.parent.mkdir(parents=True)
    command.write_text(STARTS.format(version=version), encoding="utf-8")
    command.chmod(0o755)
    return release


def lay_in(root: Path) -> None:
    """Lay the first release into a robot, as its package does."""
    make(root / BASE / "releases", FIRST)
    (root / UPDATES).mkdir(parents=True)
    installation(root).switch(FIRST)


def installation(root: Path) -> Installation:
    """Return the releases of a robot."""
    return Installation(root / BASE)


def records(root: Path) -> Records:
    """Return what a robot knows of its updates."""
    return Records(root / UPDATES)
