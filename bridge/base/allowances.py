"""PURE. How much one address, device and connection may ask of a bridge. No I/O."""

from bridge.base.rates import Bucket, Buckets
from bridge.protocol.limits import SIGNAL_BURST, SIGNAL_RATE_HZ

OFFER_RATE_HZ = 1.0
OFFER_BURST = 10
"""An offer is the dearest message: it is read by two parsers and signed."""

ERROR_RATE_HZ = 0.2
ERROR_BURST = 20
"""Mistakes that one connection may make at once before it is closed."""

CLOSING_RATE_HZ = 2.0
CLOSING_BURST = 10
"""A teacher's `pause` and `end` that are carried although the page has said too much else."""

FRAME_RATE_HZ = 3 * SIGNAL_RATE_HZ
FRAME_BURST = 4 * SIGNAL_BURST
"""WebSocket frames of one connection, pings and fragments too; with more it is cut off."""


class Allowances:
    """What is limited by address or device, so that a new connection brings nothing new."""

    def __init__(self, handshakes_per_minute: int) -> None:
        self._handshakes = Buckets(handshakes_per_minute / 60, handshakes_per_minute)
        self._offers = Buckets(OFFER_RATE_HZ, OFFER_BURST)

    def handshake(self, key: str, now: float) -> bool:
        """Take note of one more WebSocket of a neighbourhood; False where there were too many."""
        return self._handshakes.take(key, now)

    def offer(self, device_key: str, now: float) -> bool:
        """Take note of one more offer; False where there were too many."""
        return self._offers.take(device_key, now)


def messages(now: float) -> Bucket:
    """Return the messages that one connection may send."""
    return Bucket(SIGNAL_RATE_HZ, SIGNAL_BURST, now)


def closing(now: float) -> Bucket:
    """Return how often one connection may close the robot beyond its other messages."""
    return Bucket(CLOSING_RATE_HZ, CLOSING_BURST, now)


def mistakes(now: float) -> Bucket:
    """Return the mistakes that one connection may make."""
    return Bucket(ERROR_RATE_HZ, ERROR_BURST, now)


def frames(now: float) -> Bucket:
    """Return the frames that one connection may send."""
    return Bucket(FRAME_RATE_HZ, FRAME_BURST, now)
