"""PURE. Judgement of the robot's clock: who sets it, and whether it is right. No I/O."""

from dataclasses import dataclass

from bridge.protocol.clocks import MOST_OFF_S
from robot.doctor.findings import Both, Finding, bad, good, skipped, weak


@dataclass(frozen=True)
class ClockReading:
    """State of the clock, as the system reports it.

    Args:
        synchronized: A time server has set it; None if nothing can tell.
        enabled: A time service is switched on; None if nothing can tell.
        source: Service or server that sets it, such as `chrony` or a server's name.
        has_battery: The computer has a clock that goes on without power.
    """

    synchronized: bool | None = None
    enabled: bool | None = None
    source: str = ""
    has_battery: bool = False


SWITCH_ON = Both(
    "Einschalten: `sudo timedatectl set-ntp true`.",
    "Switch it on: `sudo timedatectl set-ntp true`.",
)
NO_SERVER = Both(
    "Den Zeitserver der Schule nennen (NTP= in /etc/systemd/timesyncd.conf), oder UDP 123 nach "
    "außen freigeben lassen. Stunden gehen auch so: der Roboter fragt die Brücke.",
    "Name the school's time server (NTP= in /etc/systemd/timesyncd.conf), or have UDP 123 allowed. "
    "Lessons work all the same: the robot asks the bridge.",
)
SET = Both(
    "`sudo timedatectl set-ntp true`; sonst `sudo date -s 'JJJJ-MM-TT HH:MM'`.",
    "`sudo timedatectl set-ntp true`; else `sudo date -s 'YYYY-MM-DD HH:MM'`.",
)


def clock(reading: ClockReading) -> Finding:
    """Judge who sets the clock."""
    if reading.synchronized:
        source = reading.source or "systemd-timesyncd"
        battery = reading.has_battery
        return good(
            "clock",
            f"gestellt von {source}" + ("; mit Batterie" if battery else ""),
            f"set by {source}" + ("; with a battery" if battery else ""),
        )
    if reading.synchronized is None:
        return skipped(
            "clock",
            Both("das System sagt nichts dazu", "the system does not tell"),
            Both("`timedatectl` ansehen.", "Look at `timedatectl`."),
        )
    if reading.enabled is False:
        text = Both("der Zeitdienst ist ausgeschaltet", "the time service is switched off")
        return weak("clock", text, SWITCH_ON)
    return weak(
        "clock", Both("kein Zeitserver hat geantwortet", "no time server has answered"), NO_SERVER
    )


def clock_offset(off_s: float | None, by_certificate: bool = False) -> Finding:
    """Judge the clock by the bridge's.

    Args:
        off_s: Our clock minus the bridge's; None if the bridge has told none.
        by_certificate: By our clock the bridge's certificate is not valid yet.
    """
    if by_certificate:
        early = Both(
            "geht nach: das Zertifikat der Brücke gilt noch nicht",
            "behind: the bridge's certificate is not valid yet",
        )
        return bad("clock_offset", early, SET)
    if off_s is None:
        why = Both("die Brücke wurde nicht erreicht", "the bridge was not reached")
        return skipped("clock_offset", why)
    if abs(off_s) <= MOST_OFF_S:
        return good("clock_offset", f"auf {abs(off_s):.0f} s genau", f"within {abs(off_s):.0f} s")
    size = _size(abs(off_s))
    ahead = off_s > 0
    return bad(
        "clock_offset",
        Both(
            f"{size.de} {'vor' if ahead else 'nach'}", f"{size.en} {'ahead' if ahead else 'behind'}"
        ),
        SET,
    )


def _size(seconds: float) -> Both:
    for size_s, de, en in ((86400.0, "Tage", "days"), (3600.0, "Stunden", "hours")):
        if seconds >= 2 * size_s:
            return Both(f"{seconds / size_s:.0f} {de}", f"{seconds / size_s:.0f} {en}")
    return Both(f"{seconds / 60:.0f} Minuten", f"{seconds / 60:.0f} minutes")
