"""PURE. Answer of the child to whether it has understood; it falls by itself. No I/O."""

from bridge.protocol.fields import Understanding
from bridge.protocol.limits import UNDERSTOOD_S
from bridge.protocol.vocabulary import MarkName

SHOWN_S = 3.0
"""Time for which the body shows the answer as its signal; a mark in one eye stays after that."""

MARKS: dict[Understanding, MarkName] = {"yes": "understood", "no": "not_understood"}


class Understood:
    """The answer to the question of this minute; begins with none."""

    def __init__(self) -> None:
        self.answer: Understanding | None = None
        self._since_s = 0.0

    def say(self, answer: Understanding | None, now: float) -> None:
        """Take an answer; the same one again begins its time anew."""
        self.answer = answer
        self._since_s = now

    def forget(self) -> None:
        """Forget the answer, because the stay is over."""
        self.answer = None

    def tick(self, now: float) -> None:
        """Let the answer fall after `UNDERSTOOD_S`."""
        if self.answer is not None and now >= self._since_s + UNDERSTOOD_S:
            self.answer = None

    def shown(self, now: float) -> MarkName | None:
        """Return the signal for the first moment of an answer."""
        return self.mark if now < self._since_s + SHOWN_S else None

    @property
    def mark(self) -> MarkName | None:
        """Mark in one eye while the answer stands."""
        return None if self.answer is None else MARKS[self.answer]

    def deadlines(self) -> tuple[float, ...]:
        """Return the times at which something changes without an event; may lie in the past."""
        if self.answer is None:
            return ()
        return (self._since_s + SHOWN_S, self._since_s + UNDERSTOOD_S)
