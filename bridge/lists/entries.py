"""PURE. Cells of one row that lists of loans and of requests have in common. No I/O."""

from dataclasses import dataclass, field

from bridge.base.words import Words
from bridge.lists import places, small_cells
from bridge.lists.day_cells import read_day
from bridge.lists.day_readings import DayFrame, DayReading, DayRole
from bridge.lists.grid import ListCell, ListRow, place
from bridge.lists.headings import Role
from bridge.lists.known import OfficeKnows
from bridge.lists.rows import DITTO, SheetFrame
from bridge.lists.schools import SchoolBook
from bridge.lists.verdicts import AnswerChoice, CellFinding, ContactEntry, RowNotes, SchoolEntry

MARKS = {"swap", "skip", "keep"}
"""Answers that are no text of a cell."""

SAME_AS = "="
"""Begin of the reading of a school that is probably another one."""

ANOTHER = "+"
"""Begin of the answer that it is a school of its own."""

STATE_CHOICES = tuple(
    AnswerChoice(state, Words(de, de))
    for state, de in (
        *(("HH", "Hamburg"), ("SH", "Schleswig-Holstein")),
        *(("NI", "Niedersachsen"), ("MV", "Mecklenburg-Vorpommern")),
    )
)


@dataclass
class Above:
    """Values from the rows above: texts by column, and the state of the section."""

    texts: dict[int, str] = field(default_factory=dict)
    state: str = ""
    is_mixed: bool = False


class RowCells:
    """Cells of one row, read one role after the other.

    Args:
        above: Rows above, for what is repeated.
    """

    def __init__(
        self, row: ListRow, frame: SheetFrame, notes: RowNotes, above: Above, knows: OfficeKnows
    ) -> None:
        self.row = row
        self.frame = frame
        self.notes = notes
        self.above = above
        self.knows = knows

    def key(self, role: Role) -> str:
        """Return the name of the cell of a role; `end` for an end without a column."""
        column = self.frame.column(role)
        if column < 0 and role == "until":
            return "end"
        return place(self.row.number, max(column, 0))

    def cell(self, role: Role) -> ListCell | None:
        """Return the cell of a role as it was answered, repeated from above, or as it stands."""
        column = self.frame.column(role)
        if column < 0:
            answer = self.notes.answer(f"end{self.row.number}") if role == "until" else ""
            return ListCell(answer) if answer else None
        key = place(self.row.number, column)
        answer = self.notes.answer(key)
        if answer and answer not in MARKS:
            return ListCell(answer)
        cell = self.row.cell(column)
        if cell and cell.is_cut:
            self.notes.read(
                key,
                "",
                "Ein Teil wird nicht übernommen: Er handelt vom Kind oder seiner Gesundheit.",
                "A part is not taken over: it is about the child or its health.",
            )
        if cell and DITTO.match(cell.text):
            text = self.above.texts.get(column, "")
            if not text:
                return None
            self.notes.read(
                key, text, f"„{cell.text}“ gelesen als {text}.", f"“{cell.text}” taken as {text}."
            )
            cell = ListCell(text)
        if cell and cell.text:
            self.above.texts[column] = cell.text
            return cell
        return None

    def text(self, role: Role) -> str:
        """Return the text of a role; empty for nothing."""
        cell = self.cell(role)
        return cell.text if cell else ""

    def is_answered(self, role: Role) -> bool:
        """Return whether somebody has answered about the cell of a role."""
        key = self.key(role)
        return bool(self.notes.answer(f"end{self.row.number}" if key == "end" else key))

    def day_frame(self, role: Role, state: str, **more: object) -> DayFrame:
        """Return what days of a column stand in."""
        values: dict[str, object] = {
            "today": self.knows.today,
            "base": self.frame.base,
            "why": self.frame.why,
            "is_typed": self.frame.is_typed and not self.is_answered(role),
            "month_first": self.frame.column(role) in self.frame.month_first,
            "state": state,
        }
        return DayFrame(**(values | more))  # type: ignore[arg-type]

    def day(self, role: Role, as_role: DayRole, frame: DayFrame) -> DayReading | None:
        """Return the reading of a day; None for an empty cell."""
        cell = self.cell(role)
        return read_day(cell, as_role, frame) if cell else None

    def note_day(self, role: Role, reading: DayReading) -> None:
        """Say what was read in a day's cell."""
        value = reading.day.isoformat() if reading.day else ""
        if reading.verdict == "ok" and not self.is_answered(role):
            return
        verdict = "read" if reading.verdict == "ok" else reading.verdict
        self.notes.add(CellFinding(self.key(role), verdict, reading.words, value, reading.choices))

    def state(self, school: SchoolEntry | None, town: str, postcode: str) -> str:
        """Return the federal state of a row, by its cell, section, sheet, post code or town."""
        text = self.text("state")
        told = places.state_of(text) if text else None
        nearby = places.state_near(town, postcode)
        if text and told is None:
            self._outside(text)
            return nearby
        if told:
            self._plain_state(text, told, nearby, town)
            return told
        named = places.town_in(school.name)[1] if school else ""
        known = school.state if school else ""
        found = nearby or named or known or self.above.state or self.frame.state
        if found and self.frame.has("state"):
            self.notes.read(self.key("state"), found)
        return found

    def _outside(self, text: str) -> None:
        self.notes.add(
            CellFinding(
                self.key("state"),
                "ask",
                Words(
                    f"„{text}“ ist keines der vier Länder. Welches gilt?",
                    f"“{text}” is none of the four federal states. Which one holds?",
                ),
                "",
                STATE_CHOICES,
            )
        )

    def _plain_state(self, text: str, told: str, nearby: str, town: str) -> None:
        cell = self.row.cell(self.frame.column("state"))
        if nearby and nearby != told and not self.is_answered("state"):
            self.notes.add(
                CellFinding(
                    self.key("state"),
                    "ask",
                    Words(
                        f"Hier steht {told}, aber {town} liegt in {nearby}.",
                        f"It says {told}, but {town} lies in {nearby}.",
                    ),
                    nearby,
                    tuple(one for one in STATE_CHOICES if one.value in (told, nearby)),
                )
            )
        elif cell and (cell.is_merged or DITTO.match(cell.text)):
            self.notes.read(self.key("state"), told)

    def school(self, text: str, book: SchoolBook, role: Role = "school") -> SchoolEntry | None:
        """Return the school of a text, as the list or the office has it."""
        if not text:
            return None
        key = self.key(role)
        if text.startswith(ANOTHER):
            return book.add(text.removeprefix(ANOTHER).strip(), key)
        column = self.frame.column(role)
        original = self.row.text(column)
        exact = book.exact(text)
        if exact:
            if self.is_answered(role) and original and not DITTO.match(original):
                return book.also(exact, original)
            return exact
        same = None if self.is_answered(role) else book.similar(text)
        if same is None:
            return book.add(text, key)
        at = book.first_place(same)
        self.notes.add(
            CellFinding(
                key,
                "ask",
                Words(
                    f"„{text}“ und „{same.name}“ sind wohl dieselbe Schule.",
                    f"“{text}” and “{same.name}” are probably the same school.",
                ),
                f"{SAME_AS}{at or same.name}",
                (
                    AnswerChoice(same.name, Words("Ja, dieselbe", "Yes, the same")),
                    AnswerChoice(f"{ANOTHER}{text}", Words("Nein, zwei", "No, two")),
                ),
            )
        )
        return same

    def contact(self) -> ContactEntry | None:
        """Return the adult at the school whom a row names."""
        found = small_cells.read_contact(self.text("contact"))
        cell = self.cell("phone")
        phone, email = found.phone, found.email
        if cell:
            read = small_cells.read_phone(cell.text, cell.kind == "number")
            phone = read.text
            if read.is_mended:
                self.notes.read(
                    self.key("phone"),
                    phone,
                    f"Führende 0 ergänzt: {phone}.",
                    f"Leading 0 added: {phone}.",
                )
        email = self.text("email") or email
        if small_cells.is_family(found.name):
            found = ContactEntry()
            phone, email = "", ""
        contact = ContactEntry(found.name, phone[:40], email[:254], found.best_time)
        return None if contact.is_empty else contact
