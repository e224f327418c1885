"""PURE. Request from the form, read and checked. No I/O.

The form asks seven things, and none of them is the child's name. Beginning and length are rough:
what cannot be read as a day is kept in the words of whoever asks. A hint never stops a request; a
sentence that tells of an illness is left out instead.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from bridge.base.words import Declined, Words
from bridge.days.typed import read_day, read_span
from bridge.lending.private_words import look_through
from bridge.lending.towns import find_place, is_postcode, state_of

Asker = Literal["school", "family", "clinic"]
ASKERS: tuple[Asker, ...] = get_args(Asker)
ASKER_WORDS: dict[Asker, Words] = {
    "school": Words("Schule", "School"),
    "family": Words("Familie", "Family"),
    "clinic": Words("Klinik", "Hospital"),
}

HowLong = Literal["weeks", "half_year", "unknown"]
HOW_LONG: tuple[HowLong, ...] = get_args(HowLong)
LONG_WORDS: dict[HowLong, Words] = {
    "weeks": Words("einige Wochen", "a few weeks"),
    "half_year": Words("ein halbes Jahr", "half a year"),
    "unknown": Words("weiß ich noch nicht", "I do not know yet"),
}
WEEKS: dict[HowLong, int | None] = {"weeks": 8, "half_year": 26, "unknown": None}
"""Length that is written down, and that staff can change."""

SchoolKnows = Literal["yes", "no", "unknown"]
KNOWS: tuple[SchoolKnows, ...] = get_args(SchoolKnows)
KNOWS_WORDS: dict[SchoolKnows, Words] = {
    "yes": Words("ja", "yes"),
    "no": Words("noch nicht", "not yet"),
    "unknown": Words("weiß ich nicht", "I do not know"),
}

MOST_AHEAD = timedelta(days=2 * 366)
MOST_SCHOOL, MOST_CLASS, MOST_WHEN, MOST_CONTACT, MOST_NOTE = 120, 40, 60, 120, 600

MISSING = Words("Bitte wählen Sie etwas aus.", "Please choose one.")
NO_SCHOOL = Words(
    "Welche Schule ist es? Name und Ort genügen.", "Which school is it? Name and town are enough."
)
NO_CONTACT = Words(
    "Wie erreichen wir Sie? Eine Telefonnummer oder eine E-Mail-Adresse genügt.",
    "How do we reach you? A phone number or an e-mail address is enough.",
)
BAD_MAIL = Words(
    "Hier fehlt noch etwas, zum Beispiel „.de“ am Ende. Eine Telefonnummer geht auch.",
    "Something is missing, for example “.de” at the end. A phone number will do as well.",
)
TOO_LONG = Words("Das ist zu lang. Bitte kürzer.", "This is too long. Please shorten it.")
TOO_FAR = Words(
    "Das ist mehr als 2 Jahre hin. Stimmt das Jahr?",
    "This is more than 2 years from now. Is the year right?",
)

_MAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_PHONE = re.compile(r"(?<![\w@.])\+?\(?\d[\d\s()/.-]{4,24}\d(?![\w@])")
_POSTCODE = re.compile(r"\b(\d{5})\b")


@dataclass(frozen=True)
class FormAnswers:
    """Raw answers of the form, as they were typed and chosen."""

    asker: str = ""
    school: str = ""
    class_name: str = ""
    when: str = ""
    how_long: str = ""
    school_knows: str = ""
    contact: str = ""
    note: str = ""


@dataclass(frozen=True)
class AskedFor:
    """A request as it is stored.

    Args:
        weeks: Length as far as it is known.
        school_knows: None if whoever asks does not know.
    """

    asker: Asker
    school_name: str
    class_name: str = ""
    town: str = ""
    postcode: str = ""
    state: str = ""
    from_date: date | None = None
    until_date: date | None = None
    weeks: int | None = None
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    school_knows: bool | None = None
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class FormRead:
    """Result of reading the answers.

    Args:
        asked: The request; None if something is missing.
        errors: Missing or wrong answers, by field, in words.
        hints: Details that should not be typed; the sentences that tell them are left out.
    """

    asked: AskedFor | None
    errors: dict[str, Words] = field(default_factory=dict)
    hints: tuple[Words, ...] = ()


def read_answers(
    answers: FormAnswers, today: date, *, needs_contact: bool = True, urgent: bool = False
) -> FormRead:
    """Read a filled form.

    Args:
        needs_contact: Whether a way to reach somebody has to be given.
        urgent: As staff note it.
    """
    errors: dict[str, Words] = {}
    for name, allowed in (("asker", ASKERS), ("how_long", HOW_LONG), ("school_knows", KNOWS)):
        if getattr(answers, name) not in allowed:
            errors[name] = MISSING
    for name, most in _MOST.items():
        if len(getattr(answers, name)) > most:
            errors[name] = TOO_LONG
    school = one_line(answers.school)
    if len(school) < 2:
        errors.setdefault("school", NO_SCHOOL)
    contact = read_contact(answers.contact)
    if not needs_contact and not answers.contact.strip():
        contact = ContactRead("", "", "")
    if isinstance(contact, Words):
        errors.setdefault("contact", contact)
    state = state_of(school, _postcode(school))
    when = _read_when(answers.when, today, state)
    if isinstance(when, Words):
        errors.setdefault("when", when)
    if errors or isinstance(contact, Words) or isinstance(when, Words):
        return FormRead(None, errors)
    words_of_when = f"Ab wann: {when.words}." if when.words else ""
    note = look_through("\n".join(filter(None, (words_of_when, answers.note.strip()))))
    place = find_place(school, _postcode(school))
    weeks = WEEKS[answers.how_long]  # type: ignore[index]
    asked = AskedFor(
        answers.asker,  # type: ignore[arg-type]
        school,
        one_line(answers.class_name),
        place.name if place is not None else "",
        _postcode(school),
        state,
        when.first,
        when.last,
        weeks if when.last is None else None,
        contact.name,
        contact.phone,
        contact.email,
        {"yes": True, "no": False, "unknown": None}[answers.school_knows],
        note.kept,
        urgent,
    )
    return FormRead(asked, {}, note.hints)


def answers_of(asked: AskedFor) -> FormAnswers:
    """Return a request as it would be typed, so that staff can change it."""
    until = asked.until_date
    if until is None and asked.from_date is not None and asked.weeks not in WEEKS.values():
        until = asked.from_date + timedelta(weeks=asked.weeks or 0, days=-1)
    when = " bis ".join(f"{day:%d.%m.%Y}" for day in (asked.from_date, until) if day)
    how_long = next((key for key, weeks in WEEKS.items() if weeks == asked.weeks), "weeks")
    knows = {True: "yes", False: "no", None: "unknown"}[asked.school_knows]
    contact = ", ".join(filter(None, (asked.contact_name, asked.phone, asked.email)))
    return FormAnswers(
        asked.asker,
        asked.school_name,
        asked.class_name,
        when,
        "unknown" if until else how_long,
        knows,
        contact,
        asked.note,
    )


@dataclass(frozen=True)
class ContactRead:
    """Ways to reach somebody, as they were typed."""

    name: str
    phone: str
    email: str


def read_contact(text: str) -> ContactRead | Words:
    """Return phone, e-mail and the rest of a text such as `Frau Muster, 040 5550100`.

    Returns:
        The words of what is wrong, if neither can be read.
    """
    line = one_line(text)
    mail = _MAIL.search(line)
    rest = re.sub(r"[<>\[\]]", " ", line.replace(mail[0], " ", 1) if mail else line)
    if "@" in rest:
        return BAD_MAIL
    phone = _PHONE.search(rest)
    if mail is None and phone is None:
        return NO_CONTACT
    if phone is not None:
        rest = rest.replace(phone[0], " ", 1)
    name = re.sub(
        r"\b(?:tel(?:efon)?|mobil|handy|e-?mail|mail|oder|or|phone)\b[.:]?", " ", rest, flags=re.I
    )
    return ContactRead(
        " ".join(name.split()).strip(" ,;:.-/()<>")[:80],
        one_line(phone[0])[:40] if phone else "",
        mail[0] if mail else "",
    )


def one_line(text: str) -> str:
    """Return a text as one line, with single blanks and nothing that cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True)
class _When:
    first: date | None
    last: date | None = None
    words: str = ""


def _read_when(text: str, today: date, state: str) -> _When | Words:
    line = one_line(text)
    if not line:
        return _When(None)
    try:
        span = read_span(line, today, state)
    except Declined as not_a_span:
        try:
            first = read_day(line, today, state)
        except Declined:
            # With figures in it a day was meant, and its mistake is said. Without, it is a wish in
            # words, such as "nach den Ferien" of a school whose federal state is not known.
            return not_a_span.words if re.search(r"\d", line) else _When(None, None, line)
        found = _When(first)
    else:
        found = _When(span.first, span.last)
    if found.first is not None and found.first - today > MOST_AHEAD:
        return TOO_FAR
    return found


def _postcode(text: str) -> str:
    found = _POSTCODE.search(text)
    return found[1] if found and is_postcode(found[1]) else ""


_MOST = {
    "school": MOST_SCHOOL,
    "class_name": MOST_CLASS,
    "when": MOST_WHEN,
    "contact": MOST_CONTACT,
    "note": MOST_NOTE,
}
