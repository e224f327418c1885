"""PURE. Meaning of a status cell: its first word decides, the rest is a note. No I/O."""

import re
from dataclasses import dataclass
from typing import Literal

from bridge.lists.folding import fold

StatusWord = Literal["lent", "free", "reserved", "noted", "returned", "workshop", "cancelled", ""]

_WORDS: tuple[tuple[StatusWord, tuple[str, ...]], ...] = (
    ("cancelled", ("abgesagt", "storniert", "storno", "entfaellt", "abgelehnt", "zurueckgezogen")),
    ("noted", ("vorgemerkt", "vormerk", "angefragt", "option", "geplant", "in planung")),
    ("reserved", ("reserv", "res", "gebucht", "zugesagt")),
    (
        "returned",
        (
            "zurueck",
            "zurueckgegeben",
            "rueckgabe",
            "beendet",
            "abgeschlossen",
            "returned",
            "retour",
        ),
    ),
    (
        "workshop",
        (
            *(
                "defekt",
                "kaputt",
                "in rep",
                "rep",
                "reparatur",
                "werkstatt",
                "wartung",
                "in wartung",
            ),
            *("in der werkstatt", "eingeschickt", "beim hersteller", "in reparatur", "in der rep"),
            "zur rep",
        ),
    ),
    ("free", ("frei", "verfuegbar", "im lager", "lager", "buero", "im buero", "free", "available")),
    (
        "lent",
        (
            *("verliehen", "verl", "ausgeliehen", "ausgel", "laeuft", "laufend", "lent", "aktiv"),
            *("im einsatz", "unterwegs", "ausleihe", "ausgegeben", "verlaengert", "in nutzung"),
            *("belegt", "vergeben", "uebergeben", "raus", "ja", "x", "weg", "on loan"),
        ),
    ),
)

OF_A_LOAN = ("gesperrt", "locked")
"""Words of the office for a loan that runs; without days they are a remark about the robot."""

PLAIN: dict[StatusWord, tuple[str, ...]] = {
    "lent": (
        *("verliehen", "ausgeliehen", "läuft", "lent", "running", "übergeben", "handed over"),
        *("überfällig", "overdue", *OF_A_LOAN),
    ),
    "free": ("frei", "free"),
    "reserved": ("reserviert", "reserved"),
    "noted": ("vorgemerkt", "pencilled in"),
    "returned": ("zurück", "zurückgegeben", "returned"),
    "workshop": ("werkstatt", "defekt", "workshop"),
    "cancelled": ("abgesagt", "cancelled", "gelöscht", "erased"),
}
"""Words that need no reading: they are the office's own, or mean nothing else.

What was erased is told as cancelled: it is not written again.
"""


NEUTRAL = {"ok", "okay", "gut", "i o", "in ordnung", "einsatzbereit", "neu", "funktioniert"}
"""Words that say that nothing is to be said."""


@dataclass(frozen=True)
class StatusRead:
    """Reading of a status cell.

    Args:
        word: Status; empty for a word that is not known.
        rest: Text behind the first word.
        is_plain: True if nothing else stands there, and nothing had to be read into it.
    """

    word: StatusWord
    rest: str = ""
    is_plain: bool = True


def read_status(text: str) -> StatusRead:
    """Return what a status cell says."""
    for word, plain in PLAIN.items():
        if text.casefold() in plain:
            return StatusRead(word)
    folded = fold(text)
    if folded in NEUTRAL:
        return StatusRead("")
    for word, starts in _WORDS:
        for start in sorted(starts, key=len, reverse=True):
            if re.match(rf"{start}\w*\b" if len(start) >= 5 else rf"{start}\b", folded):
                return StatusRead(word, _behind(text, start), is_plain=False)
    return StatusRead("", text, is_plain=False)


def _behind(text: str, start: str) -> str:
    """Return what stands behind the first words, without signs around it."""
    words = len(start.split())
    found = re.match(rf"(?:[^\w(]*[\w]+){{{words}}}\.?", text)
    rest = text[found.end() :] if found else ""
    return rest.strip().strip("/,;:–- ").strip()


def note_of(rest: str) -> str:
    """Return the note in what stands behind a status, without brackets around all of it."""
    text = rest.strip(" ,;/–-")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return re.sub(r"^(?:am|seit|ab|vom|bis)\b\s*$", "", text).strip(" ,;/–-.")
