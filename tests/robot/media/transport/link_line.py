"""The line of the model: a bottleneck with a queue, and loss and jitter behind it."""

import random
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Line:
    rate_bps: float = 100e6
    queue_s: float = 1.0
    delay_s: float = 0.03
    jitter_s: float = 0.0
    sway_s: float = 0.0
    """Standard deviation of the delay; a quick packet waits behind a slow one, as on Wi-Fi."""
    loss: float = 0.0
    burst: float = 1.0
    """Mean number of packets lost in a row."""
    dead: bool = False


class Way(Protocol):
    """Queue of the line, and what follows behind it."""

    free_s: float
    """Moment at which the last packet that found room will have left the queue."""

    def wait_s(self, now: float) -> float:
        """Return how long a packet that comes now would wait."""

    def queue(self, line: Line, size: int, now: float) -> float | None:
        """Return how long a packet waits, or None where it finds no room."""

    def arrival_s(self, line: Line) -> float | None:
        """Return when the packet that was queued last arrives, or None where it is lost."""


class Bottleneck:
    """Bottleneck that packets pass one after the other, as the line is at that moment.

    Args:
        chance: Draws loss and jitter.
    """

    def __init__(self, chance: random.Random) -> None:
        self.free_s = 0.0
        """Moment at which the last packet that found room will have left the queue."""
        self._chance = chance
        self._bad = False
        self._last_out_s = 0.0

    def wait_s(self, now: float) -> float:
        """Return how long a packet that comes now would wait."""
        return max(0.0, self.free_s - now)

    def queue(self, line: Line, size: int, now: float) -> float | None:
        """Return how long a packet waits, or None where it finds no room."""
        wait_s = self.wait_s(now)
        if line.dead or wait_s > line.queue_s:
            return None
        self.free_s = now + wait_s + 8 * size / line.rate_bps
        return wait_s

    def arrival_s(self, line: Line) -> float | None:
        """Return when the packet that was queued last arrives, or None where it is lost."""
        if self._loses(line):
            return None
        out_s = self.free_s + line.delay_s + self._chance.uniform(0.0, line.jitter_s)
        if line.sway_s:
            delay_s = max(0.0, self._chance.gauss(line.delay_s, line.sway_s))
            self._last_out_s = out_s = max(self._last_out_s, self.free_s + delay_s)
        return out_s

    def _loses(self, line: Line) -> bool:
        if not line.loss:
            return False
        stay = 1 - 1 / line.burst
        start = line.loss * (1 - stay) / (1 - line.loss)
        if line.burst == 1.0:
            return self._chance.random() < line.loss
        self._bad = self._chance.random() < (stay if self._bad else start)
        return self._bad
