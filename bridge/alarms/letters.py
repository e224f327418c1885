"""PURE. Words of alarms. They name robots by their ids, and no child. No I/O."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bridge.alarms.changes import AlarmNews
from bridge.alarms.rules import School
from bridge.protocol.fields import PhraseLanguage

MOST_LISTED: Final = 200
"""Alarms that one message names; a power cut in a town must not make a letter of 3,000 lines."""

TRIAL: Final = "trial"
"""Kind of an alarm that a technician sends to see whether it arrives."""

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "not_charging": (
        "ist am Abend nicht am Ladegerät",
        "is not on its charger in the evening",
    ),
    "not_seen": ("wurde heute noch nicht gesehen", "has not been seen today"),
    "doctor": (
        "hat beim Doctor Fehler gefunden",
        "has found faults with its doctor",
    ),
    TRIAL: (
        "ist kein Roboter: nur ein Versuch, ob Alarme ankommen",
        "is no robot: only a trial of alarms",
    ),
}
_OVER: Final[Mapping[str, tuple[str, str]]] = {
    "not_charging": ("ist wieder am Ladegerät", "is on its charger again"),
    "not_seen": ("ist wieder da", "is back"),
    "doctor": ("hat beim Doctor keine Fehler mehr", "has no faults with its doctor any more"),
}
_REMEDIES: Final[Mapping[str, tuple[str, str]]] = {
    "not_charging": (
        "Bitte an sein Ladegerät stellen; sonst ist er morgen leer.",
        "Please put it on its charger, or it will be empty tomorrow.",
    ),
    "not_seen": (
        "Ist er eingeschaltet und im Netz? `karlsson-bridge fleet --filter away` zeigt alle.",
        "Is it switched on, and in the network? `karlsson-bridge fleet --filter away` lists them.",
    ),
    "doctor": (
        "`karlsson-bridge fleet doctor ROBOTER` zeigt, was zu tun ist.",
        "`karlsson-bridge fleet doctor ROBOT` shows what is to be done.",
    ),
}


def subject(news: Sequence[AlarmNews], language: PhraseLanguage) -> str:
    """Return one line of what a message is about."""
    new = sum(not one.over for one in news)
    over = len(news) - new
    if language == "de":
        raised, ended = f"{new} {'Alarm' if new == 1 else 'Alarme'}", f"{over} vorbei"
    else:
        raised, ended = f"{new} {'alarm' if new == 1 else 'alarms'}", f"{over} over"
    parts = [raised] * bool(new) + [ended] * bool(over)
    return "Karlsson: " + ", ".join(parts)


def text(news: Sequence[AlarmNews], school: School, language: PhraseLanguage) -> str:
    """Return the text of a message."""
    at = 0 if language == "de" else 1
    lines: list[str] = []
    for kind in dict.fromkeys(one.kind for one in news if not one.over):
        raised = [one for one in news if one.kind == kind and not one.over]
        lines += [_line(one, _words(_KINDS, kind, at), school) for one in raised[:MOST_LISTED]]
        lines += _more(len(raised), language)
        if kind in _REMEDIES:
            lines.append(f"  → {_REMEDIES[kind][at]}")
        lines.append("")
    over = [one for one in news if one.over]
    if over:
        lines.append(("Vorbei:", "Over:")[at])
        lines += [_line(one, _words(_OVER, one.kind, at), school) for one in over[:MOST_LISTED]]
        lines += [*_more(len(over), language), ""]
    lines.append(
        (
            "Jeder Alarm wird einmal gemeldet, und einmal, wenn er vorbei ist.",
            "Each alarm is told once, and once when it is over.",
        )[at]
    )
    return "\n".join(lines) + "\n"


def data(news: Sequence[AlarmNews], school: School, language: PhraseLanguage) -> dict[str, Any]:
    """Return a message for programs."""
    at = 0 if language == "de" else 1
    return {
        "subject": subject(news, language),
        "left_out": max(0, len(news) - MOST_LISTED),
        "alarms": [
            {
                "robot": one.robot,
                "kind": one.kind,
                "state": "over" if one.over else "raised",
                "at": school.local(one.since).isoformat(),
                "text": _words(_OVER if one.over else _KINDS, one.kind, at),
            }
            for one in news[:MOST_LISTED]
        ],
    }


def _words(words: Mapping[str, tuple[str, str]], kind: str, at: int) -> str:
    return words[kind][at] if kind in words else kind


def _line(one: AlarmNews, words: str, school: School) -> str:
    return f"{one.robot} {words} ({school.local(one.since):%d.%m. %H:%M})"


def _more(count: int, language: PhraseLanguage) -> list[str]:
    if count <= MOST_LISTED:
        return []
    left = count - MOST_LISTED
    return [f"… und {left} weitere" if language == "de" else f"… and {left} more"]
