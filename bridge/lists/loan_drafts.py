"""PURE. A loan while its row is read, and what it is taken for. No I/O."""

from dataclasses import dataclass, field
from datetime import date

from bridge.base.words import Words
from bridge.lists.day_readings import german
from bridge.lists.serials import serial_of
from bridge.lists.verdicts import (
    ContactEntry,
    LoanEntry,
    LoanStatus,
    RobotRemark,
    RobotStatus,
    SchoolEntry,
)

STATUS_WORDS: dict[LoanStatus, Words] = {
    "lent": Words("läuft", "runs"),
    "reserved": Words("reserviert", "reserved"),
    "noted": Words("vorgemerkt", "pencilled in"),
    "returned": Words("zurück", "returned"),
}


@dataclass
class LoanDraft:
    """A loan while its row is read."""

    robots: tuple[str, ...] = ()
    robot_name: str = ""
    school: SchoolEntry | None = None
    state: str = ""
    child: str = ""
    class_name: str = ""
    first: date | None = None
    last: date | None = None
    returned: date | None = None
    status: LoanStatus | None = None
    extended: date | None = None
    consent: bool = False
    robot_status: RobotStatus | None = None
    since: date | None = None
    robot_notes: list[str] = field(default_factory=list)
    school_notes: list[str] = field(default_factory=list)
    home: str = ""
    contact: ContactEntry | None = None
    has_no_loan: bool = False
    is_cancelled: bool = False


def final_status(draft: LoanDraft, today: date) -> LoanStatus:
    """Return the status of a loan: what was written, else what the days say."""
    assert draft.first
    if draft.returned and draft.returned <= today:
        return "returned"
    ended = draft.last is not None and draft.last < today
    if draft.status == "returned" or (ended and draft.status != "lent" and draft.status is None):
        return "returned"
    if draft.robot_status == "free" and ended:
        return "returned"
    if draft.first > today and draft.status in (None, "lent"):
        return "reserved"
    return draft.status or "lent"


def loan_entries(draft: LoanDraft, today: date) -> tuple[LoanEntry, ...]:
    """Return the loans that a row would write."""
    if draft.first is None or draft.last is None:
        return ()
    status = final_status(draft, today)
    returned = draft.returned or min(draft.last, today) if status == "returned" else None
    return tuple(
        LoanEntry(
            robot_id,
            draft.school,
            draft.child,
            draft.class_name,
            draft.first,
            draft.last,
            status,
            returned,
            draft.consent,
        )
        for robot_id in draft.robots
    )


def robot_entry(draft: LoanDraft) -> RobotRemark | None:
    """Return what a row says of its robot."""
    if len(draft.robots) != 1:
        return None
    notes = tuple(note[:400] for note in draft.robot_notes)
    status = draft.robot_status
    if status != "workshop":
        returned = draft.status == "returned" or bool(draft.returned)
        status = "check" if notes and (returned or draft.has_no_loan) else None
    return RobotRemark(
        draft.robots[0], draft.robot_name[:40], status, draft.since, notes, draft.home
    )


def loan_result(draft: LoanDraft, today: date, is_sure: bool = True) -> Words:
    """Return what a loan's row is taken for."""
    parts_de, parts_en = [named(draft)], [named(draft)]
    if draft.school:
        state = f" ({draft.state})" if draft.state else ""
        parts_de.append(draft.school.name + state)
        parts_en.append(draft.school.name + state)
    if draft.child:
        parts_de.append(draft.child)
        parts_en.append(draft.child)
    if draft.first:
        end = german(draft.last) if draft.last and is_sure else " ?"
        parts_de.append(f"{german(draft.first)}–{end}")
        parts_en.append(f"{german(draft.first)}–{end}")
        words = STATUS_WORDS[final_status(draft, today)]
        parts_de.append(words.de)
        parts_en.append(words.en)
    return Words(" · ".join(parts_de), " · ".join(parts_en))


def robot_result(draft: LoanDraft) -> Words:
    """Return what a robot's row is taken for."""
    since = f" seit {german(draft.since)}" if draft.since else ""
    state = (
        Words(f"in der Werkstatt{since}", "in the workshop")
        if draft.robot_status == "workshop"
        else Words("frei", "free")
        if draft.status != "lent"
        else Words("ohne Tage", "without days")
    )
    notes = (
        f" · {', '.join(f'„{note}“' for note in draft.robot_notes)}" if draft.robot_notes else ""
    )
    return Words(
        f"{named(draft)} · keine Leihe · {state.de}{notes}",
        f"{named(draft)} · no loan · {state.en}{notes}",
    )


def named(draft: LoanDraft) -> str:
    """Return a row's robots and their name."""
    return " ".join(
        part for part in (" + ".join(map(serial_of, draft.robots)) or "?", draft.robot_name) if part
    )
