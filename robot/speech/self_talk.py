"""PURE. Announcements of the robot: the reasons why nobody can come in, each once. No I/O.

A reason that lies in the robot itself is said at once. One that lies in the network may pass by
itself: it is said once it is also shown, and only by a robot that has not reached its bridge since
it was switched on. Somebody is setting it up then; in a lesson it would only disturb.
"""

from collections import deque

from bridge.protocol.causes import OF_IDENTITY, NetworkCause
from robot.speech.troubles import BODY_NOT_CHOSEN, trouble_aloud

GAP_S = 8.0
"""Time for one sentence: the voice keeps no more than one that waits."""

PATIENCE_S = 10.0
"""Time without the bridge after which its reason is said; the light shows it then, too."""

MOST_WAITING = 4


class SelfTalk:
    """Queue of what the robot has to say of itself. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._free_s = float("-inf")
        self.cause: NetworkCause | None = None
        """Reason that the bridge is not reached now."""
        self._was_linked = False
        self._patient_until_s: float | None = None

    # ---- what happens

    def troubled(self, cause: NetworkCause, now: float) -> None:
        """Take why the bridge is not reached."""
        self.cause = cause
        if cause in OF_IDENTITY:
            self._add(trouble_aloud(cause))
        elif not self._was_linked and self._patient_until_s is None:
            self._patient_until_s = now + PATIENCE_S

    def linked(self) -> None:
        """Take that the bridge is reached."""
        self.cause = self._patient_until_s = None
        self._was_linked = True

    def body_not_chosen(self) -> None:
        """Take that nobody has said yet how the robot is built."""
        self._add(BODY_NOT_CHOSEN)

    def asked(self) -> None:
        """Take that somebody wants to hear it now."""
        if self.cause is not None:
            self._add(trouble_aloud(self.cause), again=True)

    def _add(self, words: str, again: bool = False) -> None:
        if words not in self._waiting and (again or words not in self._said):
            self._waiting.append(words)

    # ---- what is said

    @property
    def deadline(self) -> float | None:
        """Time at which something may be due, or None."""
        dues = [due for due in (self._free_s if self._waiting else None, self._due()) if due]
        return min(dues, default=None)

    def take(self, now: float, may_speak: bool) -> str:
        """Return the sentence to say now, or an empty text.

        Args:
            may_speak: False while a child is in, or in a pause: then what waits is forgotten.
        """
        due_s = self._due()
        if due_s is not None and now >= due_s and self.cause is not None:
            self._add(trouble_aloud(self.cause))
        if not may_speak:
            self._waiting.clear()
            if due_s is not None and now >= due_s:
                self._patient_until_s = now + PATIENCE_S
        if not self._waiting or now < self._free_s:
            return ""
        words = self._waiting.popleft()
        self._said.add(words)
        self._free_s = now + GAP_S
        return words

    def _due(self) -> float | None:
        """Return when the present trouble of the network is to be said; None if it was."""
        if self._patient_until_s is None or self._was_linked or self.cause in (None, *OF_IDENTITY):
            return None
        words = trouble_aloud(self.cause) if self.cause else ""
        return None if words in self._said or words in self._waiting else self._patient_until_s
