"""PURE. How good the line to the child is: measured values -> three levels. No I/O.

A score from 0 to 100 loses for what people notice: voice that had to be invented,
delay, loss, a picture that became small or is gone. It follows a fall within half a
second and a rise within several, and changes its level only well past a border, so
that neither the class's sign nor the child's words flicker.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

MeasuredLevel = Literal["good", "fair", "poor"]
PictureLevel = Literal["full", "reduced", "off"]

FALL_S = 0.5
RISE_S = 5.0
"""Time constants of the score."""

RISE_AFTER_FALL_S = 4.0
"""A level that fell stays for so long: a line at its limit is better for moments only."""

LONGEST_S = 1.0
"""One value never stands for more time than this."""

GOOD = 80.0
FAIR = 40.0
MARGIN = 4.0
"""A level begins so far above its border, and ends so far below it."""

LOSS_COST = 200.0
"""For a share of 1. Most of what is lost is repeated: 5 % are hardly noticed."""
CONCEALED_COST = 500.0
"""For a share of 1. Nothing repairs a voice that never came."""
PATIENCE_S = 0.15
DELAY_COST_PER_S = 120.0
"""Talking gets hard above 150 ms one way (ITU-T G.114), and impossible near half a second."""
SMALL_COST = 50.0
"""A picture at next to nothing of its size and rate."""
NONE_COST = 70.0
"""No picture at all: poor by itself."""

REDUCED_BELOW = 0.45
FULL_FROM = 0.55
"""Shares as `seen` has them: 0.5 is half the width and half the height."""

PICTURE_FALLS_S = 0.5
PICTURE_RISES_S = 2.0
"""What the child is told of its picture waits so long for being true still."""

_LEVELS: Final[tuple[MeasuredLevel, ...]] = ("poor", "fair", "good")
_PICTURES: Final[tuple[PictureLevel, ...]] = ("off", "reduced", "full")


@dataclass(frozen=True)
class Measured:
    """What was measured just now.

    Args:
        loss: Share of packets that the line loses, 0 to 1.
        rtt_s: Round trip, in seconds.
        queue_delay_s: How long packets wait in the line on top of that.
        rung_share: Of the camera's pixels per second, how many the line carries, 0 to 1; 1 as
            well where nobody wants a picture.
        voice_concealed: Share of the child's voice that never came and was invented.
        sent_share: As `rung_share`, but what really goes out: the robot itself may allow less,
            which says nothing of the line.
    """

    loss: float = 0.0
    rtt_s: float = 0.0
    queue_delay_s: float = 0.0
    rung_share: float = 1.0
    voice_concealed: float = 0.0
    sent_share: float = 1.0


class Quality:
    """Judges one line. Begins good and full; the first values may say otherwise."""

    def __init__(self) -> None:
        self.level: MeasuredLevel = "good"
        self.picture: PictureLevel = "full"
        self._score = 100.0
        self._at_s: float | None = None
        self._fell_s = -math.inf
        self._wanted: PictureLevel = "full"
        self._wanted_since_s = -math.inf

    def add(self, measured: Measured, now: float) -> MeasuredLevel:
        """Take values that hold now, and since the last call; return the level."""
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
    """Return how much of the picture that is as the eye takes it: a quarter counts as half."""
    return math.sqrt(_within(share, worst=0.0))


def score(measured: Measured) -> float:
    """Return 0 to 100 for values that hold for long; nonsense counts as the worst."""
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
