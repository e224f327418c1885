"""Reading of the system's clock: timedatectl, chrony, and the kernel's files."""

from pathlib import Path

from robot.doctor.clock import ClockReading
from robot.doctor.system_commands import ask, fields_of

MARK = "run/systemd/timesync/synchronized"
"""File that systemd-timesyncd makes when a server has set the clock."""

SYNCHRONISED_BY_NOBODY = "7F7F0101"
"""Reference of chrony while it goes by the local clock."""


async def read_clock(root: Path) -> ClockReading:
    """Return what the system says of its clock.

    Args:
        root: Folder that holds `usr/bin`, `run` and `sys`.
    """
    told = fields_of(
        await ask(root, "timedatectl", "show", "--property=NTP", "--property=NTPSynchronized")
    )
    marked = (root / MARK).exists()
    synchronized = told.get("NTPSynchronized") == "yes" if told else (True if marked else None)
    source = await _source(root)
    return ClockReading(
        synchronized,
        None if "NTP" not in told else told["NTP"] == "yes" or bool(source),
        source,
        (root / "sys/class/rtc/rtc0").exists(),
    )


async def _source(root: Path) -> str:
    """Return the server that sets the clock, as far as a service tells."""
    words = (await ask(root, "chronyc", "-c", "tracking")).split(",")
    if len(words) > 2 and words[0] != SYNCHRONISED_BY_NOBODY and words[1]:
        return f"chrony ({words[1]})"
    told = fields_of(await ask(root, "timedatectl", "show-timesync", "--property=ServerName"))
    return told.get("ServerName", "")
