"""PURE. Retransmissions and key frames on request, within bounds. No I/O."""

from collections import OrderedDict
from collections.abc import Iterable

MAX_REMEMBERED = 2048
BUDGET_SHARE = 0.3
"""Share of the estimate for retransmissions; not reached at 10 % loss with bursts, but it
bounds a storm of requests."""
BUDGET_S = 0.5
MOST_TRIES = 6
LEAST_AGAIN_S = 0.02
KEY_FRAME_EVERY_S = 0.5

Key = tuple[int, int]


class Repair:
    """Retransmissions within a budget, each at most once in a round trip."""

    def __init__(self, now: float) -> None:
        self.refused = 0
        self._again: OrderedDict[Key, tuple[float, int]] = OrderedDict()
        self._allowance_bytes = 4_000.0
        self._refilled_s = now
        self._key_frame_s: float | None = None

    def want(
        self, nacks: Iterable[Key], rtt_s: float, estimate_bps: float, now: float
    ) -> list[Key]:
        """Return the requested packets to send now; report their sizes to `spent`."""
        self._refill(estimate_bps, now)
        chosen = []
        budget_bytes = self._allowance_bytes
        for key in nacks:
            last_s, tries = self._again.get(key, (-1e9, 0))
            if now - last_s < max(LEAST_AGAIN_S, 0.9 * rtt_s):
                continue
            if tries >= MOST_TRIES or budget_bytes <= 0:
                self.refused += 1
                continue
            budget_bytes -= 1_000
            self._remember(key, now, tries + 1)
            chosen.append(key)
        return chosen

    def spent(self, size_bytes: int) -> None:
        """Count a retransmission that was queued."""
        self._allowance_bytes -= size_bytes

    def key_frame(self, rtt_s: float, now: float) -> bool:
        """Return whether to make a key frame for a request received now."""
        every_s = max(KEY_FRAME_EVERY_S, 1.5 * rtt_s)
        if self._key_frame_s is not None and now - self._key_frame_s < every_s:
            return False
        self._key_frame_s = now
        return True

    def _refill(self, estimate_bps: float, now: float) -> None:
        per_s = BUDGET_SHARE * estimate_bps / 8
        most = max(4_000.0, BUDGET_S * per_s)
        gained = per_s * max(0.0, now - self._refilled_s)
        self._allowance_bytes = min(most, self._allowance_bytes + gained)
        self._refilled_s = now

    def _remember(self, key: Key, now: float, tries: int) -> None:
        self._again[key] = (now, tries)
        self._again.move_to_end(key)
        while len(self._again) > MAX_REMEMBERED:
            self._again.popitem(last=False)
