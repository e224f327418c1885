"""PURE. Backlog before a TCP connection to a relay, and its drops. No I/O.

TCP hides a narrow line: everything written is taken and delivered late. Media that would
wait longer than `MAX_DELAY_S` is dropped, as UDP would have dropped it. STUN never is, since a
dropped check could end the call, and neither is DTLS, which carries the channels.
"""

from typing import Final

MAX_DELAY_S: Final = 0.15
FIRST_S: Final = 0.05
"""Shortest time over which a rate is measured."""
WINDOW_S: Final = 1.0
FIRST_BYTES: Final = 32 * 1024
"""Most that waits before a rate is known: a few pictures on a fast line."""
MOST_BYTES: Final = 256 * 1024
"""Most that waits of anything, DTLS included; then the connection is as good as dead."""

_MEDIA_FROM: Final = 128
"""First byte of RTP and RTCP (RFC 7983 section 7)."""
_STUN_BELOW: Final = 4


class Backlog:
    """Follows the buffer of one connection."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._written = 0
        self.dropped = 0

    def takes(self, payload: bytes, waiting: int, now: float) -> bool:
        """Return whether this packet is written.

        Args:
            payload: What the peer is to get.
            waiting: Bytes that the system has not taken yet.
            now: Monotonic seconds.
        """
        if waiting == 0:
            self._since = None
        elif self._since is None:
            self._since, self._written = now, waiting
        first = payload[0] if payload else 0
        if first >= _STUN_BELOW and (
            waiting > MOST_BYTES or (first >= _MEDIA_FROM and self._is_late(waiting, now))
        ):
            self.dropped += 1
            return False
        self._written += len(payload)
        return True

    def _is_late(self, waiting: int, now: float) -> bool:
        if self._since is None:
            return False
        past_s = now - self._since
        if past_s < FIRST_S:
            return waiting > FIRST_BYTES
        drained_bps = max(0, self._written - waiting) / past_s
        if past_s > WINDOW_S:
            # The line may have changed: measure anew, from half of what was seen.
            self._since = now - past_s / 2
            self._written = waiting + int(drained_bps * past_s / 2)
        return waiting > drained_bps * MAX_DELAY_S
