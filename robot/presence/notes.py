"""PURE. Messages of the teacher to the child. No I/O.

Only the last one is kept, in memory alone, and it goes with the stay. The count goes on, so that
a page which has shown one message knows the next from it.
"""

from bridge.protocol.fields import NoteKind
from bridge.protocol.presence import TeacherNote


class Notes:
    """The last message to the child; begins with none."""

    def __init__(self) -> None:
        self.last: TeacherNote | None = None
        self._count = 0

    def say(self, kind: NoteKind, text: str) -> None:
        """Keep a message in the place of the one before."""
        self._count += 1
        self.last = TeacherNote(self._count, kind, text)

    def forget(self) -> None:
        """Forget the message, because the stay is over."""
        self.last = None
