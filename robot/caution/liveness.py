"""PURE. Signs of life of the agent: its loop, its camera and its encoder. No I/O.

The service manager ends an agent that is not found alive for `WatchdogSec`, and starts it again.
A loop that turns is not enough: a camera that hangs in its driver leaves the child with one frame
for ever, and an encoder that never returns does so while the camera gives pictures.
"""

from dataclasses import dataclass

MOST_LAG_S = 1.0
"""A loop that is later than this answers no heartbeat in time."""

MOST_PICTURE_AGE_S = 5.0
"""A camera that was lost says so; one that gives nothing for longer than this hangs."""

MOST_ENCODING_S = 5.0
"""The slowest encoder opens and encodes its first picture in a second."""


@dataclass(frozen=True)
class Signs:
    """Signs of life at one moment.

    Args:
        lag_s: Time by which the loop was late.
        pictures: Number of pictures from the camera so far; None while none is to come.
        encoding_since_s: Monotonic time at which the oldest picture in work was begun; None
            while none is.
    """

    lag_s: float = 0.0
    pictures: int | None = None
    encoding_since_s: float | None = None


class Liveness:
    """Judge of signs of life, one after the other."""

    def __init__(self) -> None:
        self._pictures: int | None = None
        self._since_s = 0.0

    def hangs(self, signs: Signs, now: float) -> str:
        """Return what hangs, in words; empty if nothing does."""
        if signs.pictures is None or signs.pictures != self._pictures:
            self._pictures, self._since_s = signs.pictures, now
        if signs.lag_s > MOST_LAG_S:
            return f"the loop was {signs.lag_s:.1f} s late"
        if now - self._since_s >= MOST_PICTURE_AGE_S:
            return f"the camera has given nothing for {now - self._since_s:.0f} s"
        begun_s = signs.encoding_since_s
        if begun_s is not None and now - begun_s >= MOST_ENCODING_S:
            return f"the encoder has been busy with one picture for {now - begun_s:.0f} s"
        return ""
