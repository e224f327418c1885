"""Newest lines of the robot's journal, which lies in memory (systemd/karlsson-journal.conf)."""

from pathlib import Path

from robot.doctor.system_commands import ask

UNITS = ("karlsson-robot", "karlsson-body")
MOST_LINES = 600

NOTHING = (
    "(no lines: there is no journal here, or the agent's user is not in the group systemd-journal)"
)


async def read_journal(root: Path) -> str:
    """Return the newest lines of agent and body, oldest first.

    Args:
        root: Folder that holds `usr/bin`.
    """
    units = [f"--unit={unit}" for unit in UNITS]
    # Newest first, so that a text that is cut loses the oldest lines.
    wanted = ("--quiet", "--no-pager", "--reverse", f"--lines={MOST_LINES}")
    told = await ask(root, "journalctl", *wanted, "--output=short-iso", "--no-hostname", *units)
    lines = told.splitlines()
    return "\n".join(reversed(lines)) if lines else NOTHING
