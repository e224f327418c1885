"""PURE. Call of the class buddy for the teacher, until it is answered or over. No I/O."""

import math

from bridge.protocol.fields import CallAnswer

CALL_S = 600.0
"""Longest call. What a buddy wanted ten minutes ago is over, and a teacher who reads it then would
look for something that is no longer there."""

ANSWER_S = 300.0
"""Time for which the buddy can read how its call ended."""


class BuddyCall:
    """The one call of whoever holds the buddy's link; begins with none."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._ended_s = -math.inf
        self.answer: CallAnswer | None = None
        """End of the last call; None while one waits, and when nothing is to be said about it."""

    @property
    def waits(self) -> bool:
        """True while nobody has answered the call."""
        return self._since_s is not None

    def begin(self, now: float) -> None:
        """Call the teacher; a second call while one waits does not make it last longer."""
        if self._since_s is None:
            self._since_s = now
            self.answer = None

    def see(self, now: float) -> None:
        """Take the teacher's "seen", also of a call that ended with nobody a moment ago."""
        if self.waits or self.answer == "nobody":
            self._end("seen", now)

    def drop(self) -> None:
        """Forget the call: what it was about is over, and nothing is known of an answer."""
        self._since_s = None
        self.answer = None

    def tick(self, now: float) -> None:
        """End a call that nobody answered, and forget an old answer."""
        if self._since_s is not None and now >= self._since_s + CALL_S:
            self._end("nobody", now)
        elif self.answer is not None and now >= self._ended_s + ANSWER_S:
            self.answer = None

    def _end(self, answer: CallAnswer, now: float) -> None:
        self._since_s = None
        self._ended_s = now
        self.answer = answer

    def deadline(self) -> float | None:
        """Return the time at which something changes without an event."""
        if self._since_s is not None:
            return self._since_s + CALL_S
        return None if self.answer is None else self._ended_s + ANSWER_S
