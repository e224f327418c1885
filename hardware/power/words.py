"""PURE. Log lines about battery and computer, one for each change. No I/O."""

from hardware.contract.wire import PowerReport
from hardware.power.levels import FROM_FULL


def news(before: PowerReport, now: PowerReport) -> list[str]:
    """Return the log lines for this change, each with its remedy."""
    said = []
    charge = "" if now.percent is None else f" ({now.percent:.0f} %)"
    if FROM_FULL.index(now.level) > FROM_FULL.index(before.level):
        end = "; no lesson until it is charged" if now.level == "empty" else "; charge it"
        said.append(f"battery {now.level.replace('_', ' ')}{charge}{end}")
    if now.gauge == "silent" and before.gauge != "silent":
        said.append("the gauge does not answer; the charge is unknown, lessons go on")
    if now.undervoltage and not before.undervoltage:
        said.append("the computer's supply is too weak: a stronger adapter, a shorter cable")
    if now.throttled and not before.throttled:
        warm = "" if now.soc_c is None else f" at {now.soc_c:.0f} degrees"
        said.append(f"thermal throttling{warm}: let air in, check the computer's supply")
    return said
