"""PURE. Rights of the page at this moment: nothing but words during a lesson. No I/O."""

from dataclasses import dataclass
from typing import Literal

Act = Literal[
    "identify",
    "preview",
    "dials",
    "step",
    "doctor",
    "logs",
    "wifi_look",
    "wifi_change",
    "wipe",
]
"""Everything beside the state in words, which is always told."""

Refusal = Literal[
    "lesson", "paused", "fault", "closed", "no_camera", "no_wifi", "wiping", "camera_on"
]
"""Reason for refusing an act; the page has the words and the remedy."""


@dataclass(frozen=True)
class PageSituation:
    """State of the robot on which the rights depend.

    Args:
        somebody: A child is in the robot, or on its way in.
        paused: The class has paused.
        faulty: The body has a fault, or is away.
        closed: The teacher has ended it for today.
        camera: Reason that there is no camera; empty if it works.
        wiping: A wipe has been asked for.
        previewed: The camera films for a technician.
    """

    somebody: bool = False
    paused: bool = False
    faulty: bool = False
    closed: bool = False
    camera: str = ""
    wiping: bool = False
    previewed: bool = False


def refusal(act: Act, situation: PageSituation) -> Refusal | None:
    """Return why this may not be done now; None if it may."""
    if situation.somebody:
        return "lesson"
    if situation.wiping:
        return "wiping"
    if act not in ("preview", "step"):
        return None
    held: tuple[tuple[bool, Refusal], ...] = (
        (situation.paused, "paused"),
        (situation.closed, "closed"),
        (situation.faulty, "fault"),
        (act == "preview" and bool(situation.camera), "no_camera"),
        (act == "step" and situation.previewed, "camera_on"),
    )
    return next((why for holds, why in held if holds), None)
