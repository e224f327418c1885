"""Records of a lesson in the model of a line: packets, pictures, and samples of the plan."""

from dataclasses import dataclass

from robot.media.transport.plan import Kind, Plan


@dataclass(frozen=True)
class Packet:
    seq: int
    size_bytes: int
    kind: Kind
    number: int
    """Of the picture packet that it carries; below 0 for sound and padding."""


@dataclass
class Frame:
    captured_s: float
    numbers: range
    key: bool
    playout_s: float
    shown_s: float | None = None


@dataclass
class Sample:
    at: float
    queue_s: float
    estimate_bps: int
    sent_bps: float
    plan: Plan
