"""Path of one connection's packets: pacing, copies, probes, numbers and times."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Protocol

from bridge.protocol.transfers import TransferKind
from robot.media.hooks.sending import PictureStream, Streams
from robot.media.outgoing.history import History
from robot.media.outgoing.recent import Recent
from robot.media.outgoing.totals import Totals
from robot.media.transport.beside import LineShare, piece_bytes
from robot.media.transport.control import CongestionControl
from robot.media.transport.pacer import Pacer
from robot.media.transport.plan import Kind, Plan
from robot.media.transport.probing import SMALL_BELOW_BPS
from robot.media.types import rtp_bytes
from robot.media.types.rtp_bytes import Stamp

TICK_S = 0.025
ENVELOPE_BYTES = 44
"""IPv4 and UDP around a packet, and the tag of SRTP."""

RETRY_S = 0.003
"""Time after which a blob that found the channel busy is tried again."""


class Beside(Protocol):
    """Blobs that cross beside the media of one connection."""

    @property
    def wanted(self) -> TransferKind | None:
        """Kind of the blob that crosses now."""

    def has_next(self) -> bool:
        """Return whether there is a piece to send now."""

    def send_next(self, most_bytes: int) -> int:
        """Send a piece of at most this size; return its size on the line, 0 if it was not sent."""

    def take_delivered(self) -> int:
        """Return the bytes on the line that were acknowledged since the last call."""

    def on_room(self, wake: Callable[[], None]) -> None:
        """Call this whenever there may be a piece to send."""

    def note_line(self, line_bps: int) -> None:
        """Take in the estimate of the line."""


class PacketPath:
    """Sender of packets, with the pacer and the history; `run` must run beside it.

    Every packet gets its transport-wide number and its time when it is sent, and is
    reported to congestion control.

    Args:
        streams: Negotiated streams.
        control: Congestion control.
        plan: First plan.
        totals: Counts the packets.
        discard_cleared: Discards what was made before the camera was last cleared; called before
            each packet.
        is_paused: Returns whether the class gives no picture: then no padding is sent either.
        beside: Blobs that fill what the media leave of the line.
    """

    def __init__(
        self,
        streams: Streams,
        control: CongestionControl,
        plan: Plan,
        totals: Totals,
        discard_cleared: Callable[[], int],
        is_paused: Callable[[], bool],
        beside: Beside | None = None,
    ) -> None:
        now = time.monotonic()
        self._streams = streams
        self._control = control
        self._plan = plan
        self._totals = totals
        self._discard_cleared = discard_cleared
        self._is_paused = is_paused
        self._pacer = Pacer(plan.pacing_bps, now)
        self._history = History()
        self._padding = _padding(streams.picture)
        self._filler: bytes | None = None
        self._transport_sequence = 0
        # Low enough that no roll-over comes before the other side knows the stream.
        self._rtx_sequence = random.randrange(1, 1 << 14)
        self._probed_s = now
        self.recent = Recent()
        """The newest packets that were sent."""
        self._work = asyncio.Event()
        self.room = asyncio.Event()
        """Set at every plan, and whenever no picture packet waits."""
        self.replan: Callable[[], None] = lambda: None
        """Called when a blob begins or ends to cross, so that the plan follows at once."""
        self._beside = beside
        self._share = LineShare(now)
        self._picture_share = LineShare(now)
        if beside is not None:
            beside.on_room(self._work.set)

    @property
    def backlog_bytes(self) -> int:
        """Waiting picture packets and retransmissions."""
        return self._pacer.backlog_bytes

    def follow(self, plan: Plan) -> None:
        """Follow a new plan."""
        self._plan = plan
        self._pacer.pacing_bps = plan.pacing_bps
        self._share.rate_bps = plan.line_bps
        self._picture_share.rate_bps = plan.video_bps
        if self._beside is not None:
            now = time.monotonic()
            self._control.beside.wanted = self._beside.wanted
            self._control.beside.delivered(self._beside.take_delivered(), now)
            self._beside.note_line(self._control.estimate_bps)
        self.room.set()
        self._work.set()

    @property
    def gives_way(self) -> bool:
        """True while the next picture waits, since a blob crosses and the last one took more."""
        return self._control.beside.wanted is not None and (
            self._picture_share.wait_s(time.monotonic()) != 0.0
        )

    async def send_sound(self, packet: bytes) -> None:
        """Send a packet of sound at once."""
        self._pacer.spent(len(packet), time.monotonic())
        await self._transmit(packet, "sound")

    def queue_picture(self, packet: bytes) -> None:
        """Queue a packet of a picture for its turn."""
        now = time.monotonic()
        self._history.add(rtp_bytes.sequence(packet), packet, now)
        self._pacer.push(packet, "picture", now)
        self._work.set()

    def resend(self, sequence: int, now: float) -> int:
        """Queue a retransmission; return its size, 0 if the packet is no longer known."""
        packet = self._history.get(sequence)
        if packet is None or not self._pacer.push(packet, "retransmission", now):
            return 0
        return len(packet) + ENVELOPE_BYTES

    def drop_picture(self) -> None:
        """Forget all picture packets, except one for probes.

        Without any packet, no probe could show that the line carries a picture again,
        and the estimate would stay where the sound alone leaves it.
        """
        self._pacer.drop_picture()
        self._filler = self._history.newest() or self._filler
        self._history = History()

    def drop_filler(self) -> None:
        """Forget the last picture packet as well, and probe with padding."""
        self._filler = self._padding

    async def run(self) -> None:
        """Send packets at the planned pace until cancelled.

        Raises:
            ConnectionError: The connection was closed.
        """
        while True:
            now = time.monotonic()
            self._probe(now)
            while (item := self._next_packet(now)) is not None:
                await self._transmit(*item)
                now = time.monotonic()
            if not self._pacer.backlog_bytes:
                self.room.set()
            self._work.clear()
            waits_s = (TICK_S, self._pacer.wait_s(now), self._send_beside(now))
            try:
                async with asyncio.timeout(min(wait_s for wait_s in waits_s if wait_s is not None)):
                    await self._work.wait()
            except TimeoutError:
                continue

    def _send_beside(self, now: float) -> float | None:
        """Send pieces of blobs into what is left; return the time until there is more."""
        beside = self._beside
        if beside is None:
            return None
        self._follow_wish(beside)
        # What is no piece is an offer: short, and sent at any time.
        while beside.has_next() and (beside.wanted is None or self._share.wait_s(now) == 0.0):
            size_bytes = beside.send_next(piece_bytes(self._plan.line_bps))
            self._follow_wish(beside)
            if not size_bytes:
                return RETRY_S
            self._control.beside.sent(size_bytes, now)
            self._share.spent(size_bytes, now)
        return self._share.wait_s(now) if beside.has_next() else None

    def _follow_wish(self, beside: Beside) -> None:
        """Plan anew at once when a blob begins or ends to cross."""
        if beside.wanted != self._control.beside.wanted:
            self._control.beside.wanted = beside.wanted
            self.replan()

    def _next_packet(self, now: float) -> tuple[bytes, Kind] | None:
        self._discard_cleared()
        return self._pacer.pop(now)

    def _probe(self, now: float) -> None:
        """Keep one copy of the newest packet, or padding, waiting during a probe."""
        small = self._padding if self._plan.probe_bps < SMALL_BELOW_BPS else None
        packet = small or self._history.newest() or self._filler
        wanted = self._plan.probe_bps and not self._is_paused()
        if not wanted or packet is None or self._pacer.backlog_bytes:
            self._probed_s = now
            return
        while self._probed_s <= now:
            self._pacer.push(packet, "probe", now)
            self._probed_s += 8 * (len(packet) + ENVELOPE_BYTES) / self._plan.probe_bps

    async def _transmit(self, packet: bytes, kind: Kind) -> None:
        now = time.monotonic()
        picture = self._streams.picture
        ids = self._streams.sound_ids
        playout_ms = None
        if kind != "sound":
            assert picture is not None
            ids = picture.ids
            playout_ms = (self._plan.playout_min_ms, self._plan.playout_max_ms)
            if kind in ("picture", "retransmission"):
                for copy in range(1, self._plan.repeat + 1):
                    self._pacer.push(packet, "repeat", now, copy * self._plan.repeat_after_s)
            if kind != "picture":
                packet = self._as_copy(packet, picture)
        number = self._transport_sequence
        self._transport_sequence = number + 1 & 0xFFFF
        data = rtp_bytes.stamped(packet, ids, Stamp(number, now, playout_ms))
        self._control.on_sent(number, len(data) + ENVELOPE_BYTES, kind, now)
        self._share.spent(len(data) + ENVELOPE_BYTES, now)
        if kind != "sound":
            self._picture_share.spent(len(data) + ENVELOPE_BYTES, now)
        if self._plan.probe_bps and kind != "probe":
            # Padding fills only what other packets leave of the probe.
            self._probed_s += 8 * (len(data) + ENVELOPE_BYTES) / self._plan.probe_bps
        self._totals.count(kind, len(data))
        self.recent.note(kind, now)
        await self._streams.send(data)

    def _as_copy(self, packet: bytes, picture: PictureStream) -> bytes:
        if picture.rtx_payload_type is None:
            return packet
        number = self._rtx_sequence
        self._rtx_sequence = number + 1 & 0xFFFF
        if rtp_bytes.is_padding(packet):
            return rtp_bytes.numbered(packet, number)
        return rtp_bytes.retransmission(packet, picture.rtx_payload_type, picture.rtx_ssrc, number)


def _padding(picture: PictureStream | None) -> bytes | None:
    """Return a packet of padding; None without a stream for retransmissions."""
    if picture is None or picture.rtx_payload_type is None:
        return None
    return rtp_bytes.padding(picture.rtx_payload_type, picture.rtx_ssrc)
