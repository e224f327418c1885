"""PURE. Receiver of sealed sheets: bounded before anything is kept, resumed. No I/O.

It knows nothing of keys: the caller opens each part that is wanted. The last part is
acknowledged with the outcome of the whole sheet. `pupil_app/js/teacher/sealed_receiving.js`
is the same.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.protocol.transfers import BLOB_BYTES, TransferCode
from robot.sheets.sealed_sending import PART_BYTES

MOST_PARTS = -(-BLOB_BYTES // PART_BYTES)
MOST_AT_ONCE = 2
IDLE_MS = 60_000
MOST_REMEMBERED = 8

Wanted = str
"""Action for a part. `open`: open it and call `took`; `wait`: answer nothing; anything else: answer
with this acknowledgement code, which is empty if the part was taken before."""

OPEN: Wanted = "open"
WAIT: Wanted = "wait"


@dataclass
class _Incoming:
    parts: int
    touched_ms: int
    pieces: list[bytes] = field(default_factory=list)
    whole: bool = False


class SealedReceiving:
    """Receiver of one end, for the transfers of all sessions.

    Args:
        admit: Returns the code of a refusal for one more sheet, or None; asked before anything
            is kept.
    """

    def __init__(self, admit: Callable[[], TransferCode | None]) -> None:
        self._admit = admit
        self._incoming: OrderedDict[str, _Incoming] = OrderedDict()
        self._outcomes: OrderedDict[str, tuple[int, str]] = OrderedDict()

    @property
    def unfinished(self) -> int:
        """Number of sheets of which parts are missing."""
        return sum(not one.whole for one in self._incoming.values())

    def wants(self, transfer: str, part: int, parts: int, now_ms: int) -> Wanted:
        """Return what to do with this part."""
        if transfer in self._outcomes:
            last, code = self._outcomes[transfer]
            return code if part == last else ""
        known = self._incoming.get(transfer)
        if known is None:
            return self._begin(transfer, part, parts, now_ms)
        if parts != known.parts:
            self.drop(transfer)
            return "out_of_order"
        known.touched_ms = now_ms
        got = len(known.pieces)
        if part < got:
            return WAIT if known.whole and part == got - 1 else ""
        return OPEN if part == got else "out_of_order"

    def _begin(self, transfer: str, part: int, parts: int, now_ms: int) -> Wanted:
        if parts > MOST_PARTS:
            return "too_large"
        if part != 0:
            return "out_of_order"
        self.tick(now_ms)
        if len(self._incoming) >= MOST_AT_ONCE:
            return "busy"
        code = self._admit()
        if code is not None:
            return code
        self._incoming[transfer] = _Incoming(parts, now_ms)
        return OPEN

    def took(self, transfer: str, data: bytes) -> bytes | None:
        """Keep an opened part; return the whole sheet with its last part, else None.

        After the whole sheet, `finish` is to follow; after any other part, an acknowledgement.
        """
        known = self._incoming[transfer]
        known.pieces.append(data)
        if len(known.pieces) < known.parts:
            return None
        known.whole = True
        return b"".join(known.pieces)

    def finish(self, transfer: str, code: str) -> int | None:
        """Decide on a whole sheet; return the part to acknowledge with the code."""
        known = self._incoming.pop(transfer, None)
        if known is None:
            return None
        self._outcomes[transfer] = known.parts - 1, code
        while len(self._outcomes) > MOST_REMEMBERED:
            self._outcomes.popitem(last=False)
        return known.parts - 1

    def drop(self, transfer: str) -> None:
        """Forget a sheet that cannot go on."""
        self._incoming.pop(transfer, None)

    def got(self, transfer: str) -> int:
        """Return how many parts of a transfer are there."""
        known = self._incoming.get(transfer)
        return len(known.pieces) if known is not None else 0

    def tick(self, now_ms: int) -> None:
        """Forget what was interrupted for too long."""
        for transfer, one in list(self._incoming.items()):
            if not one.whole and now_ms - one.touched_ms >= IDLE_MS:
                del self._incoming[transfer]

    def clear(self) -> None:
        """Forget everything."""
        self._incoming.clear()
        self._outcomes.clear()
