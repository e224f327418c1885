"""PURE. The state of a robot in one word, from its loan, its place and what it told. No I/O."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from bridge.base.words import Words
from bridge.days.school_days import is_school_day
from bridge.days.windows import LessonWindow, read_windows
from bridge.days.zone import local_day
from bridge.fleet.rows import FleetRow
from bridge.lending.life import AWAY
from bridge.lending.life import STATE_WORDS as LOAN_WORDS
from bridge.office.frame.saying import day, weekday
from bridge.register.robots import KeptRobot, RobotLoan

RobotStateName = Literal[
    "scrapped",
    "help",
    "uncharged",
    "unseen",
    "lesson",
    "workshop",
    "check",
    "lent",
    "reserved",
    "free",
]
ROBOT_STATES: tuple[RobotStateName, ...] = get_args(RobotStateName)
"""In the order in which they are asked: the first that holds is the robot's."""

STATE_WORDS: dict[RobotStateName, Words] = {
    "scrapped": Words("ausgemustert", "out of use"),
    "help": Words("Hilfe gerufen", "calls for help"),
    "uncharged": Words("nicht geladen", "not charged"),
    "unseen": Words("nicht gesehen", "not seen"),
    "lesson": Words("im Unterricht", "in a lesson"),
    "workshop": Words("Werkstatt", "workshop"),
    "check": Words("prüfen", "to be checked"),
    "lent": Words("verliehen", "lent"),
    "reserved": Words("reserviert", "reserved"),
    "free": Words("frei", "free"),
}
NEEDS: frozenset[RobotStateName] = frozenset({"help", "uncharged", "unseen", "check"})
"""States in which somebody has to do something."""

RESERVE_PERCENT = 10.0
PERCENT_AN_HOUR = 12.0
"""Charge that a battery loses in an hour of the day; a full one lasts a school day."""

FROM_MORNING = time(6, 30)
TO_EVENING = time(18)
SCHOOL_ENDS = time(13)
"""Time at which lessons end if no times are known."""

MOST_MISSED = 60

SOON = timedelta(days=14)
"""A robot that is reserved later than this is free for now."""


@dataclass(frozen=True)
class DeskRobot:
    """A robot as the pages show it.

    Args:
        missed: Whole school days on which it was not seen.
        charge: Whether it lacks what today's lessons need, or is not on its charger in the evening.
    """

    kept: KeptRobot
    live: FleetRow
    state: RobotStateName
    missed: int = 0
    charge: Literal["", "evening", "morning"] = ""

    @property
    def id(self) -> str:
        """Serial number."""
        return self.kept.id

    @property
    def name(self) -> str:
        """Name that the charity gave it."""
        return self.kept.name

    @property
    def needs(self) -> bool:
        """Return whether somebody has to do something."""
        loan = self.kept.loan
        return self.state in NEEDS or (loan is not None and loan.state in ("locked", "overdue"))

    @property
    def eyes(self) -> str:
        """Eyes of the small face."""
        if self.state in ("help", "scrapped", "workshop"):
            return "help" if self.state == "help" else "crosses"
        if self.state == "unseen":
            return "dashes"
        return "open" if self.live.is_here else "closed"

    @property
    def battery(self) -> int | None:
        """Level of the battery in percent, or None."""
        level = self.live.battery_percent
        return None if level is None else round(level)

    @property
    def look(self) -> str:
        """Shape and colour of the state."""
        loan = self.kept.loan
        if self.state == "lent" and loan is not None and loan.state in ("locked", "overdue"):
            return loan.state
        return "cancelled" if self.state == "scrapped" else self.state

    def said(self, today: date) -> Words:
        """Return the state in one word; of a reserved robot, from when."""
        after = self.kept.following
        if self.look in ("locked", "overdue"):
            return LOAN_WORDS["locked" if self.look == "locked" else "overdue"]
        if self.state != "reserved" or after is None:
            return STATE_WORDS[self.state]
        if 0 <= (after.first - today).days <= 6:
            name = weekday(after.first)
            return Words(f"ab {name.de}", f"from {name.en}")
        return Words(f"ab {day(after.first, False)}", f"from {day(after.first, False)}")


def desk_robot(kept: KeptRobot, live: FleetRow, now: datetime) -> DeskRobot:
    """Return a robot with its state.

    Args:
        now: Local time of the schools.
    """
    missed = missed_days(kept, live, now)
    charge = lacks_charge(kept, live, now)
    after = kept.following
    holds: dict[RobotStateName, bool] = {
        "scrapped": kept.scrapped_at is not None,
        "help": live.help_since is not None,
        "uncharged": charge == "morning",
        "unseen": missed > 0,
        "lesson": live.state == "lesson",
        "workshop": kept.workshop_since is not None,
        "check": kept.check_since is not None,
        "lent": kept.loan is not None,
        "reserved": after is not None and after.first <= now.date() + SOON,
        "free": True,
    }
    state = next(name for name in ROBOT_STATES if holds[name])
    return DeskRobot(kept, live, state, missed, charge)


def missed_days(kept: KeptRobot, live: FleetRow, now: datetime) -> int:
    """Return the whole school days with lessons on which a lent robot was not seen at all."""
    loan = _with_class(kept)
    if loan is None or live.is_here:
        return 0
    since = loan.first
    if live.seen_at is not None:
        since = max(since, local_day(live.seen_at) + timedelta(days=1))
    elif kept.created:
        since = max(since, local_day(kept.created) + timedelta(days=1))
    end = min(now.date() - timedelta(days=1), loan.last)
    span = range(max(0, min((end - since).days + 1, MOST_MISSED)))
    days = (end - timedelta(days=back) for back in span)
    return sum(_has_lessons(loan, one) for one in days)


def lacks_charge(
    kept: KeptRobot, live: FleetRow, now: datetime
) -> Literal["", "evening", "morning"]:
    """Return whether a robot has too little for today, or does not charge tonight."""
    loan = _with_class(kept)
    if loan is None or live.charging:
        return ""
    today = now.date()
    if _has_lessons(loan, today) and FROM_MORNING <= now.time() < _last_lesson(loan, today):
        level = live.battery_percent
        if level is not None:
            return "morning" if level < needed_percent(loan, now) else ""
        return "morning" if "not_charging" in live.alarms else ""
    is_late = now.time() >= TO_EVENING and _has_lessons(loan, today + timedelta(days=1))
    return "evening" if is_late and "not_charging" in live.alarms else ""


def needed_percent(loan: RobotLoan, now: datetime) -> float:
    """Return the level that lasts until the end of today's lessons."""
    end = datetime.combine(now.date(), _last_lesson(loan, now.date()))
    hours = (end - now.replace(tzinfo=None)).total_seconds() / 3600
    return min(95.0, RESERVE_PERCENT + PERCENT_AN_HOUR * max(0.0, hours))


def lasts_until(live: FleetRow, now: datetime) -> datetime | None:
    """Return until when the battery lasts, or None if nobody knows."""
    if live.battery_percent is None:
        return None
    left = max(0.0, live.battery_percent - RESERVE_PERCENT / 2)
    return now + timedelta(hours=left / PERCENT_AN_HOUR)


def next_lesson(loan: RobotLoan, now: datetime) -> time | None:
    """Return when today's next lesson begins, or None."""
    minute = now.hour * 60 + now.minute
    later = [one for one in _windows(loan, now.date()) if one.from_minute > minute]
    return _clock(later[0].from_minute) if later else None


def _with_class(kept: KeptRobot) -> RobotLoan | None:
    """Return the loan for which lessons can take place."""
    loan = kept.loan
    if loan is None or kept.workshop_since is not None or kept.scrapped_at is not None:
        return None
    return loan if loan.state in AWAY and loan.state not in ("locked", "overdue") else None


def _has_lessons(loan: RobotLoan, on: date) -> bool:
    if not loan.first <= on <= loan.last or not is_school_day(on, loan.federal_state):
        return False
    return not loan.windows or bool(_windows(loan, on))


def _last_lesson(loan: RobotLoan, on: date) -> time:
    found = _windows(loan, on)
    return _clock(found[-1].until_minute) if found else SCHOOL_ENDS


def _windows(loan: RobotLoan, on: date) -> list[LessonWindow]:
    if not loan.windows:
        return []
    return [one for one in read_windows(loan.windows) if one.weekday == on.weekday()]


def _clock(minute: int) -> time:
    return time(*divmod(min(minute, 24 * 60 - 1), 60))
