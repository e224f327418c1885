"""PURE. The sending brain: reports of the receiver in, a plan for the next moment out. No I/O.

It holds the parts of this package together and adds what concerns them all: the
order of sacrifice (size, frame rate, picture, never the sound), the window that makes
the camera skip as soon as reports stay away, and the way back after an outage.
"""

from robot.media.transport import sound
from robot.media.transport.congestion import Congestion, LineEstimate
from robot.media.transport.copies import Copies
from robot.media.transport.delay import QueueDelay
from robot.media.transport.delivery import Delivery
from robot.media.transport.ladder import Ladder
from robot.media.transport.loss import Loss
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

__all__ = ["Plan", "Requests", "Rung", "SendControl"]

CAP_BPS = 1_200_000
"""More shows nothing at 640x480; larger pictures get more, though not in proportion."""
CAP_PIXELS = 640 * 480
CAP_POWER = 0.67
CAP_WITH_COPIES = (1.0, 0.85, 0.75)
"""Copies cost the rate again, and the eye hardly sees the difference."""
SOUND_MOST_BPS = 130_000
MARGIN = 0.96
"""Share of the estimate that is planned; encoders overshoot now and then."""
PER_PACKET = 1.06
"""Headers of full packets over their payload."""
PER_FRAME_BYTES = 70
"""Headers of the packet that is not full, one a frame."""
LEAST_FPS = 5
"""A picture that comes back may begin with so few."""

COPIED_FROM = 0.7
"""Share of the rate at which the picture looks clean that must be left beside its copies."""

OFTEN = 0.025
"""With so much loss every fifth picture or so needs a copy, and all wait for it. For a second one,
which one in a hundred needs, none does: it is shown as it comes."""

REPAIR_S = 0.01
"""What browser and robot take to ask and to answer, on top of the round trip."""
MOST_REPAIRS = 0.25
"""Share of the picture's room that retransmissions may take from it: more is a passing storm."""
MOST_SHY = 1.08
"""More to ask of an encoder that stays below its rate: more than this makes long queues."""

STALL_S = 0.5
"""Without any report for so long, with packets in flight, the line is taken for gone."""
OUTAGE_S = 1.0
NO_FEEDBACK_S = 1.5
"""After so long without transport feedback, other reports are followed."""
SLACK_S = 0.05
REPORTS_PER_LOSS = 20.0
"""Reports more to wait for: at 10 % loss two in a row are missing every ten seconds."""
STANDING_STOP_S = 0.07
"""With so much queue the camera skips until it has drained."""
CALM_S = 0.015
LITTLE_OWN_S, MOST_OWN_S = 0.008, 0.06
LEAST_WINDOW_BYTES = 5_000
NO_WINDOW_BYTES = 1 << 30


class SendControl:
    """Decides what is sent; see `Plan`.

    Args:
        source: What the camera gives.
        now: Monotonic seconds, as everywhere here.
        start_bps: First estimate.
    """

    def __init__(self, source: Size, now: float, start_bps: int = 500_000) -> None:
        pixels = source.width_px * source.height_px
        self._cap_bps = CAP_BPS * min(1.0, pixels / CAP_PIXELS)
        if pixels > CAP_PIXELS:
            self._cap_bps *= (pixels / CAP_PIXELS) ** CAP_POWER
        self._arrivals = PacketArrivals()
        self._round_trip = RoundTrip()
        self._delay = QueueDelay()
        self._delivery = Delivery()
        self._loss = Loss()
        self._congestion = Congestion(start_bps, self._most_bps(0.0), now)
        self._prober = Prober(now)
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
        self._feedback_s: float | None = None
        self._report_s: float | None = None
        self._stalled_s: float | None = None
        self._resumed_s = now
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
        """How long packets wait in the line."""
        return self._delay.standing_s

    @property
    def estimate_bps(self) -> int:
        """What the line carries, everything counted."""
        return int(self._congestion.estimate_bps)

    @property
    def in_flight_bytes(self) -> int:
        """Bytes sent and not yet reported; compare with `Plan.window_bytes`."""
        return self._arrivals.in_flight_bytes

    @property
    def stalled(self) -> bool:
        """Whether reports stay away, so that only sound is sent."""
        return self._stalled_s is not None

    def on_sent(self, transport_seq: int, size_bytes: int, kind: Kind, now: float) -> None:
        """Log a packet that leaves now; the size counts all headers."""
        self._arrivals.sent(transport_seq, size_bytes, kind, now)
        self._sent.add(size_bytes, now)
        if kind == "retransmission":
            self._repairs.add(size_bytes, now)
        elif kind == "picture":
            self._pictures.add(size_bytes, now)

    def on_rtcp(self, data: bytes, now: float) -> Requests:
        """Take in decrypted compound RTCP. Broken bytes are counted, never raised."""
        compound = parse(data)
        self.broken += compound.broken
        nacks: list[tuple[int, int]] = []
        key_frame = False
        for item in compound.items:
            if isinstance(item, TransportFeedback):
                self._on_feedback(item, now)
            elif isinstance(item, Nack):
                nacks.extend((item.ssrc, seq) for seq in item.seqs)
            elif isinstance(item, KeyFrameRequest):
                key_frame = True
            else:
                self._on_report(item, now)
        return Requests(tuple(nacks), key_frame)

    def tick(self, now: float) -> Plan:
        """Return what to do from now on; call every 25 ms or so, and after `on_rtcp`."""
        self._watch_for_silence(now)
        congestion = self._congestion
        calm = (
            self._feedback_s is not None
            and self._stalled_s is None
            and not congestion.congested
            and self._delay.standing_s < CALM_S + 0.4 * self._delay.tail_s + self._own_s
            and self._overdue_s(now) <= 0
        )
        self._prober.tick(calm, congestion.estimate_bps, congestion.most_bps, now)
        return self._plan(now)

    # -- what comes in

    def _on_feedback(self, feedback: TransportFeedback, now: float) -> None:
        before_s = self._arrivals.newest_sent_s
        outcomes = self._arrivals.report(feedback)
        newest_s = self._arrivals.newest_sent_s
        if newest_s is None or not outcomes:
            return
        self._feedback_s = now
        if self._stalled_s is not None:
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

    def _count(self, outcome: Outcome) -> None:
        if outcome.arrived_s is None and outcome.sent_s <= self._resumed_s:
            return  # an outage says nothing about what the line loses when it is there
        wait_s = None
        if outcome.arrived_s is not None:
            own_s = 8 * outcome.size_bytes / self._congestion.estimate_bps
            self._delay.add(outcome.sent_s, outcome.arrived_s, own_s)
            self._delivery.add(outcome)
            wait_s = self._delay.newest_s
        self._loss.add(outcome.sent_s, outcome.number, wait_s)

    def _line(self, now: float) -> LineEstimate:
        window_s = 0.25 if self._delay.standing_s > 0.03 else 0.5
        return LineEstimate(
            standing_s=self._delay.standing_s,
            tail_s=self._delay.tail_s,
            delivered_bps=self._delivery.rate_bps(window_s),
            sent_bps=self._sent.bps(now),
            entry_bps=self._delivery.entry_bps(window_s),
            loss=self._loss.short_share,
            queue_loss=self._loss.queue_share,
            own_s=self._own_s,
        )

    @property
    def _own_s(self) -> float:
        """What a packet of sound takes on a narrow line, which no other packet undercuts."""
        packet_s = sound.packet_s(self._sound, self._congestion.estimate_bps)
        return min(MOST_OWN_S, max(0.0, packet_s - LITTLE_OWN_S))

    def _on_report(self, item: ReportBlock | Remb, now: float) -> None:
        latest_s = self._began_s if self._feedback_s is None else self._feedback_s
        if self._feedback_s is not None or now - latest_s < NO_FEEDBACK_S:
            return
        if isinstance(item, Remb):
            self._congestion.reported(item.bitrate_bps)
        else:
            passed_s = now - (self._report_s or now)
            self._congestion.counted(item.fraction_lost, passed_s)
        self._report_s = now

    # -- silence

    def _overdue_s(self, now: float) -> float:
        """Return by how much a report is later than it should be; negative in time."""
        oldest_s = self._arrivals.oldest_unreported_s
        if oldest_s is None or self._feedback_s is None:
            return -1.0
        # On a line that loses, reports are lost as well.
        reports = 2 + min(2.0, REPORTS_PER_LOSS * self.loss)
        usual_s = self._round_trip.least_s + reports * self._round_trip.interval_s + SLACK_S
        return now - oldest_s - usual_s

    def _watch_for_silence(self, now: float) -> None:
        if self._stalled_s is not None or self._feedback_s is None:
            return
        oldest_s = self._arrivals.oldest_unreported_s
        if oldest_s is None:
            return
        trip = self._round_trip
        longest_s = max(STALL_S, 2 * trip.least_s + 0.2, trip.least_s + 4 * trip.interval_s)
        if now - oldest_s > longest_s and now - self._feedback_s > longest_s / 2:
            self._stalled_s = now

    def _resume(self, now: float) -> None:
        stalled_s = self._stalled_s or now
        self._stalled_s = None
        if now - stalled_s < OUTAGE_S:
            return
        self._resumed_s = now
        self._delay.restart()
        self._delivery.restart()
        self._congestion.resume(now)
        self._prober.restart(now)

    # -- what goes out

    def _plan(self, now: float) -> Plan:
        # What a full queue lost is no matter for copies: sending less repairs it.
        congestion = self._congestion
        loss = 0.0 if congestion.suspect else self._loss.share
        sound_plan = self._sound = sound.sound_plan(self.estimate_bps, loss)
        room_bps = MARGIN * congestion.estimate_bps - sound.sound_cost_bps(sound_plan)
        needed_bps = COPIED_FROM * self._ladder.full_bps(0)
        self._copies.update(loss, self._loss.burst_s, self.rtt_s, room_bps, needed_bps)
        congestion.most_bps = self._most_bps(loss)
        repairs_bps = min(self._repairs.bps(now), MOST_REPAIRS * max(0.0, room_bps))
        steady_bps = self._video_bps(room_bps - repairs_bps)
        asked_bps = steady_bps * congestion.drain * self._shy(steady_bps, now)
        self._rung = self._ladder.choose(steady_bps, not congestion.congested, now)
        rung = None if self._stalled_s is not None else self._rung
        self._update_playout_delay(now)
        probe_bps = self._prober.rate_bps
        return Plan(
            rung=rung,
            video_bps=int(asked_bps) if rung else 0,
            pacing_bps=self._pacing_bps(),
            window_bytes=self._window_bytes(now),
            repeat=0 if congestion.congested else self._copies.count,
            repeat_after_s=self._copies.after_s,
            playout_min_ms=self._playout_delay.min_ms,
            playout_max_ms=self._playout_delay.max_ms,
            probe_bps=probe_bps,
            probe_s=self._prober.left_s(now),
            sound=sound_plan,
        )

    def _most_bps(self, loss: float) -> int:
        times = 1.25 if loss < 0.005 else 3 * CAP_WITH_COPIES[2]
        return int(SOUND_MOST_BPS + self._cap_bps * PER_PACKET * times)

    def _video_bps(self, room_bps: float) -> int:
        fps = self._rung.fps if self._rung else LEAST_FPS
        count = self._copies.count
        net_bps = (room_bps / (1 + count) - 8 * PER_FRAME_BYTES * fps) / PER_PACKET
        return int(max(0.0, min(self._cap_bps * CAP_WITH_COPIES[count], net_bps)))

    def _shy(self, video_bps: int, now: float) -> float:
        """Return by how much to ask for more, since encoders stay below what they are asked."""
        if not self._congestion.end_known or self._congestion.congested:
            return 1.0
        sent_bps = self._pictures.bps(now) / PER_PACKET
        return min(MOST_SHY, max(1.0, video_bps / max(1.0, sent_bps)))

    def _pacing_bps(self) -> int:
        # On a line whose end is near, a burst would hold up the sound behind it.
        factor = 1.3 if self._congestion.end_known else 4.0
        pacing_bps = factor * self._congestion.estimate_bps
        return int(max(150_000, pacing_bps, 1.1 * self._prober.rate_bps))

    def _window_bytes(self, now: float) -> int:
        if self._feedback_s is None:
            return NO_WINDOW_BYTES
        if self._stalled_s is not None or self._overdue_s(now) > 0:
            return 0
        if self._delay.standing_s > STANDING_STOP_S and self._congestion.congested:
            return 0
        rate_bps = max(self._congestion.estimate_bps, self._prober.rate_bps)
        trip = self._round_trip
        span_s = trip.least_s + 1.5 * trip.interval_s + SLACK_S
        return int(max(LEAST_WINDOW_BYTES, rate_bps / 8 * span_s))

    def _update_playout_delay(self, now: float) -> None:
        if self._congestion.congested or self._congestion.suspect:
            return  # waiting longer is no answer to a queue
        own_s = 2 * 8 * 1_200 / max(1.0, self._congestion.estimate_bps)
        self._playout_delay.update(
            jitter_s=max(0.0, self._delay.usual_s - own_s),
            copies_s=self._copies.after_s if self._copies.count and self.loss > OFTEN else 0.0,
            repair_s=self._round_trip.now_s + REPAIR_S,
            residual=self._copies.residual(self._loss.share, self._loss.burst_s),
            now=now,
        )
