"""PURE. First and last day of a loan's row. No I/O."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.lists import day_readings, named_days
from bridge.lists.day_readings import DayReading, german
from bridge.lists.entries import RowCells
from bridge.lists.known import KnownLoan
from bridge.lists.loan_drafts import LoanDraft
from bridge.lists.verdicts import AnswerChoice, CellFinding

KnownByStart = Mapping[tuple[str, date], KnownLoan]
"""Loans of the office by robot and first day."""

LONGEST = timedelta(days=397)
"""Longest loan without the lead's word: 13 months."""

SWAP = "swap"
"""Answer that beginning and end were swapped."""


def take_days(cells: RowCells, draft: LoanDraft, known: KnownByStart) -> None:
    """Take first and last day of a row."""
    state = draft.state
    first = cells.day("from", "from", cells.day_frame("from", state))
    span_role = "from"
    if first is None and cells.frame.has("span"):
        first = cells.day("span", "from", cells.day_frame("span", state))
        span_role = "span"
    returned = cells.day("returned", "past", cells.day_frame("returned", state))
    if returned:
        cells.note_day("returned", returned)
        draft.returned = returned.day
        draft.status = "returned" if returned.day else draft.status
    last = first.last if first else None
    has_end = bool(cells.text("until") or cells.text("weeks"))
    if first is None and not has_end:
        draft.has_no_loan = _holds_no_loan(cells, draft)
        if draft.has_no_loan:
            return
    if first is None or first.is_open:
        words = Words("Seit wann? Der erste Tag fehlt.", "Since when? The first day is missing.")
        cells.notes.add(CellFinding(cells.key("from"), "stop", words))
    else:
        cells.note_day(span_role, first)  # type: ignore[arg-type]
        draft.first = first.day
    if last and last.day and not has_end:
        draft.last = last.day
        cells.notes.read(
            cells.key("until") if cells.frame.has("until") else "end", last.day.isoformat()
        )
    else:
        _until(cells, draft, known)


def _holds_no_loan(cells: RowCells, draft: LoanDraft) -> bool:
    """Tell whether a row without days speaks of the robot alone."""
    has_days = any(cells.frame.has(role) for role in ("from", "until", "span"))
    if draft.robot_status == "workshop" or not has_days:
        return True
    return (
        draft.school is None or draft.robot_status is not None or not cells.frame.has("from")
    ) and draft.status not in ("lent", "reserved", "noted")


def _until(cells: RowCells, draft: LoanDraft, known: KnownByStart) -> None:
    frame = cells.day_frame("until", draft.state, first=draft.first)
    reading = cells.day("until", "until", frame)
    role = "until"
    if reading is None and draft.first and cells.text("weeks"):
        reading, role = cells.day("weeks", "until", frame), "weeks"
    if reading is None and draft.returned:
        draft.last = max(draft.returned, draft.first or draft.returned)
        return
    if reading is None or (reading.is_open and reading.day is None):
        original = cells.text("until")
        reading = named_days.half_year_end(original, frame)
    reading = _confirmed(reading, draft, known)
    if not cells.is_answered("until"):
        reading = _extended(reading, draft)
    if reading.verdict in ("ok", "read") and reading.rest:
        draft.robot_notes.append(reading.rest)
    cells.note_day(role, reading)  # type: ignore[arg-type]
    draft.last = reading.day


def _extended(reading: DayReading, draft: LoanDraft) -> DayReading:
    """Propose the later end that stands in the status."""
    later = draft.extended
    if later is None or (reading.day and later <= reading.day):
        return reading
    words = Words(
        f"Der Status sagt: verlängert bis {german(later)}.",
        f"The status says: extended until {german(later)}.",
    )
    days = [later, *([reading.day] if reading.day else [])]
    return DayReading("ask", later, words, tuple(map(day_readings.choice, days)))


def _confirmed(reading: DayReading, draft: LoanDraft, known_loans: KnownByStart) -> DayReading:
    """Take an end for certain that was confirmed in an earlier import of the same loan."""
    if reading.verdict != "ask" or draft.first is None or not draft.robots:
        return reading
    known = known_loans.get((draft.robots[0], draft.first))
    if known is None:
        return reading
    words = Words(f"Wie im Büro: {german(known.last)}.", f"As in the office: {german(known.last)}.")
    return DayReading("read", known.last, words)


def check_order(cells: RowCells, draft: LoanDraft, today: date) -> None:
    """Ask about an end before its beginning, and about a loan that is too long."""
    if draft.first is None or draft.last is None:
        return
    key = cells.key("until")
    if draft.last < draft.first and cells.notes.answer(key) == SWAP:
        draft.first, draft.last = draft.last, draft.first
    if draft.last < draft.first:
        last, first = german(draft.last), german(draft.first)
        cells.notes.add(
            CellFinding(
                key,
                "stop",
                Words(
                    f"Das Ende ({last}) liegt vor dem Anfang ({first}). Vertauscht?",
                    f"The end ({last}) lies before the beginning ({first}). Swapped?",
                ),
                "",
                (AnswerChoice(SWAP, Words("Tauschen", "Swap")),),
            )
        )
    elif draft.last - draft.first > LONGEST:
        _too_long(cells, draft)
    elif draft.robot_status == "free" and draft.first <= today <= draft.last:
        cells.notes.add(
            CellFinding(
                cells.key("status"),
                "stop",
                Words(
                    "Hier steht „frei“, aber die Leihe läuft nach ihren Tagen noch.",
                    "It says “free”, but by its days the loan still runs.",
                ),
                "",
                (
                    AnswerChoice("zurück", Words("ist zurück", "is back")),
                    AnswerChoice("verliehen", Words("ist verliehen", "is lent")),
                ),
            )
        )
    elif draft.status == "lent" and draft.last < today:
        says = (f"überfällig seit {german(draft.last)}.", f"overdue since {german(draft.last)}.")
        cells.notes.read(key, draft.last.isoformat(), *says)


def _too_long(cells: RowCells, draft: LoanDraft) -> None:
    assert draft.first
    assert draft.last
    years = round((draft.last - draft.first).days / 365.25)
    months = round((draft.last - draft.first).days / 30.44)
    long = Words(f"Das wären {years} Jahre.", f"That would be {years} years.")
    if years < 2:
        long = Words(f"Das wären {months} Monate.", f"That would be {months} months.")
    reading = day_readings.far(draft.last, draft.first, long)
    if reading.day and reading.day - draft.first > LONGEST:
        reading = replace(reading, day=None, choices=())
    value = reading.day.isoformat() if reading.day else ""
    cells.notes.add(CellFinding(cells.key("until"), "stop", reading.words, value, reading.choices))
