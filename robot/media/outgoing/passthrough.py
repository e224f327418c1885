"""Passthrough of a camera's own H.264 into one connection."""

from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from robot.media.coded.choice import PassthroughChoice
from robot.media.coded.feed import CameraRequests, CodedFeed, CodedStream
from robot.media.coded.h264_stream import CodedPicture, Profile
from robot.media.transport.plan import Plan, Rung
from robot.media.types.spec import Size


class Passthrough:
    """Reader of a camera's feed for one connection, and the choice to use it.

    Args:
        feed: Feed of the camera.
        codec: Negotiated codec.
        source: Configured picture of the camera; its stream must have this size.
    """

    def __init__(self, feed: CodedFeed, codec: RTCRtpCodecParameters, source: Size) -> None:
        self.skipped = 0
        """Pictures that were not sent because one before them was not."""
        self._feed = feed
        self._source = source
        self._profile = _negotiated(codec)
        self._choice = PassthroughChoice()
        self._requests = CameraRequests()
        self._encoding = False
        self._whole = False
        self._number = 0
        if self._profile is None:
            self._choice.follow(False, False, 0.0)

    @property
    def passes(self) -> bool:
        """True if the next picture is to be the camera's own."""
        return self._choice.passes

    @property
    def encoding(self) -> bool:
        """True if the last picture was encoded here."""
        return self._encoding

    def join(self) -> None:
        """Register the requests of this connection at the camera."""
        self._feed.join(self._requests)

    def leave(self) -> None:
        """Withdraw the requests of this connection."""
        self._feed.leave(self._requests)

    def follow(self, plan: Plan, now: float) -> None:
        """Follow the plan, and update the requests to the camera."""
        stream = self._feed.stream
        rung = plan.rung
        if stream is not None:
            fits = self._fits(stream) and not self._feed.zoomed
            self._choice.follow(fits, self._is_full(rung), now)
        self._requests.frames = self._encoding and rung is not None
        sends = not self._encoding and rung is not None
        self._requests.rate_bps = plan.video_bps if sends else None

    def begin_encoding(self) -> None:
        """Encode frames from now on, and have the camera's thread decode them."""
        self._encoding = self._requests.frames = True
        self._requests.rate_bps = None

    def begin_passing(self) -> None:
        """Send the camera's pictures from now on, starting with a key picture."""
        self._encoding = self._requests.frames = False
        self._whole = False

    def lose(self) -> None:
        """Take in that not all returned pictures were sent: continue with a key picture."""
        self._whole = False

    def ask_key_frame(self) -> None:
        """Request a key picture of the camera."""
        self._feed.ask_key_frame()

    async def next(self) -> CodedPicture | None:
        """Return the next picture; None when one before it is missing, so it must not be sent."""
        number, picture = await self._feed.next(self._number)
        missed = number - self._number - 1
        # Pictures from before the first reader are not counted.
        self.skipped += missed if self._number else 0
        self._number = number
        stream = self._feed.stream
        if stream is None or not self._fits(stream):
            return None
        self._whole = picture.key or (self._whole and not missed)
        if self._whole:
            return picture
        self.skipped += 1
        self._feed.ask_key_frame()
        return None

    def _fits(self, stream: CodedStream) -> bool:
        source = self._source
        return (
            self._profile is not None
            and stream.usable
            and stream.profile.fits(self._profile)
            and (stream.width_px, stream.height_px) == (source.width_px, source.height_px)
        )

    def _is_full(self, rung: Rung | None) -> bool:
        source = self._source
        return (
            rung is not None
            and (rung.width_px, rung.height_px) == (source.width_px, source.height_px)
            and rung.fps >= int(source.fps)
        )


def _negotiated(codec: RTCRtpCodecParameters) -> Profile | None:
    if codec.name != "H264":
        return None
    try:
        return Profile.parse(str(codec.parameters.get("profile-level-id", "42e01f")))
    except ValueError:
        return None
