"""PURE. Messages between bridge and robot for its technician: health and errands. No I/O.

    robot: health ─► bridge                        at most once a minute, for lists and alarms
    bridge: errand ─► robot                        identify, restart, doctor, log_bundle
    robot: errand_part ─► bridge                   what an errand brings, in parts
    robot: errand_done ─► bridge

A bridge that takes `health` says so in `welcome_robot`. An errand goes only to a robot that has
sent `health`. None of these messages says who is in a robot, or who lends it.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from bridge.protocol.bases import Command, Status
from bridge.protocol.fields import (
    PLAIN_TEXT,
    Celsius,
    Code,
    Nonce,
    Percent,
    PhraseLanguage,
    Sentence,
    UnixSeconds,
)

HEALTH_EVERY_S: Final = 60.0
"""Time between two `health` messages of one robot."""

PART_BYTES: Final = 16 * 1024
"""Most bytes of one `errand_part`, before base64url."""

MOST_PARTS: Final = 8
"""Most parts of one errand."""

SoftwareVersion = Annotated[str, Meta(max_length=40, pattern=PLAIN_TEXT)]
Dbm = Annotated[float, Meta(ge=-200, le=0)]
ErrandData = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]*\Z", max_length=22 * 1024)]

ErrandName = Literal["identify", "restart", "doctor", "log_bundle"]

RobotState = Literal["free", "lesson", "paused", "fault"]
"""States that robots of today tell; a newer one may tell others."""


class DoctorSummary(Struct, frozen=True):
    """Newest report of a robot's doctor, without its sentences."""

    unix_s: UnixSeconds
    failed: Annotated[tuple[Code, ...], Meta(max_length=64)] = ()
    """Checks that have to be mended."""
    weak: Annotated[tuple[Code, ...], Meta(max_length=64)] = ()
    """Checks that found something less good than it should be."""


class RobotHealth(Status, frozen=True, tag="health"):
    """Robot to bridge: what a technician of many robots wants to see; None means unknown."""

    state: Code
    """One of `RobotState`."""
    version: SoftwareVersion = ""
    battery_percent: Percent | None = None
    charging: bool | None = None
    """The robot is on its charger."""
    soc_c: Celsius | None = None
    """Temperature of the computer."""
    signal_dbm: Dbm | None = None
    """Signal of the Wi-Fi."""
    wired: bool = False
    """A network cable is in use."""
    weak_supply: bool = False
    """The supply sagged within the last minute."""
    broken: Annotated[tuple[Code, ...], Meta(max_length=16)] = ()
    """Parts that do not work, and the code of a fault."""
    doctor: DoctorSummary | None = None


class Errand(Command, frozen=True, tag="errand"):
    """Bridge to robot: something that a technician asks for."""

    id: Nonce
    errand: Code
    """One of `ErrandName`; a robot refuses others with `unknown`."""
    language: PhraseLanguage = "de"


class ErrandPart(Status, frozen=True, tag="errand_part"):
    """Robot to bridge: one part of what an errand brings, in order, before `errand_done`."""

    id: Nonce
    data: ErrandData
    """Bytes, base64url without padding."""


class ErrandDone(Status, frozen=True, tag="errand_done"):
    """Robot to bridge: the errand is done, or refused."""

    id: Nonce
    text: Sentence
    """Outcome in the language of the errand: what was done, or why not and what to do."""
    refused: Code | None = None
    """Reason for the refusal, for programs."""


FromFleet = RobotHealth | ErrandPart | ErrandDone
