"""PURE. Media that leave the robot now, as the senders of its connections measure them. No I/O.

While a line is rebuilt two connections may send at once. The larger picture counts, and any
sound.
"""

from bridge.protocol.presence import Outgoing
from robot.presence.events import SendingMeasured


class Leaving:
    """Measurements of all connections of one stay."""

    def __init__(self) -> None:
        self._sending: dict[int, SendingMeasured] = {}
        self._since_s: float | None = None

    def measured(self, event: SendingMeasured, now: float) -> None:
        """Take a measurement of one attempt."""
        if event.sound or event.width_px * event.height_px > 0:
            self._sending[event.attempt] = event
            if self._since_s is None:
                self._since_s = now
        else:
            self.closed(event.attempt)

    def closed(self, attempt: int) -> None:
        """Note that nothing leaves over this attempt any more."""
        self._sending.pop(attempt, None)
        if not self._sending:
            self._since_s = None

    def stop(self) -> None:
        """Note that every source was stopped and every connection is closed."""
        self._sending.clear()
        self._since_s = None

    def told(self, now: float | None) -> Outgoing | None:
        """Return what leaves in the form of the wire; without a time it has just begun."""
        if self._since_s is None:
            return None
        largest = max(self._sending.values(), key=lambda one: one.width_px * one.height_px)
        return Outgoing(
            width_px=largest.width_px,
            height_px=largest.height_px,
            sound=any(one.sound for one in self._sending.values()),
            since_s=0.0 if now is None else max(0.0, now - self._since_s),
        )
