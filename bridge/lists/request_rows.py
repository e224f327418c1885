"""PURE. Rows of a waiting list. No I/O."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bridge.base.words import Words
from bridge.lists import day_cells, named_days, places, small_cells, typed_days
from bridge.lists.day_readings import german
from bridge.lists.entries import Above, RowCells
from bridge.lists.folding import fold
from bridge.lists.grid import ListCell, ListRow
from bridge.lists.known import OfficeKnows
from bridge.lists.rows import SheetFrame
from bridge.lists.schools import SchoolBook
from bridge.lists.verdicts import (
    AnswerChoice,
    Asker,
    CellFinding,
    ContactEntry,
    Outcome,
    ReadRow,
    RequestEntry,
    RowNotes,
    SchoolEntry,
)


@dataclass
class RequestDraft:
    """A request while its row is read."""

    asker: Asker = "school"
    school: SchoolEntry | None = None
    town: str = ""
    class_name: str = ""
    asked: date | None = None
    first: date | None = None
    last: date | None = None
    weeks: int | None = None
    contact: ContactEntry = field(default_factory=ContactEntry)
    urgent: bool = False
    notes: list[str] = field(default_factory=list)
    done: date | None = None
    outcome: Outcome = ""


@dataclass
class WaitingRows:
    """Reader of rows of a waiting list."""

    knows: OfficeKnows
    book: SchoolBook
    answers: Mapping[str, str]

    def read(self, row: ListRow, frame: SheetFrame, above: Above) -> ReadRow:
        """Return what a row says."""
        notes = RowNotes(self.answers, f"{frame.at}!")
        cells = RowCells(row, frame, notes, above, self.knows)
        draft = RequestDraft()
        self._done(cells, draft)
        self._school(cells, draft)
        self._who(cells, draft)
        self._asked(cells, draft)
        state = draft.school.state if draft.school else ""
        self._begins(cells, draft, state)
        self._lasts(cells, draft, state)
        self._others(cells, draft)
        findings = notes.findings
        if draft.outcome:
            # Nobody is asked about what is over; it goes into the history as it is.
            findings = [
                replace(one, verdict="read", choices=()) if one.verdict in ("ask", "stop") else one
                for one in findings
            ]
            notes.findings = findings
        made = ReadRow(frame.at, frame.sheet.name, row.number, "skip", "left_out")
        if self.answers.get(f"{frame.at}!{row.number}") == "skip":
            return replace(made, result=self._result(draft))
        request = self._entry(draft)
        if request and self._is_known(request):
            says = Words("Steht schon im Büro.", "The office already has it.")
            return replace(made, kind="same", says=says, result=self._result(draft))
        verdict = notes.verdict
        return replace(
            made,
            verdict=verdict,
            kind="request",
            findings=tuple(findings),
            request=request if verdict in ("ok", "read") else None,
            result=self._result(draft),
        )

    def _is_known(self, request: RequestEntry) -> bool:
        return any(
            one.asked == request.asked
            and fold(one.school) == fold(request.school.name)
            and one.class_name == request.class_name
            for one in self.knows.requests
        )

    def _done(self, cells: RowCells, draft: RequestDraft) -> None:
        text = cells.text("done") or cells.text("status")
        role = "done" if cells.text("done") else "status"
        folded = fold(text)
        if not folded or re.match(r"(?:nein|n|no|offen|wartet|warteliste)\b", folded):
            return
        for outcome, pattern in _OUTCOMES:
            if re.match(pattern, folded):
                draft.outcome = outcome
                break
        else:
            draft.notes.append(text[:200])
            return
        frame = cells.day_frame("done", "")
        reading = day_cells.read_day(ListCell(_day_part(text)), "past", frame)
        draft.done = reading.day or self.knows.today
        key = cells.key(role)  # type: ignore[arg-type]
        word = _OUTCOME_WORDS[draft.outcome]
        day = f" am {german(reading.day)}" if reading.day else ""
        if not (role == "done" and text.casefold() in ("ja", "x") and not reading.day):
            cells.notes.read(
                key,
                f"{word.de}{day}",
                f"„{text}“ gelesen als {word.de}{day}.",
                f"“{text}” taken as {word.en}{f' ({german(reading.day)})' if reading.day else ''}.",
            )
        else:
            cells.notes.read(key, word.de)

    def _school(self, cells: RowCells, draft: RequestDraft) -> None:
        read = small_cells.read_place(cells.text("place"))
        town, code = read.town, read.postcode
        if town == "-":
            town = ""
        if read.problem:
            self._postcode(cells, read)
            code = ""
        draft.town = town
        name = cells.text("school")
        if not name:
            if not draft.outcome:
                words = Words("Welche Schule? Hier steht keine.", "Which school? None is named.")
                cells.notes.add(CellFinding(cells.key("school"), "stop", words))
            return
        school = cells.school(name, self.book)
        assert school is not None
        state = cells.state(school, town, code)
        draft.school = self.book.complete(school, town or places.town_in(name)[0], code, state)

    @staticmethod
    def _postcode(cells: RowCells, read: small_cells.PlaceRead) -> None:
        key = cells.key("place")
        state = places.town_in(read.town)[1]
        holds = f" Ort {read.town} gilt." if state else ""
        holds_en = f" The town {read.town} counts." if state else ""
        code, padded = read.postcode, f"0{read.postcode}"
        if read.problem == "four":
            de = f"PLZ „{code}“ hat vier Ziffern. Führende 0 ({padded}) oder Tippfehler?{holds}"
            en = f"Post code “{code}” has four figures. A leading 0 ({padded}) or a slip?{holds_en}"
        else:
            de = f"PLZ „{read.postcode}“ hat nicht fünf Ziffern.{holds}"
            en = f"Post code “{read.postcode}” has not five figures.{holds_en}"
        choices = [
            AnswerChoice(
                read.town or "-", Words(f"nur {read.town or 'ohne'}", f"{read.town or 'none'} only")
            )
        ]
        if read.problem == "four":
            choices.append(AnswerChoice(f"{padded} {read.town}".strip(), Words(padded, padded)))
        cells.notes.add(CellFinding(key, "ask", Words(de, en), "", tuple(choices)))
        if state:
            cells.notes.read("land", state)

    def _who(self, cells: RowCells, draft: RequestDraft) -> None:
        text = cells.text("who")
        draft.asker = small_cells.asker_of(text, draft.school.name if draft.school else "")
        contact = small_cells.read_contact(re.sub(r"\([^)\d@]*\)", " ", text))
        other = (
            cells.contact()
            if (cells.frame.has("contact") or cells.frame.has("phone") or cells.frame.has("email"))
            else None
        )
        if small_cells.is_family(contact.name):
            phone = contact.phone or (other.phone if other else "")
            missing = "" if phone or (other and other.email) else "; die Telefonnummer fehlt"
            missing_en = "" if not missing else "; there is no phone number"
            word = contact.name.split()[0]
            cells.notes.read(
                cells.key("who"),
                "Familie",
                f"„{word}“ wird „Familie“{missing}.",
                f"“{word}” becomes “family”{missing_en}.",
            )
            contact = replace(contact, name="")
        elif draft.asker == "hospital" and "klinik" in fold(contact.name):
            contact = replace(contact, name="")
        if other:
            contact = ContactEntry(
                contact.name or other.name,
                contact.phone or other.phone,
                contact.email or other.email,
                contact.best_time or other.best_time,
            )
        draft.contact = contact

    def _asked(self, cells: RowCells, draft: RequestDraft) -> None:
        reading = cells.day(
            "asked", "past", cells.day_frame("asked", draft.school.state if draft.school else "")
        )
        if reading is None:
            return
        draft.asked = reading.day
        cells.note_day("asked", reading)

    def _begins(self, cells: RowCells, draft: RequestDraft, state: str) -> None:
        since = draft.asked or cells.frame.base
        frame = replace(cells.day_frame("from", state), is_request=True, base=cells.frame.base)
        text = cells.text("from")
        if re.search(r"\bnach\b", text):
            frame = replace(frame, first=since)
        reading = cells.day("from", "from", frame)
        if reading is None:
            return
        if reading.is_open:
            draft.notes.append(f"Anfang: {text}")
            cells.notes.read(
                cells.key("from"),
                "",
                f"„{text}“: Der Anfang ist offen, als Notiz behalten.",
                f"“{text}”: the beginning is open, kept as a note.",
            )
            return
        draft.first = reading.day
        cells.note_day("from", reading)
        if reading.last and reading.last.day:
            draft.last = reading.last.day

    def _lasts(self, cells: RowCells, draft: RequestDraft, state: str) -> None:
        role = "weeks" if cells.text("weeks") else "until"
        text = cells.text(role)  # type: ignore[arg-type]
        if not text:
            return
        cell = cells.cell(role)  # type: ignore[arg-type]
        weeks = typed_days.weeks_of(text)
        if cell and cell.kind == "number" and re.fullmatch(r"\d{1,2}", text) and role == "weeks":
            weeks = int(text)
        if weeks:
            draft.weeks = weeks
            if draft.first:
                draft.last = named_days.end_of_weeks(draft.first, weeks, state)
                cells.notes.add(CellFinding("end", "ok", value=draft.last.isoformat()))
            return
        frame = cells.day_frame(role, state, first=draft.first or self.knows.today)  # type: ignore[arg-type]
        reading = cells.day(role, "until", frame)  # type: ignore[arg-type]
        if reading is None:
            return
        if reading.is_open or reading.verdict == "stop":
            draft.notes.append(f"Dauer: {text}")
            cells.notes.read(
                cells.key(role),  # type: ignore[arg-type]
                "",
                f"„{text}“: Zeit und Zahl offen; als eine Anfrage mit Notiz."
                if "mehrere" in fold(text)
                else f"„{text}“: Die Dauer ist offen, als Notiz behalten.",
                f"“{text}”: how long is open, kept as a note.",
            )
            return
        cells.note_day(role, reading)  # type: ignore[arg-type]
        draft.last = reading.day

    def _others(self, cells: RowCells, draft: RequestDraft) -> None:
        urgent = cells.text("urgent")
        draft.urgent = bool(urgent) and fold(urgent) not in (
            "nein",
            "n",
            "no",
            "normal",
            "0",
            "niedrig",
        )
        if not fold(urgent) and not re.search(r"!", urgent):
            draft.urgent = False
        draft.class_name = small_cells.class_name(cells.text("class"))
        if note := cells.text("note"):
            draft.notes.append(note)
        for column in cells.frame.columns:
            if column.role == "extra" and (text := cells.row.text(column.index)):
                draft.notes.append(f"{column.heading}: {text}" if column.heading else text)

    def _entry(self, draft: RequestDraft) -> RequestEntry | None:
        if draft.school is None:
            return None
        if draft.first and draft.last and draft.weeks is None:
            draft.weeks = max(1, round((draft.last - draft.first).days / 7))
        return RequestEntry(
            draft.asker,
            draft.school,
            draft.class_name,
            draft.asked or self.knows.today,
            draft.first,
            draft.last,
            draft.weeks,
            draft.contact,
            draft.urgent,
            "; ".join(draft.notes)[:1000],
            draft.done,
            draft.outcome,
        )

    @staticmethod
    def _result(draft: RequestDraft) -> Words:
        school = draft.school.name if draft.school else "?"
        place = draft.town + (
            f" ({draft.school.state})" if draft.school and draft.school.state else ""
        )
        first = german(draft.first) if draft.first else ""
        last = german(draft.last) if draft.last else ""
        weeks = draft.weeks
        de = [
            *([f"{school}, {place}" if place else school]),
            *([f"Kl. {draft.class_name}"] if draft.class_name else []),
            f"ab {first}" if first else "Anfang offen",
            *([f"{weeks} Wochen"] if weeks else []),
            *([f"bis {last}"] if last else []),
            *(["dringend"] if draft.urgent else []),
            *([_OUTCOME_WORDS[draft.outcome].de] if draft.outcome else []),
        ]
        en = [
            *([f"{school}, {place}" if place else school]),
            *([f"class {draft.class_name}"] if draft.class_name else []),
            f"from {first}" if first else "beginning open",
            *([f"{weeks} weeks"] if weeks else []),
            *([f"until {last}"] if last else []),
            *(["urgent"] if draft.urgent else []),
            *([_OUTCOME_WORDS[draft.outcome].en] if draft.outcome else []),
        ]
        return Words(" · ".join(de), " · ".join(en))


_OUTCOMES: tuple[tuple[Outcome, str], ...] = (
    (
        "cancelled",
        r"(?:abgesagt|storn|zurueckgezogen|hat sich erledigt|nicht mehr noetig|abgelehnt|absage)",
    ),
    ("lent", r"(?:verliehen|ausgeliehen|zugeteilt|hat geraet|hat roboter|versorgt)"),
    ("done", r"(?:ja|j|x|erledigt|ok|done|fertig|abgeschlossen|beantwortet|\d)"),
)
_OUTCOME_WORDS: dict[Outcome, Words] = {
    "": Words("", ""),
    "cancelled": Words("abgesagt", "cancelled"),
    "lent": Words("verliehen", "lent"),
    "done": Words("erledigt", "done"),
}


def _day_part(text: str) -> str:
    """Return the part of a text from its first figure on, in which a day can stand."""
    found = re.search(r"\d.*", text)
    return found[0] if found else ""
