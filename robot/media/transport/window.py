"""PURE. Limit of bytes in flight, above which frames are skipped. No I/O."""

from robot.media.transport.outage import SLACK_S
from robot.media.transport.round_trip import RoundTrip

LEAST_BYTES = 5_000
NO_LIMIT_BYTES = 1 << 30
"""Limit before anything is known of the line."""

START_BYTES = 4_000
"""About the first picture. Until the line is known, as much again as has arrived may follow it:
else a second of queue has been sent into a narrow line before its first report is back."""

STANDING_STOP_S = 0.07
"""Standing queue above which frames are skipped until it has drained, all but the kept ones."""

KEPT_INTERVAL_S = 0.2
"""Interval of the pictures that are sent nevertheless. The rate falls while a queue drains, so they
are small; without them the picture would be seen to stand still until the queue is gone."""


def window_bytes(rate_bps: float, trip: RoundTrip) -> int:
    """Return the bytes that are in flight at this rate while reports come as usual."""
    span_s = trip.least_s + 1.5 * trip.interval_s + SLACK_S
    return int(max(LEAST_BYTES, rate_bps / 8 * span_s))


def start_bytes(arrived_bytes: int) -> int:
    """Return the limit of a young connection, of which so much has arrived."""
    return START_BYTES + arrived_bytes
