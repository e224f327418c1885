"""PURE. Reading of typed days, and of whether the robot is free then. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bridge.base.words import Declined, Words
from bridge.days.school_days import breaks, next_school_day, school_days
from bridge.days.typed import Span, checked, read_day, read_until
from bridge.days.zone import span_words, with_weekday
from bridge.lending.life import OVER
from bridge.register.loan_views import LoanView

GAP_SCHOOL_DAYS = 3
"""Fewer school days between two loans are too few for post and checking."""

Step = Literal["day", "-day", "week", "-week"]
NOTHING = Words("", "")
A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class DaysReading:
    """Typed days as they were understood.

    Args:
        span: None if they were not understood.
        wrong: Why they cannot be; None if they can.
        said: The days in full.
        remarks: What else to know before saving.
    """

    span: Span | None
    wrong: Words | None = None
    said: Words = NOTHING
    remarks: tuple[Words, ...] = ()


def read_days(
    loan: LoanView, others: Iterable[LoanView], typed: tuple[str, str], today: date
) -> DaysReading:
    """Return what is meant by a first and a last day.

    Args:
        loan: The loan that is moved.
        others: Loans of the same robot.
        typed: As they were typed.
    """
    state = loan.federal_state
    try:
        first = read_day(typed[0], today, state)
        span = checked(read_until(typed[1], first, state))
    except Declined as declined:
        return DaysReading(None, declined.words)
    found = in_the_way(loan, others, span, today)
    if found is not None:
        return DaysReading(span, found)
    return DaysReading(span, None, _said(span), _remarks(loan, others, span, today))


def in_the_way(loan: LoanView, others: Iterable[LoanView], span: Span, today: date) -> Words | None:
    """Return which loan takes one of these days; None for none."""
    taken = [(one, one.taken(today)) for one in others if one.id != loan.id]
    blocks = [
        (days, one)
        for one, days in taken
        if days is not None and days[0] <= span.last and span.first <= days[1]
    ]
    if not blocks:
        return None
    days, other = min(blocks, key=lambda found: found[0])
    at = f"bei {other.school_name}" if other.school_name else "verliehen"
    at_en = f"at {other.school_name}" if other.school_name else "lent"
    said = span_words(*days)
    return Words(
        f"{loan.robot_name} ist vom {said.de} {at}.",
        f"{loan.robot_name} is {at_en} from {said.en}.",
    )


def stepped(last: date, step: Step, state: str) -> date:
    """Return the last day moved by a school day or by a week."""
    if step in ("week", "-week"):
        return last + (A_WEEK if step == "week" else -A_WEEK)
    if step == "day":
        return next_school_day(last + A_DAY, state)
    day = last - A_DAY
    while next_school_day(day, state) != day:
        day -= A_DAY
    return day


def _said(span: Span) -> Words:
    first, last = with_weekday(span.first), with_weekday(span.last)
    why = span.why
    de = f"{first.de} bis {last.de}" + (f" ({why.de})" if why else "")
    return Words(de, f"{first.en} to {last.en}" + (f" ({why.en})" if why else ""))


def _remarks(
    loan: LoanView, others: Iterable[LoanView], span: Span, today: date
) -> tuple[Words, ...]:
    found: list[Words] = []
    if loan.state not in OVER:
        name = loan.robot_name
        found.append(Words(f"{name} ist so lange frei.", f"{name} is free that long."))
    longer = span.first == loan.first and span.last > loan.last
    free = holiday_days(loan, Span(loan.last + A_DAY, span.last) if longer else span)
    if free:
        days = "Tag davon ist" if free == 1 else "Tage davon sind"
        found.append(
            Words(
                f"{free} {days} Ferien.",
                f"{free} {'day' if free == 1 else 'days'} of it are holidays.",
            )
        )
    gap = _gap(loan, others, span, today)
    return tuple(found) if gap is None else (*found, gap)


def holiday_days(loan: LoanView, span: Span) -> int:
    """Return how many days of a span lie in the school holidays, weekends within them counted."""
    return sum(
        (min(one.last, span.last) - max(one.first, span.first)).days + 1
        for one in breaks(loan.federal_state, span.first, span.last)
    )


def _gap(loan: LoanView, others: Iterable[LoanView], span: Span, today: date) -> Words | None:
    """Return a warning if another loan begins or ends too near."""
    for other in others:
        days = other.taken(today) if other.id != loan.id else None
        if days is None:
            continue
        before, after = days[1] < span.first, days[0] > span.last
        edges = (days[1], span.first) if before else (span.last, days[0])
        if not (before or after):
            continue
        between = school_days(edges[0] + A_DAY, edges[1] - A_DAY, loan.federal_state)
        if between < GAP_SCHOOL_DAYS:
            return _near(other, between, before)
    return None


def _near(other: LoanView, between: int, before: bool) -> Words:
    side, side_en = ("Davor", "Before it") if before else ("Danach", "After it")
    few = {0: "bleibt kein Schultag", 1: "bleibt nur 1 Schultag"}
    few_en = {0: "no school day is left", 1: "only 1 school day is left"}
    days = few.get(between, f"bleiben nur {between} Schultage")
    days_en = few_en.get(between, f"only {between} school days are left")
    at, at_en = (
        (f"zur Leihe bei {other.school_name}", f"to the loan at {other.school_name}")
        if other.school_name
        else ("zur anderen Leihe", "to the other loan")
    )
    return Words(
        f"{side} {days} bis {at}: knapp für Post und Prüfen.",
        f"{side_en} {days_en} {at_en}: little time for post and checking.",
    )


def so_far(loan: LoanView) -> Words:
    """Return the days of a loan as they are now."""
    first, last = with_weekday(loan.first), with_weekday(loan.last)
    return Words(f"{first.de} bis {last.de}", f"{first.en} to {last.en}")


def question(loan: LoanView, span: Span | None) -> Words:
    """Return what the small window asks."""
    name = f"{loan.robot_name} bei {loan.school_name}" if loan.school_name else loan.robot_name
    name_en = f"{loan.robot_name} at {loan.school_name}" if loan.school_name else loan.robot_name
    if span is None or span.first != loan.first or span.last == loan.last:
        return Words(f"{name}: Tage ändern", f"{name_en}: change days")
    if span.last > loan.last:
        return Words(f"{name} verlängern?", f"Extend {name_en}?")
    return Words(f"{name} verkürzen?", f"Shorten {name_en}?")


def button(loan: LoanView, span: Span | None) -> Words:
    """Return what the button of the window does."""
    if span is None or span.first != loan.first or span.last == loan.last:
        return Words("Speichern", "Save")
    if span.last > loan.last:
        return Words("Verlängern", "Extend")
    return Words("Verkürzen", "Shorten")
