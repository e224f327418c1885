"""PURE. Refusals of errands, in words for a technician. No I/O."""

from collections.abc import Mapping
from typing import Final, Literal

from robot.doctor.findings import Both

RefusalCode = Literal["inside", "came_in", "paused", "busy", "alone", "too_slow", "unknown"]

WORDS: Final[Mapping[RefusalCode, Both]] = {
    "inside": Both(
        "ein Kind ist im Roboter; nach der Stunde noch einmal",
        "a child is in the robot; try again after the lesson",
    ),
    "came_in": Both(
        "ein Kind kam herein, deshalb abgebrochen; nach der Stunde noch einmal",
        "a child came in, so this was broken off; try again after the lesson",
    ),
    "paused": Both(
        "die Klasse hat Pause, und der Roboter bleibt still; die Taste am Roboter öffnet wieder",
        "the class has paused, and the robot stays quiet; the button on the robot opens it again",
    ),
    "busy": Both(
        "der Roboter prüft sich gerade; in zwei Minuten noch einmal",
        "the robot is examining itself; try again in two minutes",
    ),
    "alone": Both(
        "systemd führt diesen Roboter nicht; nach dem Ende würde ihn nichts wieder starten",
        "this robot does not run under systemd; nothing would start it again",
    ),
    "unknown": Both(
        "diesen Auftrag kennt die Software des Roboters nicht; erst den Roboter aktualisieren",
        "the robot's software does not know this errand; update the robot first",
    ),
    "too_slow": Both(
        "kein Ende in der Zeit dafür; `karlsson-robot doctor` am Roboter zeigt, was hängt",
        "no end within its time; `karlsson-robot doctor` on the robot shows what hangs",
    ),
}


class ErrandRefused(Exception):
    """The robot does not do what was asked.

    Args:
        code: Why, for programs.
    """

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(WORDS[code].en)
        self.code = code
        self.words = WORDS[code]
