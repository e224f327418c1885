"""PURE. Watch over the receiver's reports: overdue, stalled, back after an outage. No I/O."""

from robot.media.transport.packet_arrivals import PacketArrivals
from robot.media.transport.round_trip import RoundTrip

STALL_S = 0.5
"""Time without reports, with packets in flight, after which the line counts as stalled."""
OUTAGE_S = 1.0
SLACK_S = 0.05
REPORTS_PER_LOSS = 20.0
"""Additional reports to wait for: at 10 % loss two in a row are missing every ten seconds."""


class OutageWatch:
    """Detector of missing reports.

    Args:
        arrivals: Log of sent packets.
        round_trip: Round trip and interval of reports.
        now: Monotonic seconds.
    """

    def __init__(self, arrivals: PacketArrivals, round_trip: RoundTrip, now: float) -> None:
        self.feedback_s: float | None = None
        """Time of the last transport feedback; None before the first."""
        self.resumed_s = now
        """End of the last outage."""
        self._arrivals = arrivals
        self._round_trip = round_trip
        self._stalled_s: float | None = None

    @property
    def stalled(self) -> bool:
        """True while reports are missing, so that only sound is sent."""
        return self._stalled_s is not None

    def heard(self, now: float) -> bool:
        """Take in transport feedback; return whether it ends an outage."""
        self.feedback_s = now
        stalled_s, self._stalled_s = self._stalled_s, None
        if stalled_s is None or now - stalled_s < OUTAGE_S:
            return False
        self.resumed_s = now
        return True

    def update(self, now: float) -> None:
        """Check whether the line has stalled."""
        if self.stalled or self.feedback_s is None:
            return
        oldest_s = self._arrivals.oldest_unreported_s
        if oldest_s is None:
            return
        trip = self._round_trip
        longest_s = max(STALL_S, 2 * trip.least_s + 0.2, trip.least_s + 4 * trip.interval_s)
        if now - oldest_s > longest_s and now - self.feedback_s > longest_s / 2:
            self._stalled_s = now

    def overdue_s(self, loss: float, now: float) -> float:
        """Return the delay of a report beyond its usual time; negative if it is in time."""
        oldest_s = self._arrivals.oldest_unreported_s
        if oldest_s is None or self.feedback_s is None:
            return -1.0
        # A line that loses packets loses reports as well.
        reports = 2 + min(2.0, REPORTS_PER_LOSS * loss)
        usual_s = self._round_trip.least_s + reports * self._round_trip.interval_s + SLACK_S
        return now - oldest_s - usual_s
