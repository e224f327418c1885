"""PURE. Records of the database: robots, enrolments, loans, pairings, devices. No I/O.

They say who may meet whom, and when. They hold nothing about lessons.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bridge.protocol.openings import LoanRights

PairingKind = Literal["secret", "word"]


@dataclass(frozen=True)
class Robot:
    """A robot that this bridge knows by its public key."""

    id: str
    name: str
    public_key: str
    created: int
    """Unix seconds."""


@dataclass(frozen=True)
class Enrolment:
    """One chance for a robot to make its key known. The token itself is not stored."""

    id: int
    robot_id: str
    robot_name: str
    token_hash: str
    created: int
    """Unix seconds."""
    expires_at: int
    used_at: int | None = None
    used_key: str | None = None
    """Key of the robot that used it."""
    withdrawn_at: int | None = None


@dataclass(frozen=True)
class Loan:
    """One robot tied to one child and its class for a span of dates, both included."""

    id: int
    robot_id: str
    pupil_name: str
    from_date: date
    until_date: date
    ended_at: int | None = None
    """Unix seconds at which it was closed or cancelled; from then on it holds on no day."""
    may_zoom: bool = True
    may_still: bool = True
    may_sheets: bool = True
    may_speech: bool = True
    sealed_class_key: str | None = None
    """Class key that only the robot can open; None for a loan without one."""
    handed_over_at: int | None = 0
    """Unix seconds; None before, 0 for a loan of the command line, which does not ask for it."""
    locked_at: int | None = None
    """Unix seconds at which a consent was withdrawn, or somebody stopped it."""
    policy: str = "always"
    windows: str = ""
    """Lesson windows, for the policy `windows`."""
    federal_state: str = ""
    """Of the school; empty if it is not known."""
    open_ticks: int = 0
    """Lines of its profile that are not ticked."""

    @property
    def rights(self) -> LoanRights:
        """Rights that the loan gives the child, in the form of the wire."""
        return LoanRights(self.may_zoom, self.may_still, self.may_sheets, self.may_speech)


@dataclass(frozen=True)
class Pairing:
    """One chance to bind a device to a loan. The secret itself is not stored."""

    id: int
    loan_id: int
    kind: PairingKind
    lookup: str
    mac_key: bytes
    expires_at: int
    """Unix seconds."""
    used_at: int | None
    withdrawn_at: int | None = None


@dataclass(frozen=True)
class Device:
    """A child's device, bound to a loan."""

    loan_id: int
    pupil_name: str
    public_key: str
    paired_at: int
    """Unix seconds."""
    locked_at: int | None = None


@dataclass(frozen=True)
class LinkUse:
    """Day on which a teacher's page came by the link of a loan; no time, and nobody's name."""

    loan_id: int
    token_hash: str
    day: date


@dataclass(frozen=True)
class Sighting:
    """Last sight of a robot, and what it said of itself."""

    robot_id: str
    seen_at: int
    """Unix seconds."""
    version: str = ""
    doctor_at: int | None = None
    """Unix seconds of the newest report of its doctor."""
    doctor_failed: tuple[str, ...] = ()
    """Checks that failed in it."""
    lesson_at: int | None = None
    """Unix seconds of the last moment at which a child was in it, as far as this bridge saw."""


@dataclass(frozen=True)
class RaisedAlarm:
    """An alarm about a robot; it is kept until everybody knows that it is over."""

    robot_id: str
    kind: str
    since: int
    """Unix seconds."""
    told_at: int | None = None
    over_at: int | None = None
    """Set while its end has to be told."""


Stage = Literal["one", "tenth", "all"]


@dataclass(frozen=True)
class Wave:
    """A wave as it is stored. Times are in Unix seconds."""

    id: int
    version: str
    first_robot: str
    stage: Stage
    soak_s: int
    started: int
    stage_began: int
    stopped_at: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Carried:
    """Last words of a robot about its release.

    Args:
        running: Version that runs.
        fell_back: Version that it left last; empty for none.
        fell_at: When the bridge heard of that.
        seen_at: When it said anything about releases.
    """

    robot_id: str
    running: str
    fell_back: str
    fell_at: int
    seen_at: int
