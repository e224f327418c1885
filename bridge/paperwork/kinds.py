"""PURE. Papers that the office prints: names, versions, whom each is for. No I/O.

A paper's version counts changes of its words. A loan's row remembers which version was printed.
"""

from dataclasses import dataclass
from typing import Literal, TypeGuard, get_args

from bridge.base.words import Words

PaperKind = Literal[
    "welcome",
    "parents",
    "teachers",
    "consent",
    "pledge",
    "teacher_card",
    "label",
    "return",
    "record",
    "assessment",
]
PAPER_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
"""Keys of the papers, also in addresses and in the database."""


_ONCE = Words("einmal", "one copy")


@dataclass(frozen=True)
class Paper:
    """One paper.

    Args:
        title: As it stands on the paper and in lists.
        note: For whom it is, and what to know before printing.
        has_key: Whether it holds a code that opens something: then it exists for a loan alone, and
            never as an empty form.
        copies: For how many people it is printed.
    """

    kind: PaperKind
    version: int
    title: Words
    note: Words
    size: Literal["A4", "A5"] = "A4"
    has_key: bool = False
    copies: Words = _ONCE


_EACH_FAMILY = Words("für jede Familie der Klasse", "for each family of the class")

PAPERS: dict[PaperKind, Paper] = {
    paper.kind: paper
    for paper in (
        Paper(
            "welcome",
            1,
            Words("Willkommensblatt", "Welcome sheet"),
            Words("Neuer Code bei jedem Druck", "A new code with each print"),
            size="A5",
            has_key=True,
        ),
        Paper(
            "parents",
            1,
            Words("Information für Eltern der Klasse", "Information for the class's parents"),
            Words("Art. 13 DSGVO, ohne Namen des Kindes", "Art. 13 GDPR, without the child's name"),
            copies=_EACH_FAMILY,
        ),
        Paper(
            "teachers",
            1,
            Words("Information für Lehrkräfte", "Information for teachers"),
            Words("Art. 13 DSGVO, auch für Personal", "Art. 13 GDPR, also for other staff"),
            copies=Words("für jede Lehrkraft der Klasse", "for each teacher of the class"),
        ),
        Paper(
            "consent",
            1,
            Words("Zustimmung der Klasse", "Consent of the class"),
            Words("Bleibt unterschrieben in der Schule", "Stays at the school when signed"),
            copies=_EACH_FAMILY,
        ),
        Paper(
            "pledge",
            1,
            Words("Vertraulichkeits-Erklärung der Familie", "The family's confidentiality pledge"),
            Words("Nur das Kind hört zu, keine Aufnahme", "Only the child listens, no recording"),
        ),
        Paper(
            "teacher_card",
            1,
            Words("Karte für die Lehrkraft", "Card for the teacher"),
            Words("Eine Seite für das Pult", "One page for the desk"),
        ),
        Paper(
            "label",
            1,
            Words("Aufkleber für den Roboter", "Label for the robot"),
            Words("Koffer und Rücken, zum Ausschneiden", "Case and back, to cut out"),
        ),
        Paper(
            "return",
            1,
            Words("Rückgabe-Protokoll", "Return protocol"),
            Words("Zubehör, Zustand, was gelöscht wird", "Accessories, condition, what is erased"),
        ),
        Paper(
            "record",
            1,
            Words("Verzeichnis der Verarbeitungstätigkeiten", "Record of processing activities"),
            Words("Art. 30 DSGVO, für die Akte", "Art. 30 GDPR, for the file"),
        ),
        Paper(
            "assessment",
            1,
            Words("Datenschutz-Folgenabschätzung", "Data protection impact assessment"),
            Words("Gliederung nach Art. 35 DSGVO", "Outline after Art. 35 GDPR"),
        ),
    )
}
"""Every paper, in the order in which a loan needs them."""

DRAFT = Words("Entwurf, von keinem Juristen geprüft", "Draft that no lawyer has seen")
"""Notice on every paper and on every page about papers."""


def is_paper(text: str) -> TypeGuard[PaperKind]:
    """Return whether a text names a paper."""
    return text in PAPER_KINDS
