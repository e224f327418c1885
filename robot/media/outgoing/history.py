"""PURE. History of sent picture packets, for retransmissions. No I/O."""

from collections import OrderedDict

MOST_PACKETS = 1024
KEEP_S = 2.0


class History:
    """Packets of the last two seconds, by sequence number."""

    def __init__(self) -> None:
        self._packets: OrderedDict[int, tuple[float, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._packets)

    def add(self, sequence: int, packet: bytes, now: float) -> None:
        """Add a packet and drop the oldest ones."""
        self._packets.pop(sequence, None)
        self._packets[sequence] = (now, packet)
        while len(self._packets) > MOST_PACKETS or self._oldest_s() < now - KEEP_S:
            self._packets.popitem(last=False)

    def get(self, sequence: int) -> bytes | None:
        """Return the packet if it is still known."""
        entry = self._packets.get(sequence)
        return entry[1] if entry else None

    def newest(self) -> bytes | None:
        """Return the packet that was added last."""
        return next(reversed(self._packets.values()))[1] if self._packets else None

    def _oldest_s(self) -> float:
        return next(iter(self._packets.values()))[0]
