"""PURE. Rate limits for one address, one device and one connection. No I/O."""

from bridge.base.rates import Bucket, Buckets
from bridge.protocol.limits import SEALED_BURST, SEALED_RATE_HZ, SIGNAL_BURST, SIGNAL_RATE_HZ

OFFER_RATE_HZ = 1.0
OFFER_BURST = 10
"""An offer is the most expensive message: it is parsed twice and its signature is checked."""

BUDDY_RATE_HZ = 1.0
BUDDY_BURST = 8
"""Actions of all who hold one buddy's link. The robot takes five a second of a whole class, and a
classmate must not use up those of the teacher."""

ERROR_RATE_HZ = 0.2
ERROR_BURST = 20
"""Mistakes that one connection may make at once before it is closed."""

CLOSING_RATE_HZ = 2.0
CLOSING_BURST = 10
"""A teacher's `pause` and `end` that are carried although the page has said too much else."""

FRAME_RATE_HZ = 3 * SIGNAL_RATE_HZ
FRAME_BURST = 4 * SIGNAL_BURST
"""WebSocket frames of one connection, with pings and fragments; more end the connection."""


class Allowances:
    """Limits by address, device or link, which a new connection does not reset."""

    def __init__(self, handshakes_per_minute: int) -> None:
        self._handshakes = Buckets(handshakes_per_minute / 60, handshakes_per_minute)
        self._offers = Buckets(OFFER_RATE_HZ, OFFER_BURST)
        self._buddies = Buckets(BUDDY_RATE_HZ, BUDDY_BURST)

    def handshake(self, key: str, now: float) -> bool:
        """Count one more WebSocket of a neighbourhood; return False if there were too many."""
        return self._handshakes.take(key, now)

    def offer(self, device_key: str, now: float) -> bool:
        """Count one more offer of a device; return False if there were too many."""
        return self._offers.take(device_key, now)

    def buddy(self, token_hash: str, now: float) -> bool:
        """Count one more action by a buddy's link; return False if there were too many."""
        return self._buddies.take(token_hash, now)


def messages(now: float) -> Bucket:
    """Return a bucket for the messages of one connection."""
    return Bucket(SIGNAL_RATE_HZ, SIGNAL_BURST, now)


def closing(now: float) -> Bucket:
    """Return how often one connection may close the robot beyond its other messages."""
    return Bucket(CLOSING_RATE_HZ, CLOSING_BURST, now)


def sealed(now: float) -> Bucket:
    """Return a bucket for the parts of sheets that one connection sends, and for its receipts."""
    return Bucket(SEALED_RATE_HZ, SEALED_BURST, now)


def mistakes(now: float) -> Bucket:
    """Return a bucket for the mistakes of one connection."""
    return Bucket(ERROR_RATE_HZ, ERROR_BURST, now)


def frames(now: float) -> Bucket:
    """Return a bucket for the frames of one connection."""
    return Bucket(FRAME_RATE_HZ, FRAME_BURST, now)
