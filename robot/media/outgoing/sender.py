"""Sender of the class's picture and sound over one peer connection.

Sound is sent at once. The newest frame of the camera is taken when the line has room,
encoded as planned (`picture_source`), and its packets are paced (`packet_path`). While
they wait, or while too much is in flight, frames are skipped: nothing queues.

Congestion control (`robot.media.transport`) reads the receiver's reports and makes the plan.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from aiortc.mediastreams import MediaStreamError

from robot.media.coded.feed import CodedFeed
from robot.media.hooks.sending import Streams
from robot.media.outgoing.packet_path import TICK_S, Beside, PacketPath
from robot.media.outgoing.picture_source import PictureSource
from robot.media.outgoing.recent import SentNow
from robot.media.outgoing.totals import Totals
from robot.media.transport.ceiling import PictureCeiling, share_of
from robot.media.transport.control import CongestionControl
from robot.media.transport.feedback import Feedback
from robot.media.transport.plan import Plan, Rung, SoundPlan
from robot.media.transport.repair import Repair
from robot.media.types import rtp_bytes
from robot.media.types.spec import Size
from robot.media.types.tracks import PictureTrack, SoundTrack

log = logging.getLogger(__name__)


class MediaSender:
    """Implementation of `hooks.sending.Sending`; `run` must run beside it.

    Args:
        track: Frames of the camera.
        source: Size and rate of the camera.
        streams: Negotiated streams.
        tune: Takes the settings of the sound.
        coded: Feed of the camera's own H.264, sent on as it is while that fits.
        limit: Ceiling of the picture set by the robot itself.
        sound: The class's sound; what was cleared while it was encoded is not sent.
        beside: Blobs that cross beside the media.
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
        beside: Beside | None = None,
    ) -> None:
        now = time.monotonic()
        self.control = CongestionControl(source, now)
        self.totals = Totals()
        self._track = track
        self._sound = sound
        self._source = source
        self._streams = streams
        self._tune = tune
        self._plan = self._line_plan = self.control.tick(now)
        self._limit = limit or PictureCeiling()
        self._repair = Repair(now)
        self._feedback = Feedback()
        self._clearings = track.clearings
        self._failed = False
        self._picture_s = now
        self._path = PacketPath(
            streams,
            self.control,
            self._plan,
            self.totals,
            self._discard_cleared,
            lambda: self._track.is_shut,
            beside,
        )
        self._path.replan = self._replan
        self._pictures: PictureSource | None = None
        if streams.picture is not None:
            codec = streams.picture.codec
            self._pictures = PictureSource(
                track, source, codec, coded, self._plan, self.totals, self._discard_cleared
            )

    @property
    def plan(self) -> Plan:
        """Plan in use, with the robot's own ceiling applied."""
        return self._plan

    @property
    def rung_share(self) -> float:
        """Share of the picture that the line carries, 0 to 1; 1 if nobody wants a picture."""
        return self._share(self._line_plan.rung)

    @property
    def sent_share(self) -> float:
        """Share of the picture that is sent: the robot's own ceiling may lower it."""
        return self._share(self._plan.rung)

    @property
    def encoding_since_s(self) -> float | None:
        """Monotonic time at which the picture in work was begun; None while none is."""
        return None if self._pictures is None else self._pictures.encoding_since_s

    def sent_now(self) -> SentNow:
        """Return what leaves over this connection, by the packets that were sent."""
        sent = self._path.recent.sent(time.monotonic())
        if self._track.is_shut:
            # Nothing made before that leaves, and nothing is made.
            sent = replace(sent, width_px=0, height_px=0)
        return replace(sent, sound=sent.sound and not (self._sound and self._sound.is_stale))

    async def run(self) -> None:
        """Pace packets and follow the plan until cancelled or until the line is closed."""
        if self._pictures is not None:
            self._pictures.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._follow(), name="call plan")
                tasks.create_task(self._path.run(), name="call pacer")
        except* ConnectionError:
            log.debug("picture: the line was closed")
        finally:
            if self._pictures is not None:
                self._pictures.close()

    # -- calls from aiortc

    async def next_picture(self) -> tuple[list[bytes], int]:
        """Return the payloads and the time of the next picture, once there is room for it."""
        assert self._pictures is not None
        while True:
            rung = await self._rung_with_room()
            picture, pts = await self._pictures.next(rung)
            if picture.payloads:
                self._picture_s = time.monotonic()
                self.totals.frames += 1
                self.totals.key_frames += picture.key_frame
                self._path.recent.size_px = self._pictures.size_px
                return picture.payloads, pts

    def failed(self, error: Exception) -> None:
        """Report that no more pictures follow, because of an error of ours."""
        log.error("picture: it ends (%s)", type(error).__name__)
        self._failed = True

    async def out(self, packet: bytes) -> None:
        """Send sound at once, and queue packets of pictures."""
        picture = self._streams.picture
        if picture is None or rtp_bytes.ssrc(packet) != picture.ssrc:
            if self._sound is not None and self._sound.is_stale:
                return  # it was being encoded when the class paused
            await self._path.send_sound(packet)
        elif self._plan.rung is None:
            self._restart_picture()
        else:
            self._path.queue_picture(packet)

    def arrived(self, packet: bytes) -> None:
        """Note a packet of the child's voice for the feedback to its browser."""
        number = self._streams.sound_ids.transport_sequence
        if number is None:
            return
        sequence = rtp_bytes.transport_sequence(packet, number)
        if sequence is not None:
            self._feedback.arrived(sequence, rtp_bytes.ssrc(packet), time.monotonic())

    def reported(self, data: bytes) -> None:
        """Take in RTCP: follow the line, and answer requests."""
        now = time.monotonic()
        control = self.control
        requests = control.on_rtcp(data, now)
        wants_key_frame = requests.key_frame and self._repair.key_frame(control.rtt_s, now)
        if wants_key_frame and self._pictures is not None:
            self._pictures.request_key_frame()
        picture = self._streams.picture
        if picture is not None:
            nacks = [nack for nack in requests.nacks if nack[0] == picture.ssrc]
            for _, sequence in self._repair.want(nacks, control.rtt_s, control.estimate_bps, now):
                self._repair.spent(self._path.resend(sequence, now))
        self._take(control.tick(now))

    # -- details

    async def _follow(self) -> None:
        while True:
            now = time.monotonic()
            self._take(self.control.tick(now))
            picture = self._streams.picture
            report = self._feedback.report(picture.ssrc if picture else 1, now)
            if report is not None:
                await self._streams.send(report)
            await asyncio.sleep(TICK_S)

    def _replan(self) -> None:
        self._take(self.control.tick(time.monotonic()))

    def _share(self, rung: Rung | None) -> float:
        if self._streams.picture is None:
            return 1.0
        return 0.0 if self._failed else share_of(rung, self._source)

    def _take(self, line_plan: Plan) -> None:
        self._line_plan = line_plan
        passes = self._pictures is not None and self._pictures.passes
        plan = self._limit.lower(line_plan, self._source, passes)
        if self._plan.rung is not None and plan.rung is None and self._path.backlog_bytes:
            self._drop_picture()
        self._tune(plan.sound)
        self._plan = plan
        if self._pictures is not None:
            self._pictures.follow(plan)
        self._path.follow(plan)

    def _drop_picture(self) -> None:
        """Drop all waiting picture packets; the next picture is a key frame."""
        self._path.drop_picture()
        self._restart_picture()

    def _restart_picture(self) -> None:
        if self._pictures is not None:
            self._pictures.restart()

    def _discard_cleared(self) -> int:
        """Drop everything made before the camera was last cleared; return the clearings obeyed."""
        if self._clearings != self._track.clearings:
            self._clearings = self._track.clearings
            self._drop_picture()
            self._path.drop_filler()
        return self._clearings

    def _has_room(self) -> bool:
        plan = self._plan
        passes = self._pictures is not None and self._pictures.passes
        if self._path.backlog_bytes or (self._path.gives_way and not passes):
            return False
        in_flight_bytes = self.control.in_flight_bytes
        if passes:
            return in_flight_bytes < plan.window_bytes
        fits = in_flight_bytes < min(plan.window_bytes, plan.start_bytes)
        return fits or time.monotonic() - self._picture_s >= plan.kept_interval_s

    async def _rung_with_room(self) -> Rung:
        while True:
            rung = self._plan.rung
            if rung is not None and self._has_room():
                return rung
            if self._track.readyState != "live":
                raise MediaStreamError
            self._path.room.clear()
            await self._path.room.wait()  # set at every tick
