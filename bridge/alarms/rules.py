"""PURE. Rules of the alarms: which hold for a robot now. No I/O.

    not_charging    lent, before or after a school day, from the evening on its last word of the
                    day is that it is not on its charger; over once it is
    not_seen        lent, on a school day, not seen until then; over once it is seen
    doctor          its newest report found something to mend; over with one that does not

An alarm that is raised holds until it is over, whatever the time of day: each is told once.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

AlarmKind = Literal["not_charging", "not_seen", "doctor"]
KINDS: Final[tuple[AlarmKind, ...]] = get_args(AlarmKind)

FULL_PERCENT: Final = 98.0
"""A full battery is not charged any more, although the robot is on its charger."""

SATURDAY: Final = 5


@dataclass(frozen=True)
class School:
    """Times and days of a school."""

    zone: ZoneInfo
    evening: time = time(18)
    seen_by: time = time(10)
    free: frozenset[date] = frozenset()

    def local(self, unix_s: float) -> datetime:
        """Return a moment as the clock on the school's wall shows it."""
        return datetime.fromtimestamp(unix_s, UTC).astimezone(self.zone)

    def is_school_day(self, day: date) -> bool:
        """Return whether there is school on a day."""
        return day.weekday() < SATURDAY and day not in self.free


@dataclass(frozen=True)
class Condition:
    """Facts of one robot for the rules; None means unknown."""

    lent: bool
    seen_at: float | None = None
    """Unix seconds."""
    told_at: float | None = None
    """Moment of the last report of its battery; Unix seconds."""
    charging: bool | None = None
    battery_percent: float | None = None
    doctor_failed: bool = False


def holding(
    one: Condition, raised: Set[AlarmKind], since_s: float, now_s: float, school: School
) -> set[AlarmKind]:
    """Return the alarms that hold now.

    Args:
        one: State of the robot.
        raised: Its alarms that are raised already.
        since_s: When `not_seen` was raised, if it was; Unix seconds.
        now_s: Unix seconds.
        school: Times and days.
    """
    now = school.local(now_s)
    found: set[AlarmKind] = {"doctor"} if one.doctor_failed else set()
    if not one.lent:
        return found
    if "not_charging" in raised:
        if not _on_charger(one):
            found.add("not_charging")
    elif _is_off_charger(one, now, school):
        found.add("not_charging")
    if "not_seen" in raised:
        if one.seen_at is None or one.seen_at < since_s:
            found.add("not_seen")
    elif _is_missed(one, now, school):
        found.add("not_seen")
    return found


def _on_charger(one: Condition) -> bool:
    full = one.battery_percent is not None and one.battery_percent >= FULL_PERCENT
    return one.charging is True or full


def _is_off_charger(one: Condition, now: datetime, school: School) -> bool:
    today = now.date()
    matters = school.is_school_day(today) or school.is_school_day(today + timedelta(days=1))
    if not matters or now.time() < school.evening:
        return False
    # Of a day before, a word says nothing about this evening.
    fresh = one.told_at is not None and school.local(one.told_at).date() == today
    return fresh and one.charging is False and not _on_charger(one)


def _is_missed(one: Condition, now: datetime, school: School) -> bool:
    today = now.date()
    if not school.is_school_day(today) or now.time() < school.seen_by:
        return False
    return one.seen_at is None or school.local(one.seen_at).date() < today
