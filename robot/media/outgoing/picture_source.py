"""Source of one connection's pictures: the camera's own, or frames encoded here."""

import time
from collections.abc import Callable

import av
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from robot.media.coded.feed import CodedFeed
from robot.media.encoders import choice
from robot.media.encoders.thinning import Thinning
from robot.media.outgoing.encoding import Encoding
from robot.media.outgoing.passthrough import Passthrough
from robot.media.outgoing.totals import Totals
from robot.media.transport.plan import Plan, Rung
from robot.media.types.h264_packets import packetise
from robot.media.types.picture import PAYLOAD_BYTES, EncodedPicture
from robot.media.types.spec import Size
from robot.media.types.tracks import PictureTrack

NOTHING = EncodedPicture([], False)


class PictureSource:
    """Encoder or passthrough of the camera's newest picture, as planned.

    Args:
        track: Frames of the camera.
        source: Size and rate of the camera.
        codec: Negotiated codec.
        coded: Feed of the camera's own H.264, sent on as it is while that fits.
        plan: First plan.
        totals: Counts what is passed on and skipped.
        discard_cleared: Discards what was made before the camera was last cleared; returns the
            count of clearings obeyed so far.
    """

    def __init__(
        self,
        track: PictureTrack,
        source: Size,
        codec: RTCRtpCodecParameters,
        coded: CodedFeed | None,
        plan: Plan,
        totals: Totals,
        discard_cleared: Callable[[], int],
    ) -> None:
        self._track = track
        self._plan = plan
        self._totals = totals
        self._discard_cleared = discard_cleared
        self._thinning = Thinning()
        self._encoding = Encoding(choice.maker(codec.mimeType, codec.parameters))
        self._passthrough = None if coded is None else Passthrough(coded, codec, source)
        self._key_frame = False
        self._source = source
        self.size_px = (0, 0)
        """Width and height of the newest picture."""

    @property
    def passes(self) -> bool:
        """True if the next picture is to be the camera's own."""
        return self._passthrough is not None and self._passthrough.passes

    @property
    def encoding_since_s(self) -> float | None:
        """Monotonic time at which the picture in work was begun; None while none is."""
        return self._encoding.since_s

    def open(self) -> None:
        """Register at the camera."""
        if self._passthrough is not None:
            self._passthrough.join()

    def close(self) -> None:
        """Withdraw from the camera, and end the encoder."""
        if self._passthrough is not None:
            self._passthrough.leave()
        self._encoding.close()

    def follow(self, plan: Plan) -> None:
        """Follow a new plan from the next picture on."""
        self._plan = plan
        if self._passthrough is not None:
            self._passthrough.follow(plan, time.monotonic())

    def request_key_frame(self) -> None:
        """Make the next picture a key frame, or request one of the camera."""
        self._key_frame = True
        if self._passthrough is not None and self._passthrough.passes:
            self._passthrough.ask_key_frame()

    def restart(self) -> None:
        """Start with a key frame at the next picture, since an earlier one does not arrive."""
        self._encoding.forget()
        if self._passthrough is not None:
            self._passthrough.lose()

    async def next(self, rung: Rung) -> tuple[EncodedPicture, int]:
        """Return the next picture and its time (90 kHz); empty when none is to be sent.

        Raises:
            MediaStreamError: The track has ended.
        """
        if self._passthrough is not None and self._passthrough.passes:
            return await self._passed_on(self._passthrough)
        return await self._encoded(rung)

    async def _passed_on(self, passthrough: Passthrough) -> tuple[EncodedPicture, int]:
        """Return the camera's next picture as it is; empty when it must not be sent."""
        if passthrough.encoding:
            passthrough.begin_passing()
        before = passthrough.skipped
        picture = await passthrough.next()
        self._discard_cleared()
        self._totals.skipped += passthrough.skipped - before
        if self._track.readyState != "live":
            raise MediaStreamError
        if picture is None:
            return NOTHING, 0
        if picture.key:
            self._key_frame = False
        self._totals.passed_on += 1
        self.size_px = (self._source.width_px, self._source.height_px)
        return EncodedPicture(packetise(picture.units, PAYLOAD_BYTES), picture.key), picture.pts

    async def _encoded(self, rung: Rung) -> tuple[EncodedPicture, int]:
        """Return the newest frame, encoded; empty when the frame rate does not need it."""
        if self._passthrough is not None and not self._passthrough.encoding:
            self.restart()
            self._passthrough.begin_encoding()
        before = self._track.number
        frame = await self._track.recv()
        clearings = self._discard_cleared()
        # Frames from before the first one read are not counted.
        self._totals.skipped += max(0, self._track.number - before - 1) if before else 0
        if self._plan.rung is None:
            return NOTHING, 0  # not encoded, so the next picture does not build on it
        if frame.pts is None or not self._thinning.takes(frame.pts, rung.fps):
            self._totals.skipped += 1
            return NOTHING, 0
        picture = await self._encode(frame, rung)
        if clearings != self._track.clearings or self._plan.rung is None:
            self.restart()
            return NOTHING, 0
        self.size_px = (rung.width_px, rung.height_px)
        return picture, frame.pts

    async def _encode(self, frame: av.VideoFrame, rung: Rung) -> EncodedPicture:
        key_frame, self._key_frame = self._key_frame, False
        return await self._encoding.encode(frame, rung, self._plan.video_bps, key_frame)
