"""PURE. One row for each robot, and what a technician may ask of the rows. No I/O."""

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Robot, Sighting
from bridge.fleet.roll import Present


class FleetRow(Struct, frozen=True):
    """Row of one robot, as a technician sees it; None means unknown. No child is named."""

    robot: str
    name: str
    state: str
    """`away`; `here` for one that tells no health; else as in `fleet.RobotState`."""
    version: str = ""
    battery_percent: float | None = None
    charging: bool | None = None
    soc_c: float | None = None
    signal_dbm: float | None = None
    wired: bool = False
    weak_supply: bool = False
    broken: tuple[str, ...] = ()
    seen_at: int | None = None
    """Unix seconds."""
    doctor_at: int | None = None
    doctor_failed: tuple[str, ...] = ()
    lent: bool = False
    """A loan runs today."""
    alarms: tuple[str, ...] = ()
    lesson_at: int | None = None
    """Unix seconds of the last moment at which a child was in it."""
    help_since: int | None = None
    """Unix seconds since which somebody in the lesson asks for help and nobody answers."""

    @property
    def is_here(self) -> bool:
        """True while the robot is connected."""
        return self.state != "away"

    @property
    def needs_somebody(self) -> bool:
        """True for a robot that a technician should look at."""
        found = self.alarms or self.broken or self.doctor_failed or self.weak_supply
        return bool(found) or self.state == "fault"


def row_of(
    robot: Robot,
    present: Present | None,
    kept: Sighting | None,
    lent: bool,
    alarms: Sequence[str] = (),
) -> FleetRow:
    """Return the row of a robot.

    Args:
        present: What is known since the start of the bridge.
        kept: What is stored.
        lent: A loan runs today.
        alarms: Kinds of its raised alarms.
    """
    health = present.health if present is not None else None
    seen_at = kept.seen_at if kept is not None else None
    if present is not None:
        seen_at = max(int(present.seen_s), seen_at or 0)
    doctor = health.doctor if health is not None else None
    doctor_at = kept.doctor_at if kept is not None else None
    failed = kept.doctor_failed if kept is not None else ()
    if doctor is not None:
        doctor_at, failed = int(doctor.unix_s), doctor.failed
    version = kept.version if kept is not None else ""
    if present is None or not present.is_here or health is None:
        state = "here" if present is not None and present.is_here else "away"
        if present is not None and present.in_lesson:
            state = "lesson"
        return FleetRow(
            robot.id,
            robot.name,
            state,
            health.version if health is not None else version,
            seen_at=seen_at,
            doctor_at=doctor_at,
            doctor_failed=failed,
            lent=lent,
            alarms=tuple(alarms),
            lesson_at=_lesson_at(present, kept),
            help_since=_help_since(present),
        )
    is_taught = present.in_lesson and health.state in ("free", "paused")
    return FleetRow(
        robot.id,
        robot.name,
        "lesson" if is_taught else health.state,
        health.version,
        health.battery_percent,
        health.charging,
        health.soc_c,
        health.signal_dbm,
        health.wired,
        health.weak_supply,
        health.broken,
        seen_at,
        doctor_at,
        failed,
        lent,
        tuple(alarms),
        _lesson_at(present, kept),
        _help_since(present),
    )


def _help_since(present: Present | None) -> int | None:
    if present is None or present.help_since_s is None:
        return None
    return int(present.help_since_s)


def _lesson_at(present: Present | None, kept: Sighting | None) -> int | None:
    stored = kept.lesson_at if kept is not None else None
    if present is None or present.lesson_s is None:
        return stored
    return max(int(present.lesson_s), stored or 0)


FIELDS: Mapping[str, Callable[[FleetRow], float | None]] = {
    "battery": lambda row: row.battery_percent,
    "temp": lambda row: row.soc_c,
    "signal": lambda row: row.signal_dbm,
}
MARKS: Mapping[str, Callable[[FleetRow], bool]] = {
    "here": lambda row: row.is_here,
    "away": lambda row: not row.is_here,
    "free": lambda row: row.state == "free",
    "lesson": lambda row: row.state == "lesson",
    "paused": lambda row: row.state == "paused",
    "fault": lambda row: row.state == "fault",
    "broken": lambda row: bool(row.broken),
    "alarm": lambda row: bool(row.alarms),
    "doctor": lambda row: bool(row.doctor_failed),
    "lent": lambda row: row.lent,
    "charging": lambda row: row.charging is True,
    "weak": lambda row: row.weak_supply,
}
SIGNS: Mapping[str, Callable[[float, float], bool]] = {"<": operator.lt, ">": operator.gt}

FILTER_HELP = (
    f"words that all have to fit: {', '.join(MARKS)}; battery<30, temp>70, signal<-75; "
    "anything else is looked for in id, name and version"
)


def filtered(rows: Sequence[FleetRow], words: Sequence[str]) -> list[FleetRow]:
    """Return the rows that every word fits.

    Raises:
        BadRequest: A comparison that says nothing.
    """
    tests = [_test(word) for word in words]
    return [row for row in rows if all(fits(row) for fits in tests)]


def _test(word: str) -> Callable[[FleetRow], bool]:
    if word in MARKS:
        return MARKS[word]
    compared = re.fullmatch(r"([a-z]+)([<>])(.*)", word)
    if compared is None:
        part = word.lower()
        return lambda row: any(part in text.lower() for text in (row.robot, row.name, row.version))
    name, sign, number = compared.groups()
    if name not in FIELDS:
        raise BadRequest(f"--filter {word!r}: only {', '.join(FIELDS)} can be compared")
    try:
        limit = float(number)
    except ValueError:
        raise BadRequest(f"--filter {word!r}: needs a number, such as {name}{sign}30") from None

    def fits(row: FleetRow) -> bool:
        value = FIELDS[name](row)
        return value is not None and SIGNS[sign](value, limit)

    return fits


def most_urgent_first(rows: Sequence[FleetRow]) -> list[FleetRow]:
    """Return the rows with what needs somebody at the top, and otherwise by id."""
    return sorted(rows, key=lambda row: (not row.needs_somebody, _by_number(row.robot)))


def _by_number(text: str) -> tuple[tuple[str, int], ...]:
    """Return a key by which `robot-2` comes before `robot-10`."""
    parts = re.findall(r"(\D*)(\d*)", text)
    return tuple((letters, int(digits) if digits else -1) for letters, digits in parts)


def named(robots: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the robots that are meant: ids, patterns such as `klasse-*`, or `all`.

    Raises:
        NotKnown: Nothing is called so.
    """
    found: dict[str, None] = {}
    for one in wanted:
        fits = [id for id in robots if one == "all" or fnmatch.fnmatchcase(id, one)]
        if not fits:
            near = ", ".join(sorted(robots, key=_by_number)[:5]) or "there is none yet"
            raise NotKnown(f"no robot is called {one[:40]!r}; known: {near}")
        found |= dict.fromkeys(fits)
    return sorted(found, key=_by_number)
