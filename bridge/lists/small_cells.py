"""PURE. Children, contacts, phones, consents and classes as they stand in cells. No I/O."""

import re
from dataclasses import dataclass
from typing import Literal

from bridge.lists.folding import fold
from bridge.lists.verdicts import Asker, ContactEntry

_CHILD_AT_END = re.compile(
    r"""(?x)
    (?P<school>.*?)
    (?:\s*[,;:/|–-]\s+|\s+|\s*\()
    (?P<child>(?:[Kk]ind\s?\d{1,3}|(?:[A-ZÄÖÜ]\.\s?){1,3}|[A-ZÄÖÜ]{2}(?=$|\))|\?{2,}))
    \)?
    \s*(?P<rest>\(.*\))?$
    """
)
_SEPARATED = re.compile(r"^(?P<school>.+?)\s*[,;:|/–]\s*(?P<child>[A-ZÄÖÜ][\w .-]{0,20})$")
_SEVERAL = re.compile(
    r"(?i)\b(?:[2-9]|zwei|drei|mehrere|beide)\s*(?:kinder|sch(?:ü|ue)ler)|kind\s?\d+.*?(?:/|,|\bund\b|\+|\bab\b).*?kind\s?\d+"
    r"|^(?:[A-ZÄÖÜ]\.\s?){1,3}(?:/|,|\bund\b|\+|&)\s*(?:[A-ZÄÖÜ]\.\s?){1,3}$"
)


def split_bar(text: str) -> tuple[str, str]:
    """Return school and child of a text that holds both; an empty child for none."""
    for pattern in (_CHILD_AT_END, _SEPARATED):
        found = pattern.fullmatch(text.strip())
        if found and found["school"].strip():
            return found["school"].strip(" ,;:/–-("), found["child"].strip()
    return text.strip(), ""


def several_children(text: str) -> bool:
    """Return whether a text names more than one child."""
    return _SEVERAL.search(text) is not None


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+\s?\d{2}|0)\s?[\d][\d /().-]{4,20}\d")
_TIME = re.compile(
    r"(?i)\b(?:vormittags?|nachmittags?|mittags|abends|morgens|ab \d{1,2}(?::\d\d)? uhr|bis"
    r" \d{1,2} uhr"
    r"|(?:mo|di|mi|do|fr)(?:\s*[-–,/+]\s*(?:mo|di|mi|do|fr))+)\b"
)


def read_contact(text: str) -> ContactEntry:
    """Return name, phone, e-mail and best time of a contact that stands in one cell."""
    email = _EMAIL.search(text)
    rest = text.replace(email[0], " ") if email else text
    phone = _PHONE.search(rest)
    rest = rest.replace(phone[0], " ") if phone else rest
    time = _TIME.search(rest)
    rest = rest.replace(time[0], " ") if time else rest
    name = re.sub(r"(?i)\b(?:tel|telefon|mobil|handy|mail|e-mail)\b\.?:?", " ", rest)
    name = " ".join(name.split()).strip(" ,;:()/–-")
    return ContactEntry(
        name[:80],
        " ".join(phone[0].split()) if phone else "",
        email[0] if email else "",
        time[0] if time else "",
    )


@dataclass(frozen=True)
class PhoneRead:
    """A phone number; `is_mended` if it got back the 0 that a spreadsheet takes away."""

    text: str
    is_mended: bool = False


def read_phone(text: str, is_number: bool) -> PhoneRead:
    """Return a phone number as it is dialled."""
    digits = re.sub(r"\D", "", text)
    if is_number and digits.startswith("49") and len(digits) >= 11:
        return PhoneRead(f"+{digits}", is_mended=True)
    if is_number and 6 <= len(digits) <= 12 and not digits.startswith("0"):
        return PhoneRead(f"0{digits}", is_mended=True)
    if not is_number and re.fullmatch(r"[1-9]\d{8,11}", text):
        return PhoneRead(f"0{digits}", is_mended=True)
    return PhoneRead(" ".join(text.split()))


_YES = {
    "x",
    "ja",
    "j",
    "yes",
    "ok",
    "1",
    "wahr",
    "true",
    "liegt vor",
    "vorhanden",
    "erledigt",
    "alle",
}


def consents(text: str) -> bool | None:
    """Return whether a cell says that everybody has agreed; None for anything that says more."""
    folded = fold(text)
    if folded in _YES or text.strip() in ("✓", "✔", "☑", "√", "X"):
        return True
    numbers = re.fullmatch(r"(\d{1,3})\s*(?:von|/|of)\s*(\d{1,3})", text.strip())
    if numbers:
        return numbers[1] == numbers[2] and int(numbers[1]) > 0
    if folded in ("nein", "n", "no", "fehlt", "offen", "0", "", "falsch", "false"):
        return False
    return None


_FAMILY = re.compile(
    r"(?i)\b(?:mutter|vater|mama|papa|eltern\w*|familie|fam\.|oma|opa|tante|pflege\w+)"
)
_HOSPITAL = re.compile(r"(?i)klinik|krankenhaus|hospital|\bUKE\b|\bUKSH\b|\bMHH\b|station")


def asker_of(text: str, school: str) -> Asker:
    """Return who asks."""
    if _FAMILY.search(text):
        return "family"
    if _HOSPITAL.search(text) or _HOSPITAL.search(school):
        return "hospital"
    return "school"


def is_family(text: str) -> bool:
    """Return whether a text names somebody of a family."""
    return _FAMILY.search(text) is not None


PlaceProblem = Literal["", "four", "other"]


@dataclass(frozen=True)
class PlaceRead:
    """Post code and town; `problem` if the code has not five figures."""

    postcode: str
    town: str
    problem: PlaceProblem = ""


def read_place(text: str) -> PlaceRead:
    """Return post code and town of a cell."""
    found = re.fullmatch(r"(?:D[- ])?(\d{3,6})?\s*,?\s*(.*?)", text.strip())
    if not found or not found[1]:
        return PlaceRead("", text.strip())
    code, town = found[1], found[2].strip(" ,()")
    if len(code) == 5:
        return PlaceRead(code, town)
    return PlaceRead(code, town, "four" if len(code) == 4 else "other")


def class_name(text: str) -> str:
    """Return a class without the word for it."""
    return re.sub(r"(?i)^(?:klasse|kl\.?|class)\s*", "", text).strip()[:40]
