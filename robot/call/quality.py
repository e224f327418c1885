"""PURE. Quality of the line to the child: three levels from measured values. No I/O.

A score from 0 to 100 drops with everything that people notice: concealed voice, delay,
loss, a small or missing picture. It follows a fall within half a second and a rise within
several seconds. The level changes only well past a threshold, so that neither the class's
light nor the child's words flicker.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

from bridge.protocol.fields import PictureLevel

MeasuredLevel = Literal["good", "fair", "poor"]

FALL_S = 0.5
RISE_S = 5.0
"""Time constants of the score."""

RISE_AFTER_FALL_S = 4.0
"""Least time at a level after a fall: a line at its limit improves for moments only."""

LONGEST_S = 1.0
"""Longest time for which one value counts."""

GOOD = 80.0
FAIR = 40.0
MARGIN = 4.0
"""Hysteresis: a level begins this far above its threshold, and ends this far below it."""

LOSS_COST = 200.0
"""Cost of a share of 1. Most lost packets are repeated: 5 % are hardly noticed."""
CONCEALED_COST = 500.0
"""Cost of a share of 1. Nothing repairs a voice that never came."""
PATIENCE_S = 0.15
DELAY_COST_PER_S = 120.0
"""Conversation gets hard above 150 ms one way (ITU-T G.114), and impossible near 500 ms."""
SMALL_COST = 50.0
"""Cost of a picture with hardly any of its size and rate."""
NONE_COST = 70.0
"""Cost of a missing picture, which is poor by itself."""

REDUCED_BELOW = 0.45
FULL_FROM = 0.55
"""Shares in the measure of `seen`: 0.5 is half the width and half the height."""

PICTURE_FALLS_S = 0.5
PICTURE_RISES_S = 2.0
"""Time for which a change of the picture has to last before the child is told."""

_LEVELS: Final[tuple[MeasuredLevel, ...]] = ("poor", "fair", "good")
_PICTURES: Final[tuple[PictureLevel, ...]] = ("off", "reduced", "full")


@dataclass(frozen=True)
class Measured:
    """Values that were measured just now.

    Args:
        loss: Share of packets that the line loses, 0 to 1.
        rtt_s: Round trip, in seconds.
        queue_delay_s: Time that packets wait in queues of the line, in addition.
        rung_share: Share of the camera's pixels per second that the line carries, 0 to 1; also 1
            while no picture is wanted.
        voice_concealed: Share of the child's voice that never came and was concealed.
        sent_share: Like `rung_share`, but for the pixels that are sent: the robot itself may
            allow fewer, which says nothing about the line.
    """

    loss: float = 0.0
    rtt_s: float = 0.0
    queue_delay_s: float = 0.0
    rung_share: float = 1.0
    voice_concealed: float = 0.0
    sent_share: float = 1.0


class Quality:
    """Judgement of one line. It begins with good and full."""

    def __init__(self) -> None:
        self.level: MeasuredLevel = "good"
        self.picture: PictureLevel = "full"
        self._score = 100.0
        self._at_s: float | None = None
        self._fell_s = -math.inf
        self._wanted: PictureLevel = "full"
        self._wanted_since_s = -math.inf

    def add(self, measured: Measured, now: float) -> MeasuredLevel:
        """Take values that hold since the last call; return the level."""
        fresh = score(measured)
        if self._at_s is not None:
            passed_s = min(LONGEST_S, max(0.0, now - self._at_s))
            constant_s = FALL_S if fresh < self._score else RISE_S
            fresh = self._score + (fresh - self._score) * (1.0 - math.exp(-passed_s / constant_s))
        self._score = fresh
        self._at_s = now
        self._change(self._judge(), now)
        self._see(min(seen(measured.rung_share), seen(measured.sent_share)), now)
        return self.level

    def _change(self, level: MeasuredLevel, now: float) -> None:
        if _LEVELS.index(level) < _LEVELS.index(self.level):
            self._fell_s = now
        elif now - self._fell_s < RISE_AFTER_FALL_S:
            return
        self.level = level

    def _judge(self) -> MeasuredLevel:
        if self._score > (GOOD - MARGIN if self.level == "good" else GOOD + MARGIN):
            return "good"
        return (
            "fair" if self._score > FAIR + (MARGIN if self.level == "poor" else -MARGIN) else "poor"
        )

    def _see(self, share: float, now: float) -> None:
        wanted: PictureLevel = "off"
        if share > 0.0:
            border = REDUCED_BELOW if self._wanted == "full" else FULL_FROM
            wanted = "full" if share >= border else "reduced"
        if wanted != self._wanted:
            self._wanted, self._wanted_since_s = wanted, now
        falls = _PICTURES.index(wanted) < _PICTURES.index(self.picture)
        if now - self._wanted_since_s >= (PICTURE_FALLS_S if falls else PICTURE_RISES_S):
            self.picture = wanted


def seen(share: float) -> float:
    """Return the share of the picture as the eye sees it: a quarter of the pixels is a half."""
    return math.sqrt(_within(share, worst=0.0))


def score(measured: Measured) -> float:
    """Return 0 to 100 for values that hold for long; NaN counts as the worst value."""
    one_way_s = _within(measured.rtt_s / 2, 10.0) + _within(measured.queue_delay_s, 10.0)
    share = seen(measured.rung_share)
    cost = (
        LOSS_COST * _within(measured.loss)
        + CONCEALED_COST * _within(measured.voice_concealed)
        + DELAY_COST_PER_S * max(0.0, one_way_s - PATIENCE_S)
        + (SMALL_COST * (1.0 - share) if share > 0.0 else NONE_COST)
    )
    return max(0.0, 100.0 - cost)


def _within(value: float, most: float = 1.0, worst: float | None = None) -> float:
    if math.isnan(value):
        return most if worst is None else worst
    return min(most, max(0.0, value))
