"""PURE. Metrics of each robot in the text format of Prometheus. No I/O.

They name robots by their ids, never a child, and never whether one is in: a database of metrics
would else hold when a child was at school. Written by hand, since a registry takes ten times as
long for thousands of robots, and nothing else could happen meanwhile.
"""

from collections.abc import Callable, Sequence
from typing import Final

from bridge.fleet.rows import FleetRow

MOST_ROBOTS: Final = 5000
"""Most robots with metrics of their own; beyond, only their number is told."""

Value = Callable[[FleetRow, float], float | None]

_GAUGES: Final[tuple[tuple[str, str, Value], ...]] = (
    ("here", "1 while the robot is connected.", lambda row, now: float(row.is_here)),
    ("lent", "1 while a loan of the robot runs.", lambda row, now: float(row.lent)),
    ("battery_percent", "Charge of its battery.", lambda row, now: row.battery_percent),
    (
        "charging",
        "1 while it is on its charger.",
        lambda row, now: None if row.charging is None else float(row.charging),
    ),
    ("temperature_celsius", "Temperature of its computer.", lambda row, now: row.soc_c),
    ("signal_dbm", "Signal of its Wi-Fi.", lambda row, now: row.signal_dbm),
    (
        "weak_supply",
        "1 while its supply sags.",
        lambda row, now: float(row.weak_supply) if row.is_here else None,
    ),
    (
        "broken_parts",
        "Parts that do not work.",
        lambda row, now: float(len(row.broken)) if row.is_here else None,
    ),
    (
        "last_seen_timestamp_seconds",
        "When it was last seen.",
        lambda row, now: now if row.is_here else row.seen_at,
    ),
    (
        "doctor_timestamp_seconds",
        "When its doctor last looked.",
        lambda row, now: row.doctor_at,
    ),
    (
        "doctor_failed_checks",
        "Checks that failed then.",
        lambda row, now: None if row.doctor_at is None else float(len(row.doctor_failed)),
    ),
)

NAMES: Final = (
    *(f"karlsson_robot_{name}" for name, _, _ in _GAUGES),
    *("karlsson_robot_info", "karlsson_robot_alarm", "karlsson_robots"),
)


def gauges(rows: Sequence[FleetRow], now: float) -> bytes:
    """Return the metrics of all robots.

    Args:
        now: Unix seconds.
    """
    lines = [*_head("karlsson_robots", "Robots that are known."), f"karlsson_robots {len(rows)}"]
    shown = rows[:MOST_ROBOTS]
    for name, text, value in _GAUGES:
        full = f"karlsson_robot_{name}"
        lines += _head(full, text)
        for row in shown:
            number = value(row, now)
            if number is not None:
                lines.append(f'{full}{{robot="{row.robot}"}} {number}')
    lines += _head("karlsson_robot_info", "Software of the robot.")
    lines += [
        f'karlsson_robot_info{{robot="{row.robot}",version="{_escaped(row.version)}"}} 1'
        for row in shown
        if row.version
    ]
    lines += _head("karlsson_robot_alarm", "Alarm that is raised.")
    lines += [
        f'karlsson_robot_alarm{{robot="{row.robot}",kind="{kind}"}} 1'
        for row in shown
        for kind in row.alarms
    ]
    return ("\n".join(lines) + "\n").encode()


def _head(name: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge"]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
