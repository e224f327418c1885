"""PURE. RobotHealth of a robot in the form of the wire, from what it knows anyway. No I/O."""

from collections.abc import Sequence

from msgspec import UNSET

from bridge.protocol.fleet import DoctorSummary, RobotHealth, RobotState
from bridge.protocol.presence import Snapshot
from robot.doctor.findings import Finding
from robot.doctor.network import WifiReading

MOST_BROKEN = 16
DECIMALS = 1


def health_of(
    snapshot: Snapshot,
    version: str,
    interfaces: Sequence[WifiReading],
    wired: bool,
    doctor: DoctorSummary | None,
) -> RobotHealth:
    """Return what the bridge is told; it does not say who is in the robot.

    Args:
        snapshot: State within the bounds of the wire.
        version: Of the software.
        interfaces: Wireless interfaces; the strongest signal counts.
        wired: A network cable is in use.
        doctor: Newest report.
    """
    power = snapshot.power
    signals = [one.dbm for one in interfaces if one.dbm is not None]
    return RobotHealth(
        state=_state(snapshot),
        version=version[:40],
        battery_percent=_rounded(snapshot.battery_percent),
        charging=power.charging,
        soc_c=_rounded(power.soc_c),
        signal_dbm=max(signals, default=None),
        wired=wired,
        weak_supply=power.weak_supply,
        broken=_broken(snapshot),
        doctor=doctor,
    )


def doctor_summary(unix_s: float, found: Sequence[Finding]) -> DoctorSummary:
    """Return a report of the doctor without its sentences."""
    return DoctorSummary(
        unix_s,
        tuple(finding.check for finding in found if finding.outcome == "failed"),
        tuple(finding.check for finding in found if finding.outcome == "weak"),
    )


def _state(snapshot: Snapshot) -> RobotState:
    if snapshot.fault is not None or snapshot.fault_code is not None:
        return "fault"
    if snapshot.presence is not None:
        return "lesson"
    return "paused" if snapshot.paused_by else "free"


def _broken(snapshot: Snapshot) -> tuple[str, ...]:
    parts: set[str] = set(snapshot.lost)
    if snapshot.troubles is not UNSET:
        parts |= {trouble.part for trouble in snapshot.troubles}
    if snapshot.fault_code is not None:
        parts.add(snapshot.fault_code)
    if snapshot.safe_mode is not UNSET:
        parts.add(f"safe_mode_{snapshot.safe_mode}"[:40])
    return tuple(sorted(parts)[:MOST_BROKEN])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
