"""PURE. Facts in a paper besides its words: charity, robot, loan, codes. No I/O.

An empty text is a line to write on: the same template is a filled paper and an empty form.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from bridge.days.names import MONTHS, WEEKDAYS
from bridge.paperwork.face import FACE
from bridge.paperwork.kinds import DRAFT, PAPERS, PaperKind
from bridge.paperwork.letters import writable
from bridge.paperwork.states import StateTexts, paper_state, with_texts

ACCESSORIES = ("Ladegerät mit Kabel", "Koffer", "Karte für die Lehrkraft")
"""Items that are lent with a robot unless its row says otherwise."""


@dataclass(frozen=True)
class CharityFacts:
    """Whoever lends the robots, as Settings say.

    Args:
        address: Street, post code and town in one line.
        responsible: Who represents the charity.
        privacy: How to reach whoever answers for data protection.
        host: Where the server stands and who runs it.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""
    responsible: str = ""
    privacy: str = ""
    host: str = ""


@dataclass(frozen=True)
class LoanOnPaper:
    """A loan as its papers name it. No paper for the class names the child.

    Args:
        robot: Name of the robot.
        serial: Its number.
        times: Lesson times in words.
        still: Whether the child may take pictures of the board.
    """

    robot: str = ""
    serial: str = ""
    school: str = ""
    class_name: str = ""
    state: str = ""
    first: date | None = None
    until: date | None = None
    returned: date | None = None
    erased_on: date | None = None
    times: str = ""
    still: bool = True
    accessories: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeFacts:
    """Codes of a welcome sheet, drawn as SVG.

    Args:
        pair: Binds the child's device.
        family: Opens the page for parents.
        word: To be typed where a camera fails; empty for none.
        host: Where the word is typed.
        until: Last moment of validity, as a day in words.
    """

    pair: str
    family: str
    word: str
    host: str
    until: str


@dataclass(frozen=True)
class Terms:
    """Times for which things are kept.

    Args:
        name_days: Days from the return until a child's short name is erased.
        history_months: Months for which the history is kept.
    """

    name_days: int = 30
    history_months: int = 24


@dataclass(frozen=True)
class PaperFacts:
    """Everything that a paper may need.

    Args:
        texts: Sentences about the federal state as the charity has written them.
        texts_version: Counts their changes; 0 for the preset.
    """

    charity: CharityFacts = field(default_factory=CharityFacts)
    loan: LoanOnPaper = field(default_factory=LoanOnPaper)
    codes: CodeFacts | None = None
    terms: Terms = field(default_factory=Terms)
    printed_on: date | None = None
    texts: StateTexts = field(default_factory=StateTexts)
    texts_version: int = 0


def paper_data(kind: PaperKind, facts: PaperFacts, is_alone: bool = True) -> dict[str, Any]:
    """Return the data of a template, as JSON can hold them.

    Args:
        kind: Of the paper.
        facts: What stands in it.
        is_alone: Whether no other paper is in the same file.
    """
    paper, loan = PAPERS[kind], facts.loan
    state = with_texts(paper_state(loan.state), facts.texts)
    return {
        "language": "de",
        "title": paper.title.de,
        "is_alone": is_alone,
        "version": paper.version,
        "foot": _foot(kind, facts),
        "draft": DRAFT.de,
        "face": FACE,
        "charity": {name: writable(text) for name, text in asdict(facts.charity).items()},
        "loan": {
            "robot": writable(loan.robot) or writable(loan.serial),
            "serial": writable(loan.serial),
            "school": writable(loan.school),
            "class": writable(loan.class_name),
            "first": short_day(loan.first),
            "until": short_day(loan.until),
            "returned": short_day(loan.returned),
            "erased_on": short_day(loan.erased_on),
            "times": loan.times,
            "still": loan.still,
        },
        "state": asdict(state) | {"is_consent": state.is_consent},
        "accessories": [writable(one) for one in loan.accessories or ACCESSORIES],
        "codes": asdict(facts.codes) if facts.codes else None,
        "name_days": facts.terms.name_days,
        "history_months": facts.terms.history_months,
        "record_version": PAPERS["record"].version,
        "assessment_version": PAPERS["assessment"].version,
    }


def short_day(day: date | None) -> str:
    """Return a day as 03.12.2026; empty for none."""
    return day.strftime("%d.%m.%Y") if day else ""


def long_day(day: date) -> str:
    """Return a day as Donnerstag, 3. Dezember."""
    return f"{WEEKDAYS[day.weekday()].de}, {day.day}. {MONTHS[day.month - 1].de}"


def _foot(kind: PaperKind, facts: PaperFacts) -> str:
    paper = PAPERS[kind]
    parts = [
        facts.loan.robot if kind == "welcome" else facts.charity.name,
        facts.loan.school if kind == "welcome" else paper.title.de,
        f"Fassung {paper.version}" + (f".{facts.texts_version}" if facts.texts_version else ""),
        f"vom {short_day(facts.printed_on)}" if facts.printed_on else "",
    ]
    return " · ".join(written for written in map(writable, parts) if written)
