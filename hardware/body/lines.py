"""PURE. Splitter of a byte stream into lines of bounded length. No I/O."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooLong:
    """Marker for a line longer than allowed; its bytes are discarded."""


TOO_LONG = TooLong()


class LineSplitter:
    """Splitter that turns chunks into whole lines and keeps at most one unfinished line.

    Args:
        most_bytes: Longest line, without the newline.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept = b""
        self._skipping = False

    @property
    def kept_bytes(self) -> int:
        """Bytes kept of an unfinished line."""
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
