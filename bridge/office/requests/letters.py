"""PURE. Drafts of letters to whoever asked; a person reads, changes and sends them. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bridge.base.words import Words
from bridge.days.zone import span_words
from bridge.lending.asked import AskedFor
from bridge.lending.matching import Days

LetterKind = Literal["question", "waiting", "promise", "refusal"]
LETTER_KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
LETTER_WORDS: dict[LetterKind, Words] = {
    "question": Words("Rückfrage", "Question"),
    "waiting": Words("Warteliste", "Waiting list"),
    "promise": Words("Zusage", "Promise"),
    "refusal": Words("Absage", "Refusal"),
}


@dataclass(frozen=True)
class Draft:
    """A letter that nobody has sent yet."""

    subject: str
    text: str


def draft(
    kind: LetterKind,
    asked: AskedFor,
    writer: str,
    robot: str = "",
    span: Days | None = None,
    lines: Sequence[str] = (),
) -> Draft:
    """Return the draft of a letter in German.

    Args:
        asked: What was asked for; whoever asked gets the letter.
        writer: Name of whoever writes.
        robot: Name of the robot that is reserved.
        span: Days on which it is.
        lines: What the federal state asks for before the first lesson.
    """
    greeting = f"Guten Tag {asked.contact_name}".rstrip() + ","
    about = f"Ihre Anfrage für {asked.school_name}"
    body = {
        "question": _question(asked),
        "waiting": [
            "danke für Ihre Anfrage. Gerade ist kein Karlsson frei, der zu Ihren Tagen passt. Ihre "
            "Anfrage steht auf unserer Warteliste, und wir melden uns, sobald einer frei wird.",
            "Wenn sich bei Ihnen etwas ändert, sagen Sie uns bitte Bescheid.",
        ],
        "promise": _promise(robot, span, lines),
        "refusal": [
            "danke für Ihre Anfrage. Leider können wir Ihnen dieses Mal keinen Karlsson ausleihen.",
            "Es tut uns leid. Fragen Sie gern wieder, wenn sich etwas ändert.",
        ],
    }[kind]
    text = "\n\n".join((greeting, *body, f"Viele Grüße\n{writer}"))
    return Draft(f"Karlsson: {about}", f"{text}\n")


def _question(asked: AskedFor) -> list[str]:
    open_points = []
    if asked.from_date is None:
        open_points.append("Ab wann brauchen Sie den Karlsson ungefähr?")
    if asked.until_date is None and asked.weeks is None:
        open_points.append("Wie lange ungefähr?")
    if not asked.state:
        open_points.append("In welchem Ort ist die Schule?")
    if not asked.class_name:
        open_points.append("Welche Klasse ist es?")
    if asked.school_knows is not True and asked.asker != "school":
        open_points.append("Weiß die Schule davon? Wen dürfen wir dort ansprechen?")
    points = "\n".join(f"- {one}" for one in open_points or ["…"])
    return [
        "danke für Ihre Anfrage. Wir haben noch eine Frage dazu:",
        points,
        "Bitte schreiben Sie uns keinen Namen des Kindes und keine Krankheit. Das besprechen wir "
        "lieber am Telefon.",
    ]


def _promise(robot: str, span: Days | None, lines: Sequence[str]) -> list[str]:
    days = f" vom {span_words(span.first, span.last).de}" if span is not None else ""
    body = [f"gute Nachricht: {robot or 'Ein Karlsson'} ist{days} für Sie reserviert."]
    if lines:
        needed = "\n".join(f"- {line}" for line in lines)
        body.append(f"Das brauchen wir vor der ersten Stunde:\n{needed}")
        body.append("Die Papiere dazu schicken wir Ihnen.")
    return body
