"""PURE. A new loan while it is typed: what is understood, and what saving it will do. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bridge.base.words import Declined, Words
from bridge.days.school_days import FEDERAL_STATES, STATE_NAMES
from bridge.days.typed import Span, read_span
from bridge.days.zone import span_words, with_weekday, written
from bridge.lending.private_words import told_in
from bridge.lending.profiles import profile
from bridge.lending.towns import state_of
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.office.loans.robot_choice import RobotChoice, choices, nearest
from bridge.office.loans.saying import weeks_said
from bridge.register.children import Child
from bridge.register.loan_views import LoanView
from bridge.register.schools import Contact, SchoolRecord


@dataclass(frozen=True)
class Typed:
    """Answers as they were typed, all of them perhaps empty.

    Args:
        school: Name of a school, known or new.
        federal_state: Of a new school, if its town does not tell it.
        robot: Robot that was chosen; empty takes the nearest.
        child: Number of a child that had a loan before and is the same.
    """

    school: str = ""
    town: str = ""
    federal_state: str = ""
    short_name: str = ""
    class_name: str = ""
    days: str = ""
    robot: str = ""
    child: int = 0


@dataclass(frozen=True)
class Outlook:
    """Interpretation of the typed values so far.

    Args:
        school: Known school; None for a new one.
        about_school: The people and the robots that are there.
        wrong_days: Reason why the days are not understood; None if they are, or none were typed.
        same: A child of this school with the same short name.
        hint: Detail that the short name gives away.
    """

    school: SchoolRecord | None
    state: str
    about_school: Words | None
    span: Span | None
    said: Words | None
    wrong_days: Words | None
    robots: tuple[RobotChoice, ...]
    chosen: str
    happens: tuple[Words, ...]
    same: Child | None = None
    hint: Words | None = None


@dataclass(frozen=True)
class Known:
    """Records and settings that the office has already.

    Args:
        contacts: Contacts of the school that was typed.
        children: Children of all schools that the person who types may see.
    """

    schools: Sequence[SchoolRecord]
    contacts: Sequence[Contact]
    children: Sequence[Child]
    days: RobotsDays
    erase_after_days: int


def school_of(typed: str, schools: Iterable[SchoolRecord]) -> SchoolRecord | None:
    """Return the school that a text names: by its full name, or by a part that only one has."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return None
    partly = []
    for one in schools:
        names = [name.casefold() for name in (one.called, one.name, *one.also_called)]
        if wanted in names:
            return one
        if len(wanted) > 2 and any(wanted in name for name in names):
            partly.append(one)
    return partly[0] if len(partly) == 1 else None


def outlook(typed: Typed, known: Known, today: date) -> Outlook:
    """Return what a form means, and what saving it would do."""
    school = school_of(typed.school, known.schools)
    state = _state(typed, school)
    span, wrong = _span(typed.days, today, state)
    robots: tuple[RobotChoice, ...] = ()
    chosen = ""
    if span is not None:
        robots = tuple(choices(known.days, span, school or _new(typed, state), state, today))
        may = {one.robot_id for one in robots if one.may}
        chosen = typed.robot if typed.robot in may else nearest(robots)
    name = next((one.name for one in robots if one.robot_id == chosen), "")
    return Outlook(
        school,
        state,
        _about_school(typed, school, state, known),
        span,
        _said(span) if span is not None else None,
        wrong,
        robots,
        chosen,
        tuple(_happens(typed, span, name, state, known)),
        _same(typed, school, known.children),
        told_in(typed.short_name) if typed.short_name else None,
    )


def _state(typed: Typed, school: SchoolRecord | None) -> str:
    if school is not None:
        return school.state
    if typed.federal_state:
        return typed.federal_state
    found = state_of(typed.town or typed.school) if typed.town or typed.school else ""
    return found if found in FEDERAL_STATES else ""


def _new(typed: Typed, state: str) -> SchoolRecord:
    return SchoolRecord(0, typed.school, town=typed.town, state=state)


def _span(text: str, today: date, state: str) -> tuple[Span | None, Words | None]:
    if not text.strip():
        return None, None
    try:
        return read_span(text, today, state), None
    except Declined as declined:
        return None, declined.words


def _said(span: Span) -> Words:
    first, last, long = with_weekday(span.first), with_weekday(span.last), weeks_said(span.days)
    why = span.why
    de, en = (f" ({why.de})", f" ({why.en})") if why and why != long else ("", "")
    return Words(
        f"{first.de} bis {last.de}{de}, {long.de}", f"{first.en} to {last.en}{en}, {long.en}"
    )


def _about_school(
    typed: Typed, school: SchoolRecord | None, state: str, known: Known
) -> Words | None:
    if not typed.school.strip():
        return None
    if school is None:
        there = STATE_NAMES.get(state)
        where = f" in {there.de}" if there else ""
        where_en = f" in {there.en}" if there else ""
        return Words(
            f"Diese Schule ist neu{where}. Sie wird mit angelegt.",
            f"This school is new{where_en}. It will be added.",
        )
    names = [one.name for one in known.contacts if one.name]
    parts = [
        Words(f"{names[0]} ist dort die Ansprechperson.", f"{names[0]} is the contact there.")
        if names
        else Words("Dort ist noch niemand eingetragen.", "Nobody is entered there yet.")
    ]
    robots = sorted(one.robot_name for one in known.days.loans if _stands_at(one, school.id))
    if robots:
        all_de, all_en = _listed(robots, "und"), _listed(robots, "and")
        one = len(robots) == 1
        parts.append(
            Words(
                f"Hier {'steht' if one else 'stehen'} schon {all_de}.",
                f"{all_en} {'is' if one else 'are'} here already.",
            )
        )
    return Words(" ".join(part.de for part in parts), " ".join(part.en for part in parts))


def _stands_at(loan: LoanView, school_id: int) -> bool:
    return loan.school_id == school_id and loan.state in (
        *("handed_over", "running", "locked", "overdue"),
    )


def _listed(names: Sequence[str], and_: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {and_} {names[-1]}"


def _happens(
    typed: Typed, span: Span | None, robot: str, state: str, known: Known
) -> Iterable[Words]:
    name, name_en = robot or "der Roboter", robot or "the robot"
    if span is not None:
        days = span_words(span.first, span.last)
        yield Words(
            f"{name[:1].upper()}{name[1:]} ist vom {days.de} belegt.",
            f"{name_en[:1].upper()}{name_en[1:]} is taken from {days.en}.",
        )
    asked = profile(state)
    if asked is not None:
        count, there = len(asked.lines), STATE_NAMES[state]
        yield Words(
            f"{count} Häkchen für {there.de} werden angelegt. Bis sie gesetzt sind, lässt {name} "
            "niemanden herein.",
            f"{count} ticks for {there.en} are made. Until they are set, {name_en} lets nobody in.",
        )
    elif typed.school.strip():
        yield Words(
            "Ohne Bundesland gibt es keine Häkchen. Bitte wählen Sie es.",
            "Without a federal state there are no ticks. Please choose it.",
        )
    contact = next((one.name for one in known.contacts if one.name), "")
    yield Words(
        f"Die Papiere{f' für {contact}' if contact else ''} liegen bei der Leihe zum Drucken.",
        f"The papers{f' for {contact}' if contact else ''} can be printed from the loan.",
    )
    if span is not None:
        gone = written(span.last + timedelta(days=known.erase_after_days))
        child = typed.short_name.strip()
        yield Words(
            f"Das Kürzel{f' {child}' if child else ''} wird am {gone} gelöscht.",
            f"The short name{f' {child}' if child else ''} will be erased on {gone}.",
        )


def _same(typed: Typed, school: SchoolRecord | None, children: Iterable[Child]) -> Child | None:
    wanted = " ".join(typed.short_name.split()).casefold()
    if school is None or not wanted:
        return None
    return next(
        (
            one
            for one in children
            if one.school_id == school.id and one.short_name.casefold() == wanted
        ),
        None,
    )
