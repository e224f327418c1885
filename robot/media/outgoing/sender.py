"""The way of the class's picture and sound out of one peer connection.

Sound goes at once. Of the camera's frames the newest is taken when the line has
room, encoded as the plan says, and its packets leave evenly. While they wait, or
while too much is on its way, frames are skipped: nothing queues.

Every packet gets its number and time at the moment of leaving, and is told to the
brain (`robot.media.transport`), which reads the reports that come back.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable

import av
from aiortc.mediastreams import MediaStreamError

from robot.media.coded.feed import CodedFeed
from robot.media.encoders import choice
from robot.media.encoders.thinning import Thinning
from robot.media.hooks.sending import PictureStream, Streams
from robot.media.outgoing.encoding import Encoding
from robot.media.outgoing.history import History
from robot.media.outgoing.passthrough import Passthrough
from robot.media.outgoing.totals import Totals
from robot.media.transport.ceiling import PictureCeiling, share_of
from robot.media.transport.control import SendControl
from robot.media.transport.feedback import Feedback
from robot.media.transport.pacer import Pacer
from robot.media.transport.plan import Kind, Plan, Rung, SoundPlan
from robot.media.transport.probing import SMALL_BELOW_BPS
from robot.media.transport.repair import Repair
from robot.media.types import rtp_bytes
from robot.media.types.h264_packets import packetise
from robot.media.types.picture import PAYLOAD_BYTES, EncodedPicture
from robot.media.types.rtp_bytes import Stamp
from robot.media.types.spec import Size
from robot.media.types.tracks import PictureTrack, SoundTrack

log = logging.getLogger(__name__)

TICK_S = 0.025
NOTHING = EncodedPicture([], False)
ENVELOPE_BYTES = 44
"""IPv4 and UDP around a packet, and the tag of SRTP."""


class MediaSender:
    """Implements `hooks.sending.Sending`; `run` must run beside it.

    Args:
        track: The camera's frames.
        source: What the camera gives.
        streams: What was negotiated.
        tune: Takes how to encode the sound.
        coded: The camera's own H.264, sent on as it is while that fits.
        limit: How much picture the robot itself allows.
        sound: The class's sound; what was forgotten while it was encoded does not go out.
    """

    def __init__(
        self,
        track: PictureTrack,
        source: Size,
        streams: Streams,
        tune: Callable[[SoundPlan], None],
        coded: CodedFeed | None = None,
        limit: PictureCeiling | None = None,
        sound: SoundTrack | None = None,
    ) -> None:
        now = time.monotonic()
        self.control = SendControl(source, now)
        self.totals = Totals()
        self._track = track
        self._sound = sound
        self._source = source
        self._streams = streams
        self._tune = tune
        self._plan = self._line_plan = self.control.tick(now)
        self._limit = limit or PictureCeiling()
        self._pacer = Pacer(self._plan.pacing_bps, now)
        self._repair = Repair(now)
        self._history = History()
        self._padding = _padding(streams.picture)
        self._filler: bytes | None = None
        self._cuts = track.cuts
        self._feedback = Feedback()
        self._thinning = Thinning()
        self._encoding: Encoding | None = None
        self._passing: Passthrough | None = None
        if streams.picture is not None:
            codec = streams.picture.codec
            self._encoding = Encoding(choice.maker(codec.mimeType, codec.parameters))
            if coded is not None:
                self._passing = Passthrough(coded, codec, source)
        self._key_frame = False
        self._failed = False
        self._transport_sequence = 0
        # Low enough that no roll-over comes before the other side knows the stream.
        self._rtx_sequence = random.randrange(1, 1 << 14)
        self._probed_s = now
        self._work = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def plan(self) -> Plan:
        """What is being done just now."""
        return self._plan

    @property
    def rung_share(self) -> float:
        """How much of the picture the line carries, 0 to 1; 1 if nobody wants a picture."""
        return self._share(self._line_plan.rung)

    @property
    def sent_share(self) -> float:
        """How much of it is really being sent: the robot itself may allow less."""
        return self._share(self._plan.rung)

    async def run(self) -> None:
        """Pace packets and follow the plan until cancelled or until the line is closed."""
        if self._passing is not None:
            self._passing.join()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._follow(), name="call plan")
                tasks.create_task(self._pace(), name="call pacer")
        except* ConnectionError:
            log.debug("picture: the line was closed")
        finally:
            if self._passing is not None:
                self._passing.leave()
            if self._encoding is not None:
                self._encoding.close()

    # -- what aiortc hands over

    async def next_picture(self) -> tuple[list[bytes], int]:
        """Return the camera's own picture or its newest frame, encoded, once there is room."""
        while True:
            rung = await self._rung_with_room()
            passing = self._passing
            if passing is not None and passing.passes:
                picture, pts = await self._passed_on(passing)
            else:
                picture, pts = await self._encoded(rung)
            if picture.payloads:
                self.totals.frames += 1
                self.totals.key_frames += picture.key_frame
                return picture.payloads, pts

    def failed(self, error: Exception) -> None:
        """Say that no picture follows: a mistake of ours, of which both sides have to know."""
        log.error("picture: it ends (%s)", type(error).__name__)
        self._failed = True

    async def out(self, packet: bytes) -> None:
        """Send sound at once, and let a picture's packet wait for its turn."""
        picture = self._streams.picture
        now = time.monotonic()
        if picture is None or rtp_bytes.ssrc(packet) != picture.ssrc:
            if self._sound is not None and self._sound.is_stale:
                return  # it was being encoded when the class paused
            self._pacer.spent(len(packet), now)
            await self._transmit(packet, "sound")
            return
        if self._plan.rung is None:
            self._begin_anew()
            return
        self._history.add(rtp_bytes.sequence(packet), packet, now)
        self._pacer.push(packet, "picture", now)
        self._work.set()

    def arrived(self, packet: bytes) -> None:
        """Note a packet of the child's voice: its browser wants to know when it came."""
        number = self._streams.sound_ids.transport_sequence
        if number is None:
            return
        sequence = rtp_bytes.transport_sequence(packet, number)
        if sequence is not None:
            self._feedback.arrived(sequence, rtp_bytes.ssrc(packet), time.monotonic())

    def reported(self, data: bytes) -> None:
        """Take in RTCP: follow the line, and send again what is missing."""
        now = time.monotonic()
        control = self.control
        requests = control.on_rtcp(data, now)
        if requests.key_frame and self._repair.key_frame(control.rtt_s, now):
            self._key_frame = True
            if self._passing is not None and self._passing.passes:
                self._passing.ask_key_frame()
        picture = self._streams.picture
        if picture is not None:
            nacks = [nack for nack in requests.nacks if nack[0] == picture.ssrc]
            for _, sequence in self._repair.want(nacks, control.rtt_s, control.estimate_bps, now):
                self._send_again(sequence, now)
        self._take(control.tick(now))

    # -- tasks

    async def _follow(self) -> None:
        while True:
            now = time.monotonic()
            self._take(self.control.tick(now))
            picture = self._streams.picture
            report = self._feedback.report(picture.ssrc if picture else 1, now)
            if report is not None:
                await self._streams.send(report)
            await asyncio.sleep(TICK_S)

    async def _pace(self) -> None:
        while True:
            now = time.monotonic()
            self._probe(now)
            while (item := self._next_packet(now)) is not None:
                await self._transmit(*item)
                now = time.monotonic()
            if not self._pacer.backlog_bytes:
                self._room.set()
            self._work.clear()
            wait_s = self._pacer.wait_s(now)
            try:
                async with asyncio.timeout(TICK_S if wait_s is None else min(TICK_S, wait_s)):
                    await self._work.wait()
            except TimeoutError:
                continue

    # -- details

    def _share(self, rung: Rung | None) -> float:
        if self._streams.picture is None:
            return 1.0
        return 0.0 if self._failed else share_of(rung, self._source)

    def _take(self, line_plan: Plan) -> None:
        self._line_plan = line_plan
        passes = self._passing is not None and self._passing.passes
        plan = self._limit.lower(line_plan, self._source, passes)
        if self._plan.rung is not None and plan.rung is None:
            self._drop_picture()
        self._tune(plan.sound)
        self._plan = plan
        if self._passing is not None:
            self._passing.follow(plan, time.monotonic())
        self._pacer.pacing_bps = plan.pacing_bps
        self._room.set()
        self._work.set()

    def _drop_picture(self) -> None:
        """Forget what waits; the next picture is a key frame, so nobody misses it.

        One packet is kept: without any, nothing could ask whether the line carries a
        picture again, and the estimate would stay where the sound alone leaves it.
        """
        self._pacer.drop_picture()
        self._filler = self._history.newest() or self._filler
        self._history = History()
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Let the next picture be a key frame: one before it does not arrive."""
        if self._encoding is not None:
            self._encoding.forget()
        if self._passing is not None:
            self._passing.lose()

    def _obey_cuts(self) -> None:
        """Once the camera was closed, nothing of what it saw goes out, nor goes again."""
        if self._cuts == self._track.cuts:
            return
        self._cuts = self._track.cuts
        self._drop_picture()
        self._filler = self._padding

    def _next_packet(self, now: float) -> tuple[bytes, Kind] | None:
        self._obey_cuts()
        return self._pacer.pop(now)

    def _has_room(self) -> bool:
        return (
            not self._pacer.backlog_bytes and self.control.in_flight_bytes < self._plan.window_bytes
        )

    async def _rung_with_room(self) -> Rung:
        while True:
            rung = self._plan.rung
            if rung is not None and self._has_room():
                return rung
            if self._track.readyState != "live":
                raise MediaStreamError
            self._room.clear()
            await self._room.wait()  # set at every tick

    def _send_again(self, sequence: int, now: float) -> None:
        packet = self._history.get(sequence)
        if packet is not None and self._pacer.push(packet, "retransmission", now):
            self._repair.spent(len(packet) + ENVELOPE_BYTES)

    def _probe(self, now: float) -> None:
        """Keep one copy of the newest packet, or padding, waiting while the plan wants a probe."""
        small = self._padding if self._plan.probe_bps < SMALL_BELOW_BPS else None
        packet = small or self._history.newest() or self._filler
        # Where the class has paused nothing is sent, not even padding.
        wanted = self._plan.probe_bps and not self._track.is_shut
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
        self.control.on_sent(number, len(data) + ENVELOPE_BYTES, kind, now)
        if self._plan.probe_bps and kind != "probe":
            # Padding fills what the rest leaves over.
            self._probed_s += 8 * (len(data) + ENVELOPE_BYTES) / self._plan.probe_bps
        self.totals.count(kind, len(data))
        await self._streams.send(data)

    def _as_copy(self, packet: bytes, picture: PictureStream) -> bytes:
        if picture.rtx_payload_type is None:
            return packet
        number = self._rtx_sequence
        self._rtx_sequence = number + 1 & 0xFFFF
        if rtp_bytes.is_padding(packet):
            return rtp_bytes.numbered(packet, number)
        return rtp_bytes.retransmission(packet, picture.rtx_payload_type, picture.rtx_ssrc, number)

    async def _passed_on(self, passing: Passthrough) -> tuple[EncodedPicture, int]:
        """Return the camera's next picture as it is; empty when it must not be sent."""
        if passing.encoding:
            passing.begin_passing()
        before = passing.skipped
        picture = await passing.next()
        self._obey_cuts()
        self.totals.skipped += passing.skipped - before
        if self._track.readyState != "live":
            raise MediaStreamError
        if picture is None:
            return NOTHING, 0
        if picture.key:
            self._key_frame = False
        self.totals.passed_on += 1
        return EncodedPicture(packetise(picture.units, PAYLOAD_BYTES), picture.key), picture.pts

    async def _encoded(self, rung: Rung) -> tuple[EncodedPicture, int]:
        """Return the newest frame, encoded; empty when the rate has no need of it."""
        if self._passing is not None and not self._passing.encoding:
            self._begin_anew()
            self._passing.begin_encoding()
        before = self._track.number
        frame = await self._track.recv()
        self._obey_cuts()
        cuts = self._cuts
        # What the camera gave before anybody looked is not counted.
        self.totals.skipped += max(0, self._track.number - before - 1) if before else 0
        if frame.pts is None or not self._thinning.takes(frame.pts, rung.fps):
            self.totals.skipped += 1
            return NOTHING, 0
        key_frame, self._key_frame = self._key_frame, False
        picture = await self._encode(frame, rung, key_frame)
        if cuts != self._track.cuts or self._plan.rung is None:
            self._begin_anew()
            return NOTHING, 0
        return picture, frame.pts

    async def _encode(self, frame: av.VideoFrame, rung: Rung, key_frame: bool) -> EncodedPicture:
        assert self._encoding is not None
        return await self._encoding.encode(frame, rung, self._plan.video_bps, key_frame)


def _padding(picture: PictureStream | None) -> bytes | None:
    """Return a packet without data, where copies have a stream of their own for it."""
    if picture is None or picture.rtx_payload_type is None:
        return None
    return rtp_bytes.padding(picture.rtx_payload_type, picture.rtx_ssrc)
