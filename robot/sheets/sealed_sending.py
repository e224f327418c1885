"""PURE. Sender of a sealed sheet: one part in flight, repeated, resumed. No I/O.

It knows nothing of keys: the caller seals each part as it leaves. A lost session resumes at
the first part that was not acknowledged. `pupil_app/js/teacher/sealed_sending.js` is the same.
"""

from dataclasses import dataclass

from bridge.protocol.transfers import TRANSFER_REFUSALS

PART_BYTES = 18_396
"""Content of a part: with nonce, tag and base64url no longer than `SEALED_BYTES`."""

REPEAT_MS = 6_000
"""Time without an acknowledgement after which a part is sent again."""
WASHING_MS = 20_000
"""The same for the last part, since the recipient looks at the whole sheet before it answers."""
MOST_TRIES = 5


@dataclass(frozen=True)
class PartOut:
    """Part to seal and send."""

    transfer: str
    part: int
    parts: int
    data: bytes

    def __repr__(self) -> str:
        """Return the place of the part, without its content."""
        return f"PartOut({self.part} of {self.parts})"


@dataclass(frozen=True)
class SealedEnd:
    """End of a transfer: `code` is empty if the whole sheet was taken."""

    transfer: str
    code: str


class SealedSending:
    """One sheet on its way.

    Args:
        transfer: Id, the same in every session.
        data: The sheet.
        first: First part to send, if the recipient has those before it.
    """

    def __init__(self, transfer: str, data: bytes, first: int = 0) -> None:
        self.transfer = transfer
        self.parts = max(1, -(-len(data) // PART_BYTES))
        self.acked = min(first, self.parts - 1)
        """Number of parts that have arrived."""
        self.end: SealedEnd | None = None
        self._data = data
        self._sent_ms: int | None = None
        self._tries = 0

    def next(self, now_ms: int) -> PartOut | None:
        """Return the part to send now; None if one is in flight, or nothing is left."""
        if self.end is not None or (self.due_ms is not None and now_ms < self.due_ms):
            return None
        if self._tries >= MOST_TRIES:
            self.end = SealedEnd(self.transfer, "stopped")
            return None
        self._sent_ms = now_ms
        self._tries += 1
        at = self.acked * PART_BYTES
        data = self._data[at : at + PART_BYTES]
        return PartOut(self.transfer, self.acked, self.parts, data)

    @property
    def due_ms(self) -> int | None:
        """Time at which `next` has something again; None if it has now."""
        if self._sent_ms is None:
            return None
        last = self.acked == self.parts - 1
        return self._sent_ms + (WASHING_MS if last else REPEAT_MS)

    def heard(self, part: int, code: str) -> None:
        """Take an acknowledgement; one of another part changes nothing."""
        if self.end is not None or part != self.acked:
            return
        if code:
            self.end = SealedEnd(self.transfer, code if code in KNOWN_CODES else "internal")
            return
        self.acked += 1
        self._sent_ms, self._tries = None, 0
        if self.acked == self.parts:
            self.end = SealedEnd(self.transfer, "")

    def resume(self) -> None:
        """Go on in another session: send again what was in flight."""
        self._sent_ms, self._tries = None, 0


KNOWN_CODES = frozenset(TRANSFER_REFUSALS) | {"no_class_key"}
"""Codes for which pages have words."""
