"""PURE. Plan of congestion control for the sender, and requests of the receiver. No I/O."""

import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal["sound", "picture", "repeat", "retransmission", "probe"]
"""Kinds of packets; a `repeat` is an unrequested copy, a `probe` is padding."""


@dataclass(frozen=True)
class Rung:
    """One size and frame rate of the picture."""

    width_px: int
    height_px: int
    fps: int


@dataclass(frozen=True)
class SoundPlan:
    """Encoding of the class's sound; `red` is the number of earlier packets in each packet."""

    bitrate_bps: int
    loss_percent: int
    red: int
    blocks: int = 1
    """Blocks of 20 ms in a packet, 1 to 3; more blocks add delay and save headers."""


@dataclass(frozen=True)
class Plan:
    """Plan of what to send from now on."""

    rung: Rung | None
    """None for no picture at all."""
    video_bps: int
    """Target for the encoder, net of headers, copies and sound."""
    pacing_bps: int
    """Rate of the pacer for picture packets."""
    window_bytes: int
    """Limit of bytes in flight (sent, not yet reported), above which frames are skipped."""
    repeat: int
    """Unrequested copies (0 to 2) of each picture packet and retransmission, sent as
    retransmissions at intervals of `repeat_after_s`."""
    repeat_after_s: float
    playout_min_ms: int
    playout_max_ms: int
    probe_bps: int
    """Rate to pad up to during a probe; 0 without one."""
    probe_s: float
    """Time left of the probe."""
    sound: SoundPlan
    start_bytes: int = 1 << 30
    """The same limit while little is known of the line; the camera's own pictures do not keep to
    it, since none of them can be left out."""
    kept_interval_s: float = math.inf
    """Interval at which a picture is sent although the window is full, so that the picture goes on
    while a queue drains."""
    line_bps: int = 0
    """Rate up to which blobs may fill what all packets together leave of the line; 0 stops them."""


@dataclass(frozen=True)
class Requests:
    """Requests of the receiver as they came; `repair.Repair` decides on them."""

    nacks: tuple[tuple[int, int], ...] = ()
    """(SSRC, sequence number) of its missing packets."""
    key_frame: bool = False
