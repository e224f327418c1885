"""PURE. Sentences of the page for parents on the robot just now. No I/O."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bridge.base.words import Words
from bridge.days.school_days import holiday_name, is_school_day
from bridge.days.windows import LessonWindow
from bridge.fleet.roll import Present
from bridge.office.frame.saying import long_day, weekday
from bridge.paperwork.times import times_in_words
from bridge.register.families import FamilyLoan
from bridge.register.loan_views import LoanView

LOOKED_AHEAD_DAYS = 60
"""Longest holidays and then some."""


@dataclass(frozen=True)
class FamilyState:
    """State of the robot and the loan, for a family.

    Args:
        eyes: Of the drawn face.
        words: One sentence, or two.
        is_shut: Whether nobody can come in until somebody has done something.
    """

    eyes: str
    words: Words
    is_shut: bool = False


def family_state(loan: FamilyLoan, present: Present | None, now: datetime) -> FamilyState:
    """Return what a family reads first.

    Args:
        now: Time on the clocks of the schools.
    """
    shut = _shut(loan, now.date())
    if shut is not None:
        return shut
    name = loan.view.robot_name
    if present is not None and present.is_here:
        if present.health is not None and present.health.state == "lesson":
            words = Words(f"{name} ist gerade im Unterricht.", f"{name} is in a lesson right now.")
            return FamilyState("open", words)
        asleep = Words(f"Gerade schläft {name}.", f"{name} is asleep right now.")
    else:
        asleep = Words(
            f"{name} ist gerade aus oder ohne Netz.",
            f"{name} is switched off or without a network right now.",
        )
    return FamilyState("closed", _and(asleep, next_words(loan.view, now)))


def _shut(loan: FamilyLoan, today: date) -> FamilyState | None:
    """Return why nobody can come in, whatever the robot does; None if somebody can."""
    view, name = loan.view, loan.view.robot_name
    if loan.is_over:
        return FamilyState("closed", Words("Diese Leihe ist zu Ende.", "This loan is over."), True)
    if view.state == "locked":
        return FamilyState("closed", _locked(view), True)
    if view.state == "overdue":
        words = Words(
            f"Die Zeit ist um. Bitte bringen Sie {name} auf den Weg zurück.",
            f"The time is over. Please send {name} on the way back.",
        )
        return FamilyState("closed", words, True)
    if today < view.first:
        first = long_day(view.first)
        words = Words(f"Es geht am {first.de} los.", f"It begins on {first.en}.")
        return FamilyState("closed", words)
    if view.state != "running":
        words = Words(
            f"Die Klasse ist noch nicht so weit. {name} wartet.",
            f"The class is not ready yet. {name} is waiting.",
        )
        return FamilyState("closed", words)
    if loan.devices == 0 and loan.is_shut_out:
        words = Words(
            "Das Tablet ist gesperrt. Ein neues Willkommensblatt vom Büro verbindet es wieder, "
            "oder ein anderes.",
            "The tablet is locked out. A new welcome sheet from the office connects it again, "
            "or another one.",
        )
        return FamilyState("closed", words, True)
    if loan.devices == 0:
        words = Words(
            "Noch ist kein Tablet verbunden. Der große Code auf dem Willkommensblatt tut das.",
            "No tablet is connected yet. The large code on the welcome sheet does that.",
        )
        return FamilyState("closed", words)
    return None


def next_words(view: LoanView, now: datetime) -> Words | None:
    """Return when the next lesson is; None if nobody has said when lessons are."""
    found = next(_lessons(view, now), None) if view.policy == "windows" else None
    if found is None:
        return None
    day, lesson = found
    at = f"{lesson.from_minute // 60}:{lesson.from_minute % 60:02}"
    if day == now.date():
        return Words(f"Nächste Stunde heute um {at} Uhr.", f"Next lesson today at {at}.")
    if day == now.date() + timedelta(days=1):
        return Words(f"Nächste Stunde morgen um {at} Uhr.", f"Next lesson tomorrow at {at}.")
    name = weekday(day)
    return Words(
        f"Nächste Stunde am {name.de}, {day:%d.%m.}, um {at} Uhr.",
        f"Next lesson on {name.en}, {day:%d.%m.}, at {at}.",
    )


def family_when(view: LoanView, today: date) -> Words:
    """Return on which days and at which times the child may come."""
    name, last = view.robot_name, long_day(view.last)
    times = times_in_words(view.windows) if view.policy == "windows" else Words("", "")
    if times.de:
        when = Words(
            f"An Schultagen: {times.de}, bis {last.de}.",
            f"On school days: {times.en}, until {last.en}.",
        )
    elif view.policy == "teacher":
        when = Words(
            f"Wenn die Lehrkraft die Stunde öffnet, bis {last.de}.",
            f"Whenever the teacher opens the lesson, until {last.en}.",
        )
    else:
        first = long_day(view.first)
        when = Words(f"Von {first.de} bis {last.de}.", f"From {first.en} to {last.en}.")
    holidays = holiday_name(today, view.federal_state)
    if holidays:
        return _and(
            when,
            Words(
                f"Heute ist frei ({holidays}), {name} schläft.", f"Today is free, {name} sleeps."
            ),
        )
    if not view.federal_state:
        # Nobody knows the holidays of a loan without a school.
        return when
    return _and(when, Words(f"In den Ferien schläft {name}.", f"In the holidays {name} sleeps."))


def _lessons(view: LoanView, now: datetime) -> Iterator[tuple[date, LessonWindow]]:
    """Yield lessons that begin later than now, on school days within the loan."""
    minute = now.hour * 60 + now.minute
    for ahead in range(LOOKED_AHEAD_DAYS):
        day = now.date() + timedelta(days=ahead)
        if view.first <= day <= view.last and is_school_day(day, view.federal_state):
            for one in view.windows:
                if one.weekday == day.weekday() and (ahead or one.from_minute > minute):
                    yield day, one


def _locked(view: LoanView) -> Words:
    name = view.robot_name
    if view.locked_by in ("family", "child"):
        return Words(
            f"{name} ist zu, weil Sie aufhören wollten. Das Büro weiß Bescheid.",
            f"{name} is closed because you wanted to stop. The office knows.",
        )
    return Words(
        f"{name} ist gerade zu. Das Büro weiß Bescheid und meldet sich.",
        f"{name} is closed at present. The office knows and will be in touch.",
    )


def _and(first: Words, second: Words | None) -> Words:
    if second is None:
        return first
    return Words(f"{first.de} {second.de}", f"{first.en} {second.en}")
