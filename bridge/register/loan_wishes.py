"""PURE. Wishes for a loan: to reserve it, to give it back, to tick a line. No I/O."""

from dataclasses import dataclass, field
from datetime import date

from bridge.days.windows import Windows
from bridge.lending.life import Policy, ReturnReason
from bridge.protocol.openings import LoanRights


@dataclass(frozen=True)
class LoanWish:
    """A loan as somebody wants it.

    Args:
        first: First day.
        last: Last day, included.
        child_id: A child that is known already; otherwise `short_name` makes a new one.
        short_name: May be empty for a loan whose child is not known yet.
        request_id: Request from which it came.
    """

    robot_id: str
    first: date
    last: date
    school_id: int | None = None
    child_id: int | None = None
    short_name: str = ""
    class_name: str = ""
    request_id: int | None = None
    policy: Policy = "always"
    windows: Windows = ()
    rights: LoanRights = field(default_factory=LoanRights)


@dataclass(frozen=True)
class GivenBack:
    """Return of a robot, as somebody reports it.

    Args:
        day: None is today.
        note: What has to be looked at; the robot waits to be checked anyway.
    """

    day: date | None = None
    reason: ReturnReason = "planned"
    accessories_complete: bool = True
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """A line that was done."""

    line: str
    day: date
    counted: int | None = None
    of_all: int | None = None
