"""PURE. Judgement of camera, microphone and speaker as trials find them. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from robot.doctor.findings import Both, Finding, absent, bad, good, skipped
from robot.doctor.problems_de import german

DeviceKind = Literal["real", "simulated", "none", "unknown"]
"""none: left out on purpose; unknown: tells only when it is opened."""


@dataclass(frozen=True)
class TriedDevice:
    """Result of a trial.

    Args:
        problem: Reason that it does not work, and the remedy; empty if nothing was found.
        detail: Description of what is there.
    """

    kind: DeviceKind
    problem: str = ""
    detail: str = ""


LIST: Mapping[str, Both] = {
    "camera": Both(
        "`ls /dev/v4l/by-id` zeigt die Kameras; der Name gehört in [camera] source.",
        "`ls /dev/v4l/by-id` shows the cameras; the name belongs into [camera] source.",
    ),
    "microphone": Both(
        "`arecord -l` zeigt die Mikrofone; der Name gehört in [microphone] source.",
        "`arecord -l` shows the microphones; the name belongs into [microphone] source.",
    ),
    "speaker": Both(
        "`aplay -l` zeigt die Lautsprecher; der Name gehört in [speaker] sink.",
        "`aplay -l` shows the speakers; the name belongs into [speaker] sink.",
    ),
}


def device(check: str, tried: TriedDevice, name: str) -> Finding:
    """Judge a device that was tried without opening it.

    Args:
        name: Its name in the configuration.
    """
    if tried.problem:
        return bad(check, Both(german(tried.problem, name), tried.problem), LIST[check])
    if tried.kind == "none":
        return absent(check)
    if tried.kind == "unknown":
        why = (
            f"{tried.detail}: zeigt sich erst, wenn es läuft",
            f"{tried.detail}: shows when it runs",
        )
        return skipped(check, Both(*why))
    return good(check, tried.detail, tried.detail, tried.kind == "simulated")
