"""PURE. Reasons why a file cannot be read as a list, in words with a remedy. No I/O."""

from typing import Literal, get_args

from bridge.base.words import Declined, Words

Refusal = Literal[
    "not_a_table",
    "other_table",
    "old_excel",
    "password",
    "too_big",
    "broken",
    "empty",
    "nothing_found",
    "busy",
]
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)

REFUSAL_WORDS: dict[Refusal, Words] = {
    "not_a_table": Words(
        "„{name}“ ist keine Tabelle. Wir lesen .xlsx, .ods und .csv.",
        "“{name}” is no table. We read .xlsx, .ods and .csv.",
    ),
    "other_table": Words(
        "Das Format von „{name}“ lesen wir nicht. Bitte öffnen Sie die Tabelle in Excel oder"
        " LibreOffice und wählen Sie „Speichern unter“ .xlsx oder .ods.",
        "We do not read the format of “{name}”. Please open the table in Excel or LibreOffice and"
        " choose “Save as” .xlsx or .ods.",
    ),
    "old_excel": Words(
        "Das ist das alte Excel-Format. Bitte in Excel oder LibreOffice „Speichern unter“ .xlsx"
        " wählen.",
        "This is the old format of Excel. Please choose “Save as” .xlsx in Excel or LibreOffice.",
    ),
    "password": Words(
        "Diese Datei hat ein Passwort. Bitte ohne Passwort speichern.",
        "This file has a password. Please save it without one.",
    ),
    "too_big": Words(
        "Diese Datei ist größer, als wir prüfen (20 MB oder 20.000 Zeilen). Bitte teilen.",
        "This file is larger than what we check (20 MB or 20,000 rows). Please split it.",
    ),
    "broken": Words(
        "Diese Datei lässt sich nicht öffnen. Öffnen Sie sie in Excel oder LibreOffice und"
        " speichern Sie sie neu.",
        "This file cannot be opened. Open it in Excel or LibreOffice and save it again.",
    ),
    "empty": Words(
        "Diese Datei ist leer. Bitte speichern Sie die Liste noch einmal.",
        "This file is empty. Please save the list again.",
    ),
    "nothing_found": Words(
        "In dieser Datei steht nichts, das wie eine Liste aussieht.",
        "Nothing in this file looks like a list.",
    ),
    "busy": Words(
        "Gerade werden andere Listen geprüft. Bitte versuchen Sie es gleich noch einmal.",
        "Other lists are being checked right now. Please try again in a moment.",
    ),
}

SHOWN = 60
"""Longest name of a file that is shown."""


class UnreadableList(Declined):
    """A file that cannot be read as a list.

    Args:
        why: Kind of what is wrong.
        name: Of the file.
    """

    def __init__(self, why: Refusal, name: str = "") -> None:
        shown = "".join(letter for letter in name if letter.isprintable())[:SHOWN] or "?"
        super().__init__(Words(*(text.format(name=shown) for text in REFUSAL_WORDS[why])), "file")
        self.why: Refusal = why
