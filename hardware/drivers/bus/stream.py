"""PURE. Frame synchronisation: cut a stream of bytes into messages. No I/O."""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

Message = TypeVar("Message")

PIECE_BYTES = 64
"""Bytes taken at a time: little more than one message is held, however much arrives at once."""
HEADER_BYTE = 0xFF
"""First byte of every header."""


class FrameDecoder(ABC, Generic[Message]):
    """Finds messages among arriving bytes; skips and counts the others.

    It holds no more than one unfinished message.
    """

    def __init__(self) -> None:
        self.bad_checksums = 0
        self.skipped_bytes = 0
        self._kept = bytearray()

    @abstractmethod
    def _next(self) -> list[Message] | None:
        """Take one message off the kept bytes.

        Returns:
            The message; an empty list for one that is not for us; None while it is incomplete.
        """

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
        """Number of bad checksums and skipped bytes."""
        return self.bad_checksums + self.skipped_bytes

    @property
    def kept_bytes(self) -> int:
        """Length of the unfinished message that is held."""
        return len(self._kept)

    def clear(self) -> None:
        """Drop the unfinished message, and count its bytes as skipped."""
        self.skipped_bytes += len(self._kept)
        self._kept.clear()

    def _skip(self) -> None:
        """Drop bytes up to the next possible start of a header."""
        start = self._kept.find(HEADER_BYTE, 1)
        dropped = len(self._kept) if start < 0 else start
        self.skipped_bytes += dropped
        del self._kept[:dropped]
