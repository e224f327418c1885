"""PURE. Facts that must not be kept: diagnoses, birthdays, addresses, families, beliefs. No I/O.

It runs in the process that reads the file. What it finds never leaves that process.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from bridge.lists.folding import fold, is_near

Why = Literal["health", "birth", "address", "family", "belief", "money"]

_STEMS: dict[Why, tuple[str, ...]] = {
    "health": (
        *("diagnos", "krankheit", "erkrank", "medikament", "medikat", "medizin", "behinder"),
        *("therap", "befund", "attest", "gesundheit", "krankenkass", "pflegegrad", "symptom"),
        *("allergi", "handicap", "illness", "disease", "disab", "krankenvers"),
        *("behandl", "klinikaufenthalt", "fehlzeit", "abwesenheit", "arztbericht", "hausarzt"),
    ),
    "birth": ("geburt", "birth", "gebdat", "gebjahr", "lebensalter"),
    "address": (
        *("adress", "anschrift", "strass", "hausnummer", "hausnr", "wohnort", "wohnhaft"),
        *("privatadr", "heimatadr", "wohnsitz"),
    ),
    "family": (
        *("erziehungsber", "sorgeber", "geschwister", "elternname", "elterntel", "elternhand"),
        *("elternmail", "elternkontakt"),
    ),
    "belief": ("religi", "konfession", "nationalit", "staatsang", "herkunft", "ethni"),
    "money": ("iban", "bankverb", "kontonummer", "kontonr", "einkommen"),
}
_WORDS: dict[Why, tuple[str, ...]] = {
    "health": ("icd", "icd10", "krank", "grund", "ursache", "arzt", "aerzte", "reha", "gdb"),
    "birth": ("geb", "gebdat", "gebdatum", "alter", "dob", "age", "bday"),
    "address": ("str", "street", "address", "adr", "wohnung"),
    "family": (
        *("eltern", "mutter", "vater", "mama", "papa", "familie", "parents", "mother", "father"),
        "oma",
    ),
    "belief": ("glaube", "sprache", "muttersprache"),
    "money": ("konto", "bank", "bic"),
}
_CONSENT = ("einverst", "zustimm", "einwill", "consent", "erlaubnis", "unterschrift", "informiert")
"""Headings about consent name parents, and hold a cross."""

_ASKERS = {"wem", "wer", "schule", "klinik", "art", "anfragende", "anfragender"}
"""Beside these words, a family is one of those who ask."""

_FAR_ENOUGH = 6
"""From so many letters on a heading may have one wrong."""


@lru_cache(maxsize=4096)
def why_forbidden(heading: str) -> Why | None:
    """Return why a column with this heading is never read; None if it may be."""
    folded = fold(heading)
    words = [*folded.split(), folded.replace(" ", "")]
    if any(stem in folded for stem in _CONSENT) and not _health(words):
        return None
    for why, stems in _STEMS.items():
        if any(_begins(word, stem) for word in words for stem in stems):
            return why
    for why, whole in _WORDS.items():
        if any(word in whole for word in words) and not (why == "family" and _ASKERS & set(words)):
            return why
    return None


def _health(words: Sequence[str]) -> bool:
    return any(_begins(word, stem) for word in words for stem in _STEMS["health"])


def _begins(word: str, stem: str) -> bool:
    """Tell whether a word begins with a stem, or holds a long one, with one letter off."""
    if word.startswith(stem) or (len(stem) >= _FAR_ENOUGH and stem in word):
        return True
    if len(stem) < _FAR_ENOUGH:
        return False
    return any(
        is_near(word[:length], stem, 1) for length in (len(stem) - 1, len(stem), len(stem) + 1)
    )


_ILLNESS = re.compile(
    r"""(?ix)
    \b(?:\w{3,}(?:itis|ämie|aemie|pathie|sklerose|fibrose|karzinom|lymphom|blastom|krebs|syndrom)
    |diagnos|leuk(?:ä|ae)mi|krebs|\w*tumor|chemo|onkolog|metasta|lymphom|sarkom|transplant
    |epilep|asthma|diabet|mukovisz|cystisch|rheuma|depress|angstst|psych(?:isch|iatr|osom|ose)
    |autis|adhs|\bads\b|magersucht|anorex|bulimi|essst(?:ö|oe)r|schulangst|trauma|borderline
    |fatigue|me/cfs|cfs\b|long[ -]?covid|post[ -]?covid|covid|corona|infekt|borreli|hepatit|hiv
    |krankheit|erkrank|krank(?:\b|geschrieben|enhaus|melde)|herzfehler|herz-?op|niere|dialyse
    |operation|operiert|\bOP\b|reha\b|therapie|medikament|bestrahl|immun|allergi|migr(?:ä|ae)ne
    |l(?:ä|ae)hm|rollstuhl|behinder|unfall|(?:bein|arm|knochen|sch(?:ä|ae)del|wirbel)\w*bruch|verletz|schmerz|palliativ|hospiz|verstorben
    |gestorben|suizid|entz(?:ü|ue)nd|syndrom|crohn|colitis|z(?:ö|oe)liak|sklerose|muskel)
    """
)
_ICD = re.compile(r"\b[A-TV-Z]\d{2}(?:\.\d{1,2}|\.-)(?![\d.])")
_BORN = re.compile(
    r"(?i)(?:\bgeb(?:oren|\.|\b)|\*)\s*(?:am\s*)?\d{1,2}\.\s*\d{1,2}\.|\b\d{1,2}\s*(?:jahre\s*alt|j\.\s*alt)"
    r"|\b(?:jahrgang|geburt)"
)
_STREET = re.compile(
    r"(?i)[a-zäöüß.-]{3,}(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|chaussee|damm|stieg|ufer"
    r"|twiete|redder|kamp|koppel)\s+\d{1,4}\s*[a-z]?\b(?!\s*(?:wochen|w\.|km|kinder))"
)
_ABOUT_CHILD = re.compile(
    r"(?i)\b(?:kind|sch(?:ü|ue)ler(?:in)?|patient(?:in)?|m(?:ä|ae)dchen|junge)\b[^,;/()]*"
    r"\b(?:wieder|gesund|genesen|zuhause|zu hause|besser|schlechter|entlassen|auf station"
    r"|in der klinik|im krankenhaus)\b"
)
_PARTS = re.compile(r"(\s*[,;/()\n]+\s*|\s+[–-]\s+)")


def is_private(text: str) -> bool:
    """Return whether a text speaks of health, birth or a private address."""
    return any(one.search(text) for one in (_ILLNESS, _ICD, _BORN, _STREET, _ABOUT_CHILD))


def without_private(text: str) -> tuple[str, bool]:
    """Return a text without the parts that must not be kept, and whether there were any.

    A part ends at a comma, a semicolon, a slash, a bracket or a dash.
    """
    if not is_private(text):
        return text, False
    pieces = _PARTS.split(text)
    kept = [piece for piece in pieces[::2] if piece and not is_private(piece)]
    joined = ", ".join(kept)
    # What only the whole text tells, such as an address with a comma in it.
    return ("" if is_private(joined) else joined), True


def birthdays(days: Iterable[date | None], today: date, is_date_column: bool) -> bool:
    """Return whether a column holds birthdays by its content.

    Args:
        days: Days of its cells, the first of January for a year alone; None for other texts.
        today: The youngest child is born four years before.
        is_date_column: Whether its heading names days of loans: these are never older than 2015.
    """
    shown = list(days)
    latest = 2014 if is_date_column else today.year - 4
    born = sum(day is not None and 1990 <= day.year <= latest for day in shown)
    return bool(shown) and born / len(shown) >= 0.6


def diagnoses(texts: Sequence[str]) -> bool:
    """Return whether a column holds diagnoses by its content."""
    hits = sum(bool(_ILLNESS.search(text) or _ICD.search(text)) for text in texts)
    return bool(texts) and hits / len(texts) >= 0.5


def addresses(texts: Sequence[str]) -> bool:
    """Return whether a column holds streets with numbers by its content."""
    hits = sum(bool(_STREET.search(text)) for text in texts)
    return bool(texts) and hits / len(texts) >= 0.5
