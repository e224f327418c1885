"""PURE. A stream of bytes, cut into what a make of servos takes for a message. No I/O."""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

Message = TypeVar("Message")

PIECE_BYTES = 64
"""However much arrives at once, little more than one message is ever held."""
HEADER_BYTE = 0xFF
"""Every header begins with it."""


class FrameDecoder(ABC, Generic[Message]):
    """Finds messages in whatever arrives; what is none is skipped and counted.

    It never holds more than one message.
    """

    def __init__(self) -> None:
        self.bad_checksums = 0
        self.skipped_bytes = 0
        self._kept = bytearray()

    @abstractmethod
    def _next(self) -> list[Message] | None:
        """Take one message off; None where none is whole, nothing where it is not for us."""

    def feed(self, chunk: bytes) -> list[Message]:
        """Return the messages that end within this chunk."""
        found: list[Message] = []
        for at in range(0, len(chunk), PIECE_BYTES):
            self._kept += chunk[at : at + PIECE_BYTES]
            while (taken := self._next()) is not None:
                found += taken
        return found

    @property
    def errors(self) -> int:
        """How often something else than a message arrived."""
        return self.bad_checksums + self.skipped_bytes

    @property
    def kept_bytes(self) -> int:
        """How much of an unfinished message is held."""
        return len(self._kept)

    def clear(self) -> None:
        """Forget the begin of a message, and count it."""
        self.skipped_bytes += len(self._kept)
        self._kept.clear()

    def _skip(self) -> None:
        """Drop bytes up to where the next header may begin."""
        start = self._kept.find(HEADER_BYTE, 1)
        dropped = len(self._kept) if start < 0 else start
        self.skipped_bytes += dropped
        del self._kept[:dropped]
