"""Robots as pages show them, for tests of what is derived from them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from bridge.days.zone import BERLIN
from bridge.fleet.rows import FleetRow
from bridge.office.desk.robot_state import DeskRobot, desk_robot
from bridge.register.robots import KeptRobot, RobotLoan

MONDAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=BERLIN)


def at(clock: str, on: date = MONDAY) -> datetime:
    """Return a time of the schools, such as 06:45."""
    return datetime.combine(on, time.fromisoformat(clock), BERLIN)


def a_loan(**values: Any) -> RobotLoan:
    """Return a loan that runs in Kiel since three weeks and for three weeks more."""
    usual: dict[str, Any] = {
        "id": 1,
        "state": "running",
        "first": MONDAY - timedelta(days=21),
        "last": MONDAY + timedelta(days=18),
        "school_id": 5,
        "school": "GS Seerosenweg",
        "town": "Kiel",
        "postcode": "24103",
        "federal_state": "SH",
    }
    return RobotLoan(**usual | values)


def kept(*loans: RobotLoan, **values: Any) -> KeptRobot:
    """Return what the office keeps of a robot."""
    usual: dict[str, Any] = {"id": "krl-0007", "name": "Wanda", "created": 1}
    return KeptRobot(**usual | values, loans=loans)


def live(state: str = "free", **values: Any) -> FleetRow:
    """Return what a robot tells now, or told before it went away."""
    usual: dict[str, Any] = {"robot": "krl-0007", "name": "Wanda", "seen_at": NOON.timestamp()}
    return FleetRow(**usual | {"state": state} | values)


def a_robot(
    *loans: RobotLoan, told: FleetRow | None = None, now: datetime = NOON, **values: Any
) -> DeskRobot:
    """Return a robot with its state."""
    return desk_robot(kept(*loans, **values), told or live(), now)
