"""PURE. Findings of the doctor: one for each check, with its remedy, in two languages. No I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from robot.settings.texts import Both as Both
from robot.settings.texts import Language as Language

Outcome = Literal["ok", "simulated", "weak", "failed", "skipped", "absent"]
"""ok: works; simulated: works, and is no real part; weak: a lesson takes place, though not as it
should; failed: has to be mended; skipped: could not be tried now; absent: not on this robot."""


@dataclass(frozen=True)
class Finding:
    """Result of one check.

    Args:
        check: Stable name, a key of `NAMES`.
        text: Description of the result.
        remedy: Advice to a technician about it.
    """

    check: str
    outcome: Outcome
    text: Both
    remedy: Both | None = None


NOT_HERE = Both("nicht an diesem Roboter", "not on this robot")

GROUPS: Mapping[str, tuple[str, ...]] = {
    "robot": ("config", "versions", "key", "state", "service"),
    "computer": ("clock", "clock_offset", "disk", "wear", "temperature", "supply", "memory"),
    "network": (
        *("wifi", "dns", "bridge", "enrolment", "stun", "relay_udp", "relay_tcp", "relay_tls"),
        *("loss", "jitter", "throughput"),
    ),
    "body": (
        *("body", "pan", "tilt", "hand", "lights", "pause_button", "volume_buttons"),
        *("battery", "calibration"),
    ),
    "camera": ("camera", "frames", "colours"),
    "sound": ("microphone", "level", "speaker", "heard", "echo", "voice"),
}
"""Checks by group, in the order in which they are shown."""

NAMES: Mapping[str, Both] = {
    "config": Both("Konfiguration", "configuration"),
    "versions": Both("Versionen", "versions"),
    "key": Both("Schlüssel", "key"),
    "state": Both("Ordner für Zustand", "state folder"),
    "service": Both("Dienst", "service"),
    "clock": Both("Uhr gestellt", "clock is set"),
    "clock_offset": Both("Uhr richtig", "clock is right"),
    "disk": Both("Platz auf der Karte", "room on the card"),
    "wear": Both("Abnutzung der Karte", "wear of the card"),
    "temperature": Both("Temperatur", "temperature"),
    "supply": Both("Stromversorgung", "power supply"),
    "memory": Both("Arbeitsspeicher", "memory"),
    "wifi": Both("WLAN", "Wi-Fi"),
    "dns": Both("Namensauflösung", "name service"),
    "bridge": Both("Brücke", "bridge"),
    "enrolment": Both("Anmeldung", "enrolment"),
    "stun": Both("STUN über UDP", "STUN over UDP"),
    "relay_udp": Both("Relay über UDP", "relay over UDP"),
    "relay_tcp": Both("Relay über TCP", "relay over TCP"),
    "relay_tls": Both("Relay über TLS", "relay over TLS"),
    "loss": Both("Verluste", "loss"),
    "jitter": Both("Schwankung", "jitter"),
    "throughput": Both("Durchsatz", "throughput"),
    "body": Both("Körper", "body"),
    "pan": Both("Kopf drehen", "head turns"),
    "tilt": Both("Kopf neigen", "head tilts"),
    "hand": Both("Hand", "hand"),
    "lights": Both("Licht und Augen", "light and eyes"),
    "pause_button": Both("Pausentaste", "pause button"),
    "volume_buttons": Both("Lautstärketasten", "volume buttons"),
    "battery": Both("Akku", "battery"),
    "calibration": Both("Kalibrierung", "calibration"),
    "camera": Both("Kamera da", "camera is there"),
    "frames": Both("Bilder", "pictures"),
    "colours": Both("Farben", "colours"),
    "microphone": Both("Mikrofon da", "microphone is there"),
    "level": Both("Mikrofonpegel", "microphone level"),
    "speaker": Both("Lautsprecher da", "speaker is there"),
    "heard": Both("Lautsprecher zu hören", "speaker is heard"),
    "echo": Both("Echo", "echo"),
    "voice": Both("Stimme für Sätze", "voice for phrases"),
}

GROUP_NAMES: Mapping[str, Both] = {
    "robot": Both("Roboter", "Robot"),
    "computer": Both("Rechner", "Computer"),
    "network": Both("Netz", "Network"),
    "body": Both("Körper", "Body"),
    "camera": Both("Kamera", "Camera"),
    "sound": Both("Ton", "Sound"),
}

WORDS: Mapping[Outcome, Both] = {
    "ok": Both("gut", "ok"),
    "simulated": Both("simuliert", "simulated"),
    "weak": Both("schwach", "weak"),
    "failed": Both("FEHLER", "FAILED"),
    "skipped": Both("offen", "not run"),
    "absent": Both("–", "–"),
}


def good(check: str, de: str, en: str, simulated: bool = False) -> Finding:
    """Return the finding of a part that works, or that is simulated."""
    return Finding(check, "simulated" if simulated else "ok", Both(de, en))


def bad(check: str, found: Both, remedy: Both) -> Finding:
    """Return the finding of a part that has to be mended."""
    return Finding(check, "failed", found, remedy)


def weak(check: str, found: Both, remedy: Both) -> Finding:
    """Return the finding of a part that works less well than it should."""
    return Finding(check, "weak", found, remedy)


def skipped(check: str, why: Both, remedy: Both | None = None) -> Finding:
    """Return the finding of a check that could not run now."""
    return Finding(check, "skipped", why, remedy)


def absent(check: str, why: Both = NOT_HERE) -> Finding:
    """Return the finding of a part that this robot does not have."""
    return Finding(check, "absent", why)


def arranged(found: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return the findings by group, in the order of the groups and of their checks."""
    of = {finding.check: finding for finding in found}
    shown = [(group, [of[one] for one in checks if one in of]) for group, checks in GROUPS.items()]
    return [(group, findings) for group, findings in shown if findings]


def count(found: Iterable[Finding], outcome: Outcome) -> int:
    """Return how many checks ended so."""
    return sum(1 for finding in found if finding.outcome == outcome)


def exit_code(found: Iterable[Finding]) -> int:
    """Return 1 if anything has to be mended."""
    return int(any(finding.outcome == "failed" for finding in found))


def data_of(found: Sequence[Finding], language: Language) -> dict[str, Any]:
    """Return the findings for a program; all but `name`, `text` and `remedy` is stable.

    Every finding has the same fields; `remedy` is null where nothing is to be done.
    """
    checks = [
        {
            "check": finding.check,
            "group": group,
            "outcome": finding.outcome,
            "name": NAMES[finding.check].of(language),
            "text": finding.text.of(language),
            "remedy": finding.remedy.of(language) if finding.remedy else None,
        }
        for group, findings in arranged(found)
        for finding in findings
    ]
    return {
        "ok": exit_code(found) == 0,
        "complete": count(found, "skipped") == 0,
        "simulated": count(found, "simulated") > 0,
        "checks": checks,
    }
