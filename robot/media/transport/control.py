"""PURE. Congestion control: the receiver's reports in, a plan for sending out. No I/O.

It combines the parts of this package and adds what concerns all of them: the order in which
a narrow line costs size, frame rate and picture, but never the sound; the window that makes
the camera skip frames as soon as reports are overdue; and the recovery after an outage.
"""

from robot.media.transport import sound, window
from robot.media.transport.beside import BesideLoad
from robot.media.transport.budget import PictureBudget, shyness
from robot.media.transport.congestion import CapacityEstimator, LineEstimate
from robot.media.transport.copies import Copies
from robot.media.transport.delay import QueueDelay
from robot.media.transport.delivery import Delivery
from robot.media.transport.known_line import UNKNOWN_BPS
from robot.media.transport.ladder import Ladder
from robot.media.transport.loss import Loss
from robot.media.transport.outage import OutageWatch
from robot.media.transport.packet_arrivals import Outcome, PacketArrivals
from robot.media.transport.plan import Kind, Plan, Requests, Rung
from robot.media.transport.playout_delay import PlayoutDelay
from robot.media.transport.probing import Prober
from robot.media.transport.round_trip import RateMeter, RoundTrip
from robot.media.transport.route import Route
from robot.media.transport.rtcp import (
    KeyFrameRequest,
    Nack,
    Remb,
    ReportBlock,
    TransportFeedback,
    parse,
)
from robot.media.types.spec import Size

__all__ = ["CongestionControl", "Plan", "Requests", "Rung"]

MARGIN = 0.96
"""Share of the estimate that is planned, since encoders overshoot at times."""
LEAST_FPS = 5
"""Frame rate with which a returning picture may begin."""

COPIED_FROM = 1.0
"""Share of the rate at which the picture looks clean that must be left beside its copies. At 0.7 a
line of 600 kbit/s sent a blurred picture twice, where waiting for repairs costs 40 to 100 ms."""

OFTEN = 0.025
"""Loss at which some fifth of the pictures needs a copy, and all wait for it. A second copy, needed
by one picture in a hundred, is not waited for: that picture is shown when it is complete."""

REPAIR_S = 0.01
"""Time of browser and robot for a request and its answer, on top of the round trip."""
HARDLY_LATE_S = 0.033
"""Lateness of a repaired picture that is hardly seen, a frame. To wait for it as well would delay
every picture for the sake of a few."""
MOST_REPAIRS = 0.25
"""Largest share of the picture's room for retransmissions; more is a passing burst of loss."""

NO_FEEDBACK_S = 1.5
"""Time without transport feedback after which other reports are followed."""
FEW_PACKETS_BPS = 180_000
"""Estimate below which so few packets come in a quarter of a second that a queue of a tenth is
measured together with the calm before it: the rate of both is far below what the line carries."""
CALM_S = 0.015
LITTLE_OWN_S, MOST_OWN_S = 0.008, 0.06


class CongestionControl:
    """Congestion control of one connection; see `Plan`.

    Args:
        source: Size and rate of the camera.
        now: Monotonic seconds, as everywhere here.
        start_bps: First estimate.
    """

    def __init__(self, source: Size, now: float, start_bps: int = UNKNOWN_BPS) -> None:
        self._budget = PictureBudget(source)
        self._arrivals = PacketArrivals()
        self._round_trip = RoundTrip()
        self._outage = OutageWatch(self._arrivals, self._round_trip, now)
        self._delay = QueueDelay()
        self._delivery = Delivery()
        self._loss = Loss()
        self._congestion = CapacityEstimator(start_bps, self._budget.most_bps(0.0), now)
        self._prober = Prober(now)
        self.beside = BesideLoad(now)
        """Blobs that cross beside the media."""
        self._route = Route()
        self._ladder = Ladder(source, now)
        self._copies = Copies()
        self._playout_delay = PlayoutDelay(now)
        self._sent = RateMeter(0.5, now)
        self._repairs = RateMeter(2.0, now)
        self._pictures = RateMeter(2.0, now)
        self._rung: Rung | None = None
        self._sound = sound.sound_plan(start_bps, 0.0)
        self._began_s = now
        self._first_sent_s: float | None = None
        self._report_s: float | None = None
        self.broken = 0
        """RTCP packets that could not be read."""

    @property
    def rtt_s(self) -> float:
        """Round trip of the last second, its queue included."""
        return self._round_trip.now_s

    @property
    def loss(self) -> float:
        """Share of packets lost over the last seconds."""
        return self._loss.share

    @property
    def queue_delay_s(self) -> float:
        """Queueing delay of packets in the line."""
        return self._delay.standing_s

    @property
    def estimate_bps(self) -> int:
        """Estimate of the line's capacity, all headers counted."""
        return int(self._congestion.estimate_bps)

    @property
    def in_flight_bytes(self) -> int:
        """Bytes sent and not yet reported; compare with `Plan.window_bytes`."""
        return self._arrivals.in_flight_bytes

    @property
    def stalled(self) -> bool:
        """True while reports are missing, so that only sound is sent."""
        return self._outage.stalled

    @property
    def measured(self) -> bool:
        """True once reports have come, so that the estimate is one of this line."""
        return self._outage.feedback_s is not None

    def start_at(self, start_bps: int) -> None:
        """Begin with this estimate; call it before anything is sent."""
        self._congestion.estimate_bps = float(start_bps)

    def on_sent(self, transport_seq: int, size_bytes: int, kind: Kind, now: float) -> None:
        """Log a packet sent now; the size includes all headers."""
        if self._first_sent_s is None:
            self._first_sent_s = now
        self._arrivals.sent(transport_seq, size_bytes, kind, now)
        self._sent.add(size_bytes, now)
        if kind == "retransmission":
            self._repairs.add(size_bytes, now)
        elif kind == "picture":
            self._pictures.add(size_bytes, now)

    def on_rtcp(self, data: bytes, now: float) -> Requests:
        """Take in decrypted compound RTCP; broken bytes are counted, not raised."""
        compound = parse(data)
        self.broken += compound.broken
        nacks: list[tuple[int, int]] = []
        key_frame = False
        for item in compound.items:
            if isinstance(item, TransportFeedback):
                # Earlier than the receiver would ask: it has just lost what it needs for that.
                key_frame |= self._on_feedback(item, now)
            elif isinstance(item, Nack):
                nacks.extend((item.ssrc, seq) for seq in item.seqs)
            elif isinstance(item, KeyFrameRequest):
                key_frame = True
            else:
                self._on_report(item, now)
        return Requests(tuple(nacks), key_frame)

    def tick(self, now: float) -> Plan:
        """Return the current plan; call it every 25 ms or so, and after `on_rtcp`."""
        self._outage.update(now)
        congestion = self._congestion
        calm = (
            self._outage.feedback_s is not None
            and not self._outage.stalled
            and not congestion.congested
            and self.beside.wanted != "still"  # it is over soon, and fills the line by itself
            and self._delay.standing_s < CALM_S + 0.4 * self._delay.tail_s + self._own_s
            and self._outage.overdue_s(self.loss, now) <= 0
        )
        self._prober.tick(calm, congestion.estimate_bps, congestion.most_bps, now)
        return self._plan(now)

    # -- reports

    def _on_feedback(self, feedback: TransportFeedback, now: float) -> bool:
        """Take in a report; return whether it ends an outage in which pictures were lost."""
        before_s = self._arrivals.newest_sent_s
        outcomes = self._arrivals.report(feedback)
        newest_s = self._arrivals.newest_sent_s
        if newest_s is None or not outcomes:
            return False
        is_back = self._outage.heard(now)
        if is_back:
            self._resume(now)
        if before_s is None or newest_s > before_s:
            self._round_trip.add(now - newest_s, now)
        for outcome in outcomes:
            self._count(outcome)
        self._delay.update_tail()
        self._loss.update(newest_s)
        finding = self._prober.judge(self._delivery, newest_s, now)
        if finding and finding.carried and not self._congestion.congested:
            self._congestion.proven(0.95 * finding.rate_bps, now)
        elif finding:
            self._congestion.refuted(finding.rate_bps, now)
        before_bps = self._congestion.estimate_bps
        line = self._line(now)
        self._congestion.update(line, now)
        carried_bps = self._route.changed(
            self._congestion.congested, line.standing_s, line.sent_bps, before_bps, now
        )
        if carried_bps is not None:
            self._delay.rebase()
            self._round_trip.rebase(now)
            self._congestion.cleared(carried_bps, now)
        lost = (outcome.kind for outcome in outcomes if outcome.arrived_s is None)
        return is_back and any(kind != "sound" for kind in lost)

    def _count(self, outcome: Outcome) -> None:
        if outcome.arrived_s is None and outcome.sent_s <= self._outage.resumed_s:
            return  # an outage is not loss of the working line
        wait_s = None
        if outcome.arrived_s is not None:
            own_s = 8 * outcome.size_bytes / self._congestion.estimate_bps
            self._delay.add(outcome.sent_s, outcome.arrived_s, own_s)
            wait_s = self._delay.newest_s
            self._delivery.add(outcome, wait_s > self._congestion.limit_s / 2)
        self._loss.add(outcome.sent_s, outcome.number, wait_s)

    def _line(self, now: float) -> LineEstimate:
        window_s = 0.25 if self._delay.standing_s > 0.03 else 0.5
        if window_s == 0.25 and self._congestion.estimate_bps < FEW_PACKETS_BPS:
            # The line carries what it can while packets queue; before, it carried what there was.
            window_s = self._delivery.busy_s(window_s)
        beside_bps = self.beside.delivered_bps(now)
        return LineEstimate(
            standing_s=self._delay.standing_s,
            tail_s=self._delay.tail_s,
            delivered_bps=self._delivery.rate_bps(window_s) + beside_bps,
            sent_bps=self._sent.bps(now) + self.beside.sent_bps(now),
            entry_bps=self._delivery.entry_bps(window_s) + beside_bps,
            loss=self._loss.short_share,
            queue_loss=self._loss.queue_share,
            own_s=self._own_s,
            beside=self.beside.wanted is not None,
            newest_s=self._delay.newest_s,
        )

    @property
    def _own_s(self) -> float:
        """Transmission time of a packet of sound on a narrow line, the smallest packet there is."""
        packet_s = sound.packet_s(self._sound, self._congestion.estimate_bps)
        return min(MOST_OWN_S, max(0.0, packet_s - LITTLE_OWN_S))

    def _on_report(self, item: ReportBlock | Remb, now: float) -> None:
        if self._outage.feedback_s is not None or now - self._began_s < NO_FEEDBACK_S:
            return
        if isinstance(item, Remb):
            self._congestion.reported(item.bitrate_bps)
        else:
            passed_s = now - (self._report_s or now)
            self._congestion.counted(item.fraction_lost, passed_s)
        self._report_s = now

    def _resume(self, now: float) -> None:
        self._delay.restart()
        self._delivery.restart()
        self._congestion.resume(now)
        self._prober.restart(now)

    # -- plan

    def _plan(self, now: float) -> Plan:
        # Copies do not help against loss to a full queue; sending less does.
        congestion = self._congestion
        loss = 0.0 if congestion.suspect else self._loss.share
        share = sound.STALLED_SHARE if self._outage.stalled else 1.0
        sound_plan = self._sound = sound.sound_plan(int(share * congestion.estimate_bps), loss)
        room_bps = MARGIN * congestion.estimate_bps - sound.sound_cost_bps(sound_plan)
        needed_bps = COPIED_FROM * self._ladder.full_bps(0)
        self._copies.update(loss, self._loss.burst_s, self.rtt_s, room_bps, needed_bps)
        congestion.most_bps = self._budget.most_bps(loss)
        repairs_bps = min(self._repairs.bps(now), MOST_REPAIRS * max(0.0, room_bps))
        fps = self._rung.fps if self._rung else LEAST_FPS
        picture_bps = room_bps - repairs_bps
        left_bps = self.beside.left_bps(picture_bps)
        steady_bps = self._budget.video_bps(left_bps, self._copies.count, fps)
        asked_bps = steady_bps * congestion.drain * self._shy(steady_bps, now)
        if self.beside.wanted is not None and self._rung is not None:
            # A change of size would cost two key frames.
            self._rung = self._ladder.slowed(self._rung, steady_bps)
        else:
            self._rung = self._ladder.choose(steady_bps, not congestion.congested, now)
        rung = None if self._outage.stalled else self._rung
        self._update_playout_delay(now)
        probe_bps = self._prober.rate_bps
        return Plan(
            rung=rung,
            video_bps=int(asked_bps) if rung else 0,
            pacing_bps=self._pacing_bps(),
            window_bytes=self._window_bytes(now),
            kept_interval_s=window.KEPT_INTERVAL_S,
            start_bytes=self._start_bytes(now),
            repeat=0 if congestion.congested else self._copies.count,
            repeat_after_s=self._copies.after_s,
            playout_min_ms=self._playout_delay.min_ms,
            playout_max_ms=self._playout_delay.max_ms,
            probe_bps=probe_bps,
            probe_s=self._prober.left_s(now),
            sound=sound_plan,
            line_bps=self._line_bps(),
        )

    def _line_bps(self) -> int:
        """Return the rate that blobs may fill up to; nothing disturbs the judgement of a probe."""
        if self._outage.stalled or self._prober.rate_bps:
            return 0
        congestion = self._congestion
        return int(self.beside.line_share * congestion.estimate_bps * congestion.drain)

    def _shy(self, video_bps: int, now: float) -> float:
        """Return the factor by which to ask the encoder for more; 1 while it may not overshoot."""
        if not self._congestion.end_known or self._congestion.congested:
            return 1.0
        return shyness(video_bps, self._pictures.bps(now))

    def _pacing_bps(self) -> int:
        # Near the line's capacity, a burst would delay the sound behind it.
        factor = 1.3 if self._congestion.end_known else 4.0
        if self.beside.wanted is not None:
            factor = 1.0
        pacing_bps = factor * self._congestion.estimate_bps
        least_bps = 0 if self._congestion.end_known else 150_000
        return int(max(least_bps, pacing_bps, 1.1 * self._prober.rate_bps))

    def _window_bytes(self, now: float) -> int:
        if self._outage.feedback_s is None:
            return window.NO_LIMIT_BYTES
        if self._outage.stalled or self._outage.overdue_s(self.loss, now) > 0:
            return 0
        if self._delay.standing_s > window.STANDING_STOP_S and self._congestion.congested:
            return 0
        rate_bps = max(self._congestion.estimate_bps, self._prober.rate_bps)
        return window.window_bytes(rate_bps, self._round_trip)

    def _start_bytes(self, now: float) -> int:
        sent_for_s = now - (self._first_sent_s or now)
        if self._outage.feedback_s is None and sent_for_s > NO_FEEDBACK_S:
            return window.NO_LIMIT_BYTES  # nobody reports what has arrived
        return window.start_bytes(self._arrivals.arrived_bytes)

    def _update_playout_delay(self, now: float) -> None:
        if self._congestion.congested or self._congestion.suspect:
            return  # a longer delay does not help against a queue
        own_s = 2 * 8 * 1_200 / max(1.0, self._congestion.estimate_bps)
        self._playout_delay.update(
            jitter_s=max(0.0, self._delay.usual_s - own_s),
            copies_s=self._copies.after_s if self._copies.count and self.loss > OFTEN else 0.0,
            repair_s=self._round_trip.now_s + REPAIR_S - HARDLY_LATE_S,
            residual=self._copies.residual(self._loss.share, self._loss.burst_s),
            now=now,
        )
