"""PURE. Words of the fleet's screen, in German and English. No I/O."""

from collections.abc import Mapping
from typing import Final

from bridge.protocol.fields import PhraseLanguage

Pair = tuple[str, str]

HEADS: Final[Mapping[str, Pair]] = {
    "robot": ("Roboter", "robot"),
    "state": ("Zustand", "state"),
    "version": ("Version", "version"),
    "battery": ("Akku", "battery"),
    "temperature": ("°C", "°C"),
    "signal": ("Netz", "network"),
    "seen": ("gesehen", "seen"),
    "doctor": ("Doctor", "doctor"),
    "notes": ("zu tun", "to do"),
}

STATES: Final[Mapping[str, Pair]] = {
    "away": ("fort", "away"),
    "here": ("da", "here"),
    "free": ("frei", "free"),
    "lesson": ("Stunde", "lesson"),
    "paused": ("Pause", "paused"),
    "fault": ("Fehler", "fault"),
}

ALARMS: Final[Mapping[str, Pair]] = {
    "not_charging": ("abends nicht am Ladegerät", "not on the charger in the evening"),
    "not_seen": ("am Schultag nicht gesehen", "not seen on a school day"),
    "doctor": ("Doctor findet Fehler", "doctor finds faults"),
}

PARTS: Final[Mapping[str, Pair]] = {
    "camera": ("Kamera", "camera"),
    "microphone": ("Mikrofon", "microphone"),
    "speaker": ("Lautsprecher", "speaker"),
    "body": ("Körper", "body"),
    "voice": ("Stimme", "voice"),
    "roads": ("Wege ins Netz", "roads to the network"),
    "battery": ("Akku", "battery"),
    "lights": ("Licht", "lights"),
    "calibration": ("Kalibrierung", "calibration"),
    "safe_mode_no_extras": ("vorsichtiger Betrieb", "safe mode"),
    "safe_mode_no_picture": ("vorsichtiger Betrieb, ohne Bild", "safe mode, no picture"),
    "safe_mode_mute": ("vorsichtiger Betrieb, ohne Ton", "safe mode, mute"),
    "servo_silent": ("Servo stumm", "servo silent"),
    "servo_stalled": ("Servo klemmt", "servo stalled"),
    "servo_hot": ("Servo heiß", "servo hot"),
}

WEAK_SUPPLY: Final[Pair] = ("Netzteil zu schwach", "supply too weak")
CABLE: Final[Pair] = ("Kabel", "cable")
NEVER: Final[Pair] = ("nie", "never")
NOW: Final[Pair] = ("jetzt", "now")
GOOD: Final[Pair] = ("gut", "ok")
FAULTS: Final[Pair] = ("{} Fehler", "{} failed")
MORE: Final[Pair] = (
    "… und {} weitere; --filter zeigt einen Teil, --json alle",
    "… and {} more; --filter shows a part, --json all",
)
NOBODY: Final[Pair] = ("Kein Roboter.", "No robot.")
NO_FIT: Final[Pair] = ("Kein Roboter passt zum Filter.", "No robot fits the filter.")
SUM: Final[Pair] = (
    "{all} Roboter: {here} da, {lesson} in einer Stunde, {away} fort, {urgent} brauchen jemanden",
    "{all} robots: {here} here, {lesson} in a lesson, {away} away, {urgent} need somebody",
)
STORED: Final[Pair] = (
    "Die Brücke antwortet nicht; dies ist, was in ihrer Datenbank steht. {}",
    "The bridge does not answer; this is what its database holds. {}",
)
NO_WAY: Final[Pair] = (
    "Kein Weg für Alarme: [alarms] in bridge.toml nennt weder mail_to noch webhook_url.",
    "No way for alarms: [alarms] in bridge.toml names neither mail_to nor webhook_url.",
)
SENT: Final[Pair] = ("angenommen", "taken")
_SPANS: Final[tuple[tuple[float, str, str], ...]] = (
    (60.0, "s", "s"),
    (3600.0, "min", "min"),
    (86_400.0, "h", "h"),
    (100 * 86_400.0, "T", "d"),
)
_UNITS: Final = (1.0, 60.0, 3600.0, 86_400.0)


def of(pair: Pair, language: PhraseLanguage) -> str:
    """Return the words in a language."""
    return pair[0] if language == "de" else pair[1]


def named(words: Mapping[str, Pair], code: str, language: PhraseLanguage) -> str:
    """Return the words of a code; a newer robot's code as it came."""
    return of(words[code], language) if code in words else code.replace("_", " ")


def span(seconds: float, language: PhraseLanguage) -> str:
    """Return a span in one short word, such as `5 min`."""
    seconds = max(0.0, seconds)
    for (below, german, english), unit in zip(_SPANS, _UNITS, strict=True):
        if seconds < below:
            return f"{int(seconds / unit)} {german if language == 'de' else english}"
    return ">100 T" if language == "de" else ">100 d"
