"""PURE. Estimate of the line's capacity from queueing, delivery rate and loss. No I/O.

While packets queue, the delivery rate equals the capacity: the estimate then follows the
measured delivery rate, a little below it, so that the queue drains. With an empty queue
the estimate grows: fast while the capacity is unknown, slowly close to the last known
one. Loss alone is attributed to radio, not to congestion, unless it comes with queueing
or is far above the usual loss of this line.
"""

from dataclasses import dataclass

LEAST_BPS = 20_000
BACKOFF = 0.9
"""Share of the measured delivery rate that becomes the estimate; the rest drains the queue."""
OWN_PACE = 0.8
"""Below this share of the estimate, a delivery rate not lower than the entry rate is our own
pace: the queue is that of other traffic, or drains already, and says nothing about capacity."""
LIMIT_S = 0.02
"""Standing queue that counts as congestion on a line without jitter."""
LIMIT_PER_TAIL = 0.4
MOST_LIMIT_S = 0.05
"""Not counting the transmission time of our own packets."""
DRAIN_S = 0.25
LEAST_DRAIN = 0.3
FOLLOW_EVERY_S = 0.1
"""Interval of updates while congested."""

FIRST_S, FIRST_QUEUE_S, FIRST_SHARE = 2.0, 0.1, 0.4
"""While a connection is so young, a delay of this much of the newest packet and a delivery of this
share of the estimate show at once that the line is far too narrow for what was assumed."""
FIRST_LEAST_BPS = 60_000
"""Lowest estimate that so few packets can justify."""

GROW_UNKNOWN = 1.2
GROW_FAR = 0.5
GROW_NEAR = 0.05
"""Growth per second. Below `NARROW_BPS` an unknown capacity counts as far: what is too much there
holds the picture up for a second."""
NEAR_FROM, NEAR_TO = 0.85, 1.08
"""Shares of the last known capacity between which growth is slow."""
END_KEPT_S = 30.0
USED_FROM = 0.6
"""Below this share of the estimate the sender itself is the limit, and the estimate stays."""
PROVEN, PROVEN_NEAR, PROVEN_BESIDE = 1.6, 1.22, 1.1
"""Multiples of the delivery rate that bound the growth of the estimate: far from the last known
capacity, near it, and while blobs fill the line up to a share of the estimate."""
NARROW_BPS = 120_000
"""Below this estimate there may be no picture, so that probes alone find out what a line carries.
One that fails then still counts for what arrived: otherwise heartbeats and the state beside it, a
third of a line of 100 kbit/s, keep it dark for ever."""
SLOW_FALL, LOSSY_FALL = 0.92, 0.85
"""Least shares that a queue and a loss leave of such an estimate, at each update: a state that the
robot tells beside the media queues for a quarter of a second there. `drain` makes way for it."""
HOLD_S = 0.4
"""Calm required after a fall before growth begins."""

ODD_LOSS = 0.14
"""Loss above the line's usual one that counts as congestion even without a queue (a policer)."""
CLEARED = 0.8

QUEUE_LOSS = 0.02
"""Loss to a full queue that counts as congestion: its delay alone is too short to show it."""
QUEUE_FALL_EVERY_S = 0.3
USUAL_TAU_S = 10.0
FIRST_USUAL, MOST_USUAL = 0.06, 0.12
ODD_FALL_EVERY_S = 1.0
SUSPECT_S = 3.0


@dataclass(frozen=True)
class LineEstimate:
    """Latest measurements of the line."""

    standing_s: float
    tail_s: float
    delivered_bps: int
    sent_bps: int
    entry_bps: int
    """Rate at which the delivered packets were sent."""
    loss: float
    """Share lost over the last second."""
    queue_loss: float
    """Loss that a full queue explains; see `loss.Loss`."""
    own_s: float = 0.0
    """Transmission time of the smallest packets: a delay without any queue."""
    beside: bool = False
    """Blobs cross beside the media."""
    newest_s: float = 0.0
    """Queueing delay of the packet that arrived last."""


class CapacityEstimator:
    """Estimate of the line's capacity, with all headers counted."""

    def __init__(self, start_bps: int, most_bps: int, now: float) -> None:
        self.estimate_bps = float(start_bps)
        self.most_bps = most_bps
        self.drain = 1.0
        """Share of the estimate to use while a queue drains."""
        self.congested = False
        self.suspect = False
        """True if packets were lost lately because too many were sent."""
        self.end_known = False
        """True if the capacity was reached lately."""
        self.usual_loss = FIRST_USUAL
        self.limit_s = LIMIT_S
        """Standing queue that counts as congestion now."""
        self._end_bps: float | None = None
        self._end_s = now
        self._began_s = now
        self._updated_s = now
        self._followed_s = now - FOLLOW_EVERY_S
        self._fell_s = now - HOLD_S
        self._odd_s = now - SUSPECT_S

    def update(self, line: LineEstimate, now: float) -> None:
        """Follow a new measurement."""
        passed_s = min(0.25, max(0.0, now - self._updated_s))
        self._updated_s = now
        if self._is_far_too_fast(line, now):
            self._end_bps, self._end_s, self._fell_s = float(line.delivered_bps), now, now
            self._set(max(FIRST_LEAST_BPS, BACKOFF * line.delivered_bps))
        limit_s = min(MOST_LIMIT_S, LIMIT_S + LIMIT_PER_TAIL * line.tail_s) + line.own_s
        self.limit_s = limit_s
        over = line.standing_s > limit_s
        self.drain = 1.0
        if over:
            excess_s = line.standing_s - limit_s / 2
            self.drain = max(LEAST_DRAIN, 1.0 - excess_s / DRAIN_S)
            self._follow(line, now)
        elif line.standing_s < 0.6 * limit_s and now - self._fell_s > HOLD_S:
            self._grow(line, passed_s, now)
        self.congested = over
        self.end_known = self._end_bps is not None
        self._weigh_loss(line, passed_s, now)

    def proven(self, bps: float, now: float) -> None:
        """Take in that a probe was carried at this rate."""
        if bps > self.estimate_bps:
            self._set(bps)
            if self._end_bps is not None and bps > self._end_bps:
                self._end_bps = None
        self._fell_s = now - HOLD_S

    def refuted(self, bps: float, now: float) -> None:
        """Take in that a probe exceeded the capacity; of it, this rate arrived."""
        if self.estimate_bps < NARROW_BPS:
            self._set(max(self.estimate_bps, BACKOFF * bps))
        self._end_bps, self._end_s = max(bps, self.estimate_bps), now

    def cleared(self, bps: float, now: float) -> None:
        """Take in that there was no congestion: continue near this rate, carried before."""
        self._set(max(self.estimate_bps, CLEARED * bps))
        self._end_bps = None
        self.congested = self.end_known = False
        self.drain = 1.0
        self._fell_s = now - HOLD_S

    def resume(self, now: float) -> None:
        """Resume after an outage: start below the old estimate, and grow fast."""
        self._set(max(min(150_000.0, self.estimate_bps), 0.5 * self.estimate_bps))
        self._end_bps = None
        self._fell_s = now - HOLD_S

    def reported(self, bps: int) -> None:
        """Without transport feedback, follow the receiver's estimate (REMB)."""
        self._set(0.9 * bps)

    def counted(self, loss: float, passed_s: float) -> None:
        """Without any estimate of the receiver's, follow the loss in its reports."""
        if loss > 0.1:
            self._set(self.estimate_bps * (1.0 - 0.5 * loss))
        elif loss < 0.04:
            self._set(self.estimate_bps * (1.0 + 0.08 * min(5.0, passed_s)))

    def _is_far_too_fast(self, line: LineEstimate, now: float) -> bool:
        """Tell from the first pictures alone that the line is much narrower than was assumed.

        Their packets come ever later: those of a line that only stalled come together.
        """
        return (
            self._end_bps is None
            and now - self._began_s < FIRST_S
            and line.newest_s > FIRST_QUEUE_S
            and 0 < line.delivered_bps < FIRST_SHARE * self.estimate_bps
            and line.delivered_bps < FIRST_SHARE * line.entry_bps
        )

    def _follow(self, line: LineEstimate, now: float) -> None:
        if now - self._followed_s < FOLLOW_EVERY_S or not line.delivered_bps:
            return
        self._followed_s = self._fell_s = now
        if line.entry_bps <= line.delivered_bps < OWN_PACE * self.estimate_bps:
            return
        target_bps = BACKOFF * line.delivered_bps
        if target_bps < self.estimate_bps:
            # The first step covers most of the difference; later ones smooth a short measurement.
            least_bps = SLOW_FALL * self.estimate_bps if self._is_narrow else 0.0
            self._set(max(least_bps, self.estimate_bps + 0.7 * (target_bps - self.estimate_bps)))
        self._end_is(line.delivered_bps, now)

    def _grow(self, line: LineEstimate, passed_s: float, now: float) -> None:
        if line.sent_bps < USED_FROM * self.estimate_bps:
            return
        if now - self._end_s > END_KEPT_S:
            self._end_bps = None
        grown = self.estimate_bps * (1.0 + self._growth() * passed_s)
        proven = PROVEN if self._end_bps is None else PROVEN_NEAR
        if line.beside:
            proven = PROVEN_BESIDE
        self._set(max(self.estimate_bps, min(grown, proven * line.delivered_bps + 10_000)))

    def _growth(self) -> float:
        if self._end_bps is None:
            return GROW_FAR if self._is_narrow else GROW_UNKNOWN
        share = self.estimate_bps / self._end_bps
        if share > NEAR_TO:
            self._end_bps = None
            return GROW_FAR
        return GROW_NEAR if share >= NEAR_FROM else GROW_FAR

    def _weigh_loss(self, line: LineEstimate, passed_s: float, now: float) -> None:
        full = line.queue_loss > QUEUE_LOSS
        odd = line.loss - self.usual_loss > ODD_LOSS
        every_s = QUEUE_FALL_EVERY_S if full else ODD_FALL_EVERY_S
        if (full or odd) and now - self._odd_s > every_s and line.delivered_bps:
            self._odd_s = self._fell_s = now
            share = LOSSY_FALL if self._is_narrow else 0.7
            fallen = max(share * self.estimate_bps, (0.95 if full else 1.0) * line.delivered_bps)
            self._set(min(self.estimate_bps, fallen))
            self._end_is(line.delivered_bps, now)
        self.suspect = now - self._odd_s < SUSPECT_S
        if full:
            return
        tau_s = USUAL_TAU_S if line.loss > self.usual_loss else USUAL_TAU_S / 2
        usual = self.usual_loss + (line.loss - self.usual_loss) * min(1.0, passed_s / tau_s)
        self.usual_loss = min(MOST_USUAL, usual)

    @property
    def _is_narrow(self) -> bool:
        return self.estimate_bps < NARROW_BPS

    def _end_is(self, delivered_bps: float, now: float) -> None:
        """Remember the capacity; of a few packets, what the estimate kept tells more of it."""
        bps = max(delivered_bps, self.estimate_bps) if self._is_narrow else delivered_bps
        self._end_bps, self._end_s = float(bps), now

    def _set(self, bps: float) -> None:
        self.estimate_bps = min(float(self.most_bps), max(float(LEAST_BPS), bps))
