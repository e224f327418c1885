"""PURE. What the sending brain tells its shell. No I/O."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sound", "picture", "repeat", "retransmission", "probe"]
"""What a packet is: the first sending, a copy unasked, a copy asked for, or padding."""


@dataclass(frozen=True)
class Rung:
    """One size and rate of the picture."""

    width_px: int
    height_px: int
    fps: int


@dataclass(frozen=True)
class SoundPlan:
    """How to encode the class's sound; `red` is the number of earlier packets that each repeats."""

    bitrate_bps: int
    loss_percent: int
    red: int
    blocks: int = 1
    """Blocks of 20 ms in a packet, 1 to 3: more are later, and cost fewer headers."""


@dataclass(frozen=True)
class Plan:
    """What to send from now on."""

    rung: Rung | None
    """None: no picture at all."""
    video_bps: int
    """Target for the encoder, net of headers, copies and sound."""
    pacing_bps: int
    """Rate at which the pacer lets picture packets go."""
    window_bytes: int
    """Most bytes in flight (sent, not yet reported); above it the camera skips frames."""
    repeat: int
    """Copies unasked (0 to 2) of every picture packet and retransmission, as retransmissions,
    one `repeat_after_s` after the other."""
    repeat_after_s: float
    playout_min_ms: int
    playout_max_ms: int
    probe_bps: int
    """0: none; else pad up to this rate with copies. Stays set for the whole probe."""
    probe_s: float
    """What is left of the probe."""
    sound: SoundPlan


@dataclass(frozen=True)
class Requests:
    """What the other side asks for, as it came; `repair.Repair` decides what is done."""

    nacks: tuple[tuple[int, int], ...] = ()
    """(SSRC, sequence number) of packets it misses."""
    key_frame: bool = False
