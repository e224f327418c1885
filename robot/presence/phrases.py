"""PURE. Phrases of the child to the class. No I/O.

Only the newest is kept, in memory alone, and it goes with the stay. The count goes on, so that a
page which has shown one phrase knows the next from it.
"""

from bridge.protocol.board import Phrase, SayPhrase
from robot.media.types.allowance import Allowance

PHRASES_HZ = 0.5
PHRASES_BURST = 4
"""Limit of phrases: a person needs two taps for each, and a spoken one takes seconds."""


class Phrases:
    """The newest phrase; begins with none."""

    def __init__(self) -> None:
        self.newest: Phrase | None = None
        self.seen = False
        """The teacher has seen the newest phrase."""
        self._count = 0
        self._allowance = Allowance(PHRASES_HZ, PHRASES_BURST)

    def takes(self, now: float) -> bool:
        """Return False for a phrase that comes too fast."""
        return self._allowance.take(now)

    def say(self, message: SayPhrase, aloud: bool) -> None:
        """Keep a phrase in the place of the one before.

        Args:
            message: As the child sent it.
            aloud: True if the robot speaks it.
        """
        # The app counts on from the newest it knows, and a reloaded one may know none yet.
        self._count = max(message.number, self._count + 1)
        self.newest = Phrase(self._count, message.kind, message.text.strip(), aloud)
        self.seen = False

    def see(self) -> bool:
        """Take the teacher's "seen"; return False if there is no new phrase."""
        if self.newest is None or self.seen:
            return False
        self.seen = True
        return True

    def forget(self) -> None:
        """Forget the phrase, because the stay is over."""
        self.newest = None
        self.seen = False
