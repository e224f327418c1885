"""PURE. Lines of the page *today*: what needs somebody, each as a sentence. No I/O.

A line comes and goes with the facts; nobody ticks it off.
"""

from datetime import date

from bridge.base.words import Words
from bridge.days.school_days import is_school_day
from bridge.days.zone import days_of, local_day
from bridge.office.desk.line_parts import SEE, LineAct, TodayFacts, TodayLine, joined, on_day
from bridge.office.desk.robot_lines import lines_of_robot
from bridge.office.frame.saying import day

SHOWN = 7
"""Lines before "and 4 more"."""

WAITED_DAYS = 2
"""School days after which a request is named here."""


def today_lines(facts: TodayFacts) -> list[TodayLine]:
    """Return all lines, the most urgent first."""
    found: list[TodayLine] = []
    for robot in facts.robots:
        if robot.state != "scrapped":
            found += lines_of_robot(robot, facts)
    found += _requests(facts)
    found += [_single(number, name, facts) for number, name in facts.single]
    found += _erased(facts)
    return sorted(found, key=lambda line: (line.order, _begins(line), line.key))


def _begins(line: TodayLine) -> date:
    loan = line.robot.kept.loan if line.robot else None
    return loan.last if loan is not None and line.order == 7 else date.min


def _requests(facts: TodayFacts) -> list[TodayLine]:
    if not facts.requests:
        return []
    today = facts.now.date()
    oldest = min(facts.requests, key=lambda one: one.asked_at)
    asked = local_day(oldest.asked_at)
    waited = sum(is_school_day(one, oldest.state) for one in days_of(asked, today)) - 1
    if waited <= WAITED_DAYS:
        return []
    count, days = len(facts.requests), (today - asked).days
    title = Words(f"{count} Anfragen warten", f"{count} requests wait")
    if count == 1:
        title = Words("1 Anfrage wartet", "1 request waits")
    place = ", ".join(part for part in (oldest.school, oldest.town) if part)
    parts = [
        Words(f"Die älteste seit {days} Tagen", f"The oldest for {days} days"),
        Words(place, place),
    ]
    if oldest.from_date is not None:
        first = day(oldest.from_date, False)
        parts.append(Words(f"ab {first}", f"from {first}"))
    return [
        TodayLine(
            "requests",
            8,
            title,
            joined(parts),
            (LineAct(SEE, "/office/requests"),),
            icon="inbox",
        )
    ]


def _single(number: int, name: str, facts: TodayFacts) -> TodayLine:
    is_own = number == facts.member_id
    title = Words(f"{name} hat nur einen Passkey", f"{name} has only one passkey")
    if is_own:
        title = Words("Sie haben nur einen Passkey", "You have only one passkey")
    return TodayLine(
        f"passkey:{number}",
        10,
        title,
        Words(
            "Ein zweiter, oder der Notfall-Code auf Papier, hilft, wenn das Gerät weg ist",
            "A second one, or the emergency code on paper, helps when the device is gone",
        ),
        (LineAct(SEE, "/office/me" if is_own else "/office/people"),),
        icon="key",
    )


def _erased(facts: TodayFacts) -> list[TodayLine]:
    if not facts.erased:
        return []
    today = facts.now.date()
    next_day = max(min(facts.erased), today)
    count = sum(max(one, today) == next_day for one in facts.erased)
    when = on_day(next_day, today)
    title = Words(f"{count} Namen werden {when.de} gelöscht", f"{count} names are erased {when.en}")
    if count == 1:
        title = Words(f"1 Name wird {when.de} gelöscht", f"1 name is erased {when.en}")
    return [
        TodayLine(
            "erased",
            11,
            title,
            Words(
                "Läuft eine dieser Leihen doch noch? Dann bitte verlängern",
                "Does one of these loans go on? Then please extend it",
            ),
            (LineAct(SEE, "/office/loans/list"),),
            icon="bin",
        )
    ]
