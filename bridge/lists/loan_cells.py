"""PURE. Cells of a loan's row: school, robot, status, child, notes. No I/O."""

import re
from datetime import date

from bridge.base.words import Words
from bridge.lists import day_cells, places, small_cells, statuses
from bridge.lists.day_readings import german
from bridge.lists.entries import RowCells
from bridge.lists.grid import ListCell, ListRow
from bridge.lists.loan_drafts import STATUS_WORDS, LoanDraft
from bridge.lists.schools import SchoolBook, not_a_school
from bridge.lists.serials import RobotBook, RobotFound, serial_of
from bridge.lists.statuses import StatusWord
from bridge.lists.verdicts import AnswerChoice, CellFinding, RowNotes

STATUS_VALUES: dict[str, str] = {
    **{"lent": "laeuft", "returned": "zurueck", "reserved": "reserviert", "noted": "vorgemerkt"},
    **{"free": "frei", "workshop": "werkstatt", "cancelled": "abgesagt"},
}
_STATUS_SAID: dict[str, Words] = {
    **{str(status): words for status, words in STATUS_WORDS.items()},
    "free": Words("frei", "free"),
    "workshop": Words("in der Werkstatt", "in the workshop"),
    "cancelled": Words("abgesagt", "cancelled"),
}


def ask_hidden(row: ListRow, notes: RowNotes) -> None:
    """Ask about a hidden row."""
    if row.is_hidden and not notes.answer(f"{row.number}"):
        notes.add(
            CellFinding(
                f"{row.number}",
                "ask",
                Words(
                    "Diese Zeile ist in der Liste ausgeblendet. Gilt sie noch?",
                    "This row is hidden in the list. Does it still hold?",
                ),
                "",
                (AnswerChoice("keep", Words("Ja, übernehmen", "Yes, take it")),),
            )
        )


def take_school(cells: RowCells, draft: LoanDraft, book: SchoolBook) -> None:
    """Take school, town and federal state of a row."""
    text = cells.text("school")
    other = not_a_school(text)
    if other:
        cells.notes.read(
            cells.key("school"),
            "",
            f"„{text}“ ist keine Schule; gelesen als Zustand des Roboters.",
            f"“{text}” is no school; taken as the robot's state.",
        )
        if other == "workshop":
            draft.robot_status = "workshop"
        text = ""
    text = without_doubt(cells, "school", text)
    draft.school = cells.school(text, book)
    place = small_cells.read_place(cells.text("place"))
    named, _ = places.town_in(draft.school.name) if draft.school else ("", "")
    state = cells.state(draft.school, place.town, place.postcode)
    draft.state = state
    if draft.school:
        code = place.postcode if not place.problem else ""
        town = place.town or named
        draft.school = book.complete(draft.school, town, code, state)
        draft.state = state or draft.school.state


def take_robot(cells: RowCells, draft: LoanDraft, robots: RobotBook) -> None:
    """Take the robot of a row."""
    text = cells.text("robot")
    name = cells.text("robot_name")
    found = robots.find(text) if text else RobotFound("")
    draft.robot_name = name or found.name
    key = cells.key("robot")
    if found.several:
        _two_robots(cells, found, text)
    elif found.id:
        draft.robots = (found.id,)
        if not found.is_exact:
            serial = serial_of(found.id)
            words = (f"„{text}“ gelesen als {serial}.", f"“{text}” taken as {serial}.")
            cells.notes.read(key, serial, *words)
        elif cells.is_answered("robot"):
            cells.notes.read(key, serial_of(found.id))
    else:
        _no_robot(cells, draft, text, robots.by_name(name) if name else "", name)


def _two_robots(cells: RowCells, found: RobotFound, text: str) -> None:
    ids = " und ".join(map(serial_of, found.several))
    cells.notes.add(
        CellFinding(
            cells.key("robot"),
            "stop",
            Words(
                f"„{text}“ sind zwei Roboter ({ids}). Jeder braucht eine eigene Leihe.",
                f"“{text}” are two robots ({ids}). Each needs a loan of its own.",
            ),
            "",
            tuple(
                AnswerChoice(one, Words(f"nur {one}", f"{one} only"))
                for one in map(serial_of, found.several)
            ),
        )
    )


def _no_robot(cells: RowCells, draft: LoanDraft, text: str, by_name: str, name: str) -> None:
    if by_name:
        serial = serial_of(by_name)
        draft.robots = (by_name,)
        cells.notes.add(
            CellFinding(
                cells.key("robot"),
                "ask",
                Words(
                    f"Die Nummer fehlt. {name} ist bei uns {serial}.",
                    f"The number is missing. {name} is {serial} here.",
                ),
                serial,
                (AnswerChoice(serial, Words(serial, serial)),),
            )
        )
        return
    if text:
        words = Words(
            f"„{text}“: Diesen Roboter kennt das Büro nicht. Bitte erst aufnehmen,"
            " oder einen anderen nennen.",
            f"“{text}”: the office does not know this robot. Please take it in first,"
            " or name another one.",
        )
    else:
        words = Words("Welcher Roboter? Hier steht keiner.", "Which robot? None is named.")
    cells.notes.add(CellFinding(cells.key("robot"), "stop", words))


def take_status(cells: RowCells, draft: LoanDraft) -> None:
    """Take what the status cell says."""
    text = cells.text("status")
    if not text:
        return
    read = statuses.read_status(text)
    if text.casefold() in statuses.OF_A_LOAN and not cells.text("from"):
        read = statuses.StatusRead("", text, is_plain=False)
    rest, day = _dated(cells, read.rest)
    if day and read.word == "lent" and re.search(r"\bbis\b", read.rest):
        draft.extended, day = day, None
    note = statuses.note_of(rest)
    _apply_status(read.word, draft, day)
    if note:
        draft.robot_notes.append(note)
    if not read.is_plain:
        _say_status(cells, read, note, day)


def _dated(cells: RowCells, rest: str) -> tuple[str, date | None]:
    """Return what stands behind a status without its day, and the day."""
    if not re.search(r"\d{1,2}\.|\d{4}-\d|\d/\d", rest):
        return rest, None
    frame = cells.day_frame("status", "")
    until = re.search(r"\bbis\b", rest) is not None
    read = day_cells.read_day(ListCell(rest), "until" if until else "past", frame)
    return (read.rest, read.day) if read.day else (rest, None)


def _apply_status(word: StatusWord, draft: LoanDraft, day: date | None) -> None:
    match word:
        case "workshop":
            draft.robot_status, draft.since = "workshop", day
        case "free":
            draft.robot_status = "free"
        case "returned":
            draft.status, draft.returned = "returned", day
        case "lent" | "reserved" | "noted":
            draft.status = word
        case "cancelled":
            draft.is_cancelled = True


def _say_status(cells: RowCells, read: statuses.StatusRead, note: str, day: date | None) -> None:
    key = cells.key("status")
    if not read.word:
        value, words = (
            "",
            (f"„{note}“ wird Notiz am Roboter.", f"“{note}” becomes a note at the robot."),
        )
    else:
        value = STATUS_VALUES[read.word]
        said = _STATUS_SAID[read.word]
        until = (
            f" am {german(day)}"
            if day and read.word == "returned"
            else f" seit {german(day)}"
            if day
            else ""
        )
        behind = f"; „{note}“ wird Notiz am Roboter" if note else ""
        behind_en = f"; “{note}” becomes a note at the robot" if note else ""
        words = (
            f"gelesen als „{said.de}{until}“{behind}.",
            f"taken as “{said.en}{f' ({german(day)})' if day else ''}”{behind_en}.",
        )
        value = f"{value} {day.isoformat()}" if day else value
    cells.notes.read(key, value, *words)
    if note:
        cells.notes.read("note", note)


def take_notes(cells: RowCells, draft: LoanDraft) -> None:
    """Take notes, class, home and consent of a row."""
    draft.contact = cells.contact() if draft.school else None
    note = cells.text("note")
    if note:
        (draft.school_notes if draft.school else draft.robot_notes).append(note)
    for column in cells.frame.columns:
        if column.role == "extra" and (text := cells.row.text(column.index)):
            draft.robot_notes.append(f"{column.heading}: {text}" if column.heading else text)
    draft.home = cells.text("home")[:80]
    draft.class_name = small_cells.class_name(cells.text("class"))
    consent = small_cells.consents(cells.text("consent")) if cells.text("consent") else False
    draft.consent = consent is True
    if consent is None:
        cells.notes.read(
            cells.key("consent"),
            "offen",
            "Nicht eindeutig: Das Häkchen bleibt offen, der Text wird nicht übernommen.",
            "Not plain: the tick stays open, the text is not taken over.",
        )


def take_child(cells: RowCells, draft: LoanDraft) -> None:
    """Take the child of a row."""
    text = without_doubt(cells, "child", cells.text("child"))
    if small_cells.several_children(text):
        cells.notes.add(
            CellFinding(
                cells.key("child"),
                "stop",
                Words(
                    f"„{text}“: Jedes Kind braucht eine eigene Leihe.",
                    f"“{text}”: each child needs a loan of its own.",
                ),
                "",
                (AnswerChoice("-", Words("ohne Kind anlegen", "without a child")),),
            )
        )
    draft.child = "" if text == "-" else text[:40]
    if not text and cells.frame.has("child"):
        cells.notes.read(
            cells.key("child"),
            "",
            "Kind fehlt; die Leihe kann trotzdem angelegt werden.",
            "The child is missing; the loan can be made all the same.",
        )


def without_doubt(cells: RowCells, role: str, text: str) -> str:
    """Return a text without its question marks, which make it a suggestion."""
    if not re.search(r"\?|\b(?:evtl|vielleicht|vermutl)\b", text, re.IGNORECASE):
        return text
    bare = re.sub(
        r"\?+|\b(?:evtl|vielleicht|vermutl(?:ich)?)\b\.?", "", text, flags=re.IGNORECASE
    ).strip(" ()")
    said = bare or "–"
    cells.notes.add(
        CellFinding(
            cells.key(role),  # type: ignore[arg-type]
            "ask",
            Words(
                f"„{text}“ ist nicht sicher. Vorschlag: {said}.",
                f"“{text}” is not certain. Suggestion: {said}.",
            ),
            bare,
            (AnswerChoice(bare or "-", Words(said, said)),),
        )
    )
    return bare
