"""PURE. State for the page, as JSON. No I/O.

During a lesson it is words about the robot alone: no light, no pose, nothing that a child does.
"""

from typing import Any, get_args

from msgspec import Struct

from bridge.protocol.presence import Power, Trouble
from hardware.contract import wire
from robot.local_page.page_rights import Act, PageSituation, Refusal, refusal
from robot.settings.texts import Both


class LinkTold(Struct, frozen=True):
    """Link to the bridge; `why` says why there is none."""

    up: bool
    why: Both | None = None


class PageTold(Struct, frozen=True):
    """State of the robot.

    Args:
        robot: Id at the bridge; empty before it is enrolled.
        name: What people call it; empty before it is enrolled.
        version: Of the software.
        lesson: A child is in, or on its way in.
        link: To the bridge.
        paused_by: Who holds the class's pause.
        closed: The teacher has ended it for today.
        fault: First fault of the body, for a technician.
        troubles: Parts that do not work, with the remedy.
        battery_percent: What is left; None if nobody knows.
        power: Battery and computer.
        update: State of updates in words; None if nothing is known of any.
        refused: What may not be done now, and why.
        signal: Light that the class sees; None in a lesson.
        pan_deg: Of the head; 0 in a lesson.
        tilt_deg: Of the head; 0 in a lesson.
        preview: The camera films for this page.
    """

    robot: str
    name: str
    version: str
    lesson: bool
    link: LinkTold
    paused_by: tuple[str, ...] = ()
    closed: bool = False
    fault: str | None = None
    troubles: tuple[Trouble, ...] = ()
    battery_percent: float | None = None
    power: Power = Power()
    update: Both | None = None
    refused: dict[Act, Refusal] = {}
    signal: str | None = None
    pan_deg: float = 0.0
    tilt_deg: float = 0.0
    preview: bool = False


class DialsTold(Struct, frozen=True):
    """The body's own report, as the page of `karlsson-body page` reads it."""

    greeting: wire.Greeting | None
    state: wire.BodyState | None


class FindingTold(Struct, frozen=True):
    """One finding of the doctor."""

    check: str
    outcome: str
    name: Both
    text: Both
    remedy: Both | None


def refusals(situation: PageSituation) -> dict[Act, Refusal]:
    """Return what may not be done now, and why."""
    all_of = {act: refusal(act, situation) for act in get_args(Act)}
    return {act: why for act, why in all_of.items() if why is not None}


def without_child(told: PageTold) -> PageTold:
    """Return what may be told while a child is in."""
    kept: dict[str, Any] = {
        "robot": told.robot,
        "name": told.name,
        "version": told.version,
        "lesson": True,
        "link": told.link,
        "fault": told.fault,
        "troubles": told.troubles,
        "battery_percent": told.battery_percent,
        "power": told.power,
        "update": told.update,
        "refused": told.refused,
    }
    return PageTold(**kept)
