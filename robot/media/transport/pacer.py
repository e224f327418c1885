"""PURE. Pacing of packets, the most important ones first. No I/O."""

from heapq import heappop, heappush

from robot.media.transport.plan import Kind

ORDER: tuple[Kind, ...] = ("sound", "retransmission", "picture", "repeat", "probe")
MOST_PACKETS = {"sound": 16, "retransmission": 128, "picture": 512, "repeat": 512, "probe": 64}
REPEAT_STALE_S = 0.15
"""Age at which a copy is useless because a retransmission on request would be sooner."""
BURST_S = 0.008
"""Burst that is allowed because the loop's timer is not more exact."""
BIG_BURST_BYTES = 2_400
"""Burst that is always allowed: two packets."""


class Pacer:
    """Bounded queues with a common rate; sound is not delayed but counted.

    Args:
        pacing_bps: Rate; change it at any time through the attribute.
        now: Monotonic seconds.
    """

    def __init__(self, pacing_bps: int, now: float) -> None:
        self.pacing_bps = pacing_bps
        self.backlog_bytes = 0
        """Waiting picture packets and retransmissions; copies and padding do not count."""
        self.dropped = 0
        self._queues: dict[Kind, list[tuple[float, int, bytes]]] = {kind: [] for kind in ORDER}
        self._order = 0
        self._free_s = now - 1.0

    def push(self, packet: bytes, kind: Kind, now: float, after_s: float = 0.0) -> bool:
        """Queue a packet for sending after `after_s` or later; return False if there is no room."""
        queue = self._queues[kind]
        if len(queue) >= MOST_PACKETS[kind]:
            self.dropped += 1
            return False
        self._order += 1
        heappush(queue, (now + after_s, self._order, packet))
        if kind in ("picture", "retransmission"):
            self.backlog_bytes += len(packet)
        return True

    def pop(self, now: float) -> tuple[bytes, Kind] | None:
        """Return the next packet that may be sent now."""
        self._drop_stale(now)
        for kind in ORDER:
            queue = self._queues[kind]
            if not queue or queue[0][0] > now or (kind != "sound" and self._free_s > now):
                continue
            packet = heappop(queue)[-1]
            if kind in ("picture", "retransmission"):
                self.backlog_bytes -= len(packet)
            self.spent(len(packet), now)
            return packet, kind
        return None

    def spent(self, size_bytes: int, now: float) -> None:
        """Count bytes that were sent, including those that bypassed the pacer."""
        rate = max(1, self.pacing_bps) / 8
        burst_s = max(BURST_S, min(0.05, BIG_BURST_BYTES / rate))
        self._free_s = max(self._free_s, now - burst_s) + size_bytes / rate
        self._free_s = min(self._free_s, now + 1.0)

    def wait_s(self, now: float) -> float | None:
        """Return the time until `pop` may return a packet; None with nothing queued."""
        waits = [
            queue[0][0] if kind == "sound" else max(queue[0][0], self._free_s)
            for kind, queue in self._queues.items()
            if queue
        ]
        return max(0.0, min(waits) - now) if waits else None

    def drop_picture(self) -> int:
        """Drop all waiting packets of the picture, with copies and padding; return their number."""
        gone = 0
        for kind in ORDER[1:]:
            gone += len(self._queues[kind])
            self._queues[kind].clear()
        self.backlog_bytes = 0
        self.dropped += gone
        return gone

    def _drop_stale(self, now: float) -> None:
        for kind in ("repeat", "probe"):
            queue = self._queues[kind]
            while queue and now - queue[0][0] > REPEAT_STALE_S:
                heappop(queue)
                self.dropped += 1
