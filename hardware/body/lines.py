"""PURE. Bytes of a stream to lines of a bounded length. No I/O."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line longer than allowed; its bytes are gone."""


TOO_LONG = TooLong()


class LineSplitter:
    """Collects chunks, gives whole lines, and never keeps more than one of them.

    Args:
        most_bytes: Longest line, without its end.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept = b""
        self._skipping = False

    @property
    def kept_bytes(self) -> int:
        """How much of an unfinished line is held."""
        return len(self._kept)

    def feed(self, chunk: bytes) -> list[bytes | TooLong]:
        """Return the lines that this chunk completes; empty lines are left out."""
        found: list[bytes | TooLong] = []
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            line = self._kept + part
            self._kept = b""
            if self._skipping:
                self._skipping = False
            elif len(line) > self._most_bytes:
                found.append(TOO_LONG)
            elif line:
                found.append(line)
        if not self._skipping:
            self._kept += rest
            if len(self._kept) > self._most_bytes:
                self._kept = b""
                self._skipping = True
                found.append(TOO_LONG)
        return found
