"""Camera that gives H.264: coded pictures, and decoded frames on request."""

import math
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import replace

import av
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext

from bridge.process.device_place import DevicePlace
from robot.media.coded.choice import KeyFrameRequests, RateSteps
from robot.media.coded.feed import CodedFeed, CodedStream
from robot.media.coded.h264_stream import CodedPicture, Profile, StreamReader
from robot.media.coded.v4l2_control import CameraControl, RefusedError
from robot.media.devices import ffmpeg
from robot.media.devices.exposing import Exposing
from robot.media.devices.reopening import LostError, Running
from robot.media.types.cells import Newest
from robot.media.types.frames import FrameFitter
from robot.media.types.framing import Framing, Pixels
from robot.media.types.spec import Size, SourceNotice, SourceSpec
from robot.media.types.tracks import PICTURE_TICKS_HZ
from robot.media.types.turning import Turner
from robot.media.types.viewfinder import Viewfinder
from robot.media.v4l2.device import FOLDERS

DECODED_BITS_PER_PIXEL = 0.15
"""Rate while frames are decoded and encoded again, so that the first encoding is not visible."""

NO_PROFILE = Profile(0, 0, 0)

OnNotice = Callable[[SourceNotice], None]
OpenControl = Callable[[str], CameraControl]


class CodedCamera:
    """Camera by name, reopened as often as needed.

    Args:
        spec: Camera with `gives_h264`.
        size: Size of decoded frames; pictures that are sent on must have it, too.
        pictures: Receives decoded frames while the feed's readers request them.
        feed: Receives every coded picture.
        on_notice: Called once, on the loop's thread, when pictures cannot be sent on.
        open_control: Opens the control of the camera.
        finder: Says which part of the view to show. While it is less than everything, frames are
            decoded, cut and encoded again.
    """

    def __init__(
        self,
        spec: SourceSpec,
        size: Size,
        pictures: Newest[av.VideoFrame],
        feed: CodedFeed,
        on_notice: OnNotice,
        open_control: OpenControl,
        finder: Viewfinder | None = None,
    ) -> None:
        self._spec = _asking_for(spec, size)
        self._size = size
        self._feed = feed
        self._finder = finder or Viewfinder()
        self._exposing = Exposing(size, pictures, self._finder)
        self._on_notice = on_notice
        self._open_control = open_control
        self._told = False
        self._place = DevicePlace(spec.url, FOLDERS)
        self._upright = Turner(spec.tuning.rotate_deg if self.turns else 0)

    def film(self, running: Running) -> None:
        """Fill the feed until told to stop.

        Raises:
            LostError: It cannot be opened, gives no H.264, or ended.
        """
        self._feed.clear()
        at = replace(self._spec, url=self._place.now())
        control = self._control(running, at.url)
        try:
            with closing(control) if control else nullcontext():
                self._read(running, at, control)
        finally:
            self._feed.clear()

    def _read(self, running: Running, at: SourceSpec, control: CameraControl | None) -> None:
        with ffmpeg.opened(running, at, played=False) as container:
            self._place.opened()
            source = ffmpeg.picture_stream(container)
            if source.codec_context.name != "h264":
                raise LostError(f"it gives {source.codec_context.name}, not H.264")
            session = CameraSession(self, running, control, source.width, source.height)
            extra = source.codec_context.extradata
            if extra:
                session.reader.read(extra, 0)
            for packet in container.demux(source):
                if running.stopping():
                    return
                session.take(bytes(packet), time.monotonic())
        if not running.stopping():
            raise LostError("it ended")

    def _control(self, running: Running, url: str) -> CameraControl | None:
        try:
            return self._open_control(url)
        except RefusedError as error:
            self.refused(running, str(error))
            return None

    def refused(self, running: Running, why: str) -> None:
        """Report, once, that this camera's pictures must be encoded again."""
        if self._told:
            return
        self._told = True
        notice = SourceNotice(
            "camera", f"{why}; its pictures are decoded and encoded again, which costs more power"
        )
        running.tell(lambda: self._on_notice(notice))

    @property
    def decoded_bps(self) -> int:
        """Rate of the camera while its pictures are decoded here."""
        size = self._size
        return int(DECODED_BITS_PER_PIXEL * size.width_px * size.height_px * size.fps)

    def put(self, picture: CodedPicture, stream: CodedStream | None) -> None:
        """Put a coded picture into the feed."""
        if not self._feed.frames_wanted:
            self._finder.show(Framing())  # it is sent as it is
        self._feed.stream = stream
        self._feed.put(picture)

    def only_frames(self, width_px: int, height_px: int) -> None:
        """Have readers encode frames: no coded pictures come for now."""
        self._feed.stream = CodedStream(NO_PROFILE, width_px, height_px, usable=False)
        self._feed.put(CodedPicture((), key=False, pts=0))  # wakes who waits for one

    @property
    def feed(self) -> CodedFeed:
        """Feed of the coded pictures."""
        return self._feed

    def show(self, frame: av.VideoFrame, fit: FrameFitter) -> None:
        """Publish a decoded frame, upright."""
        turned = self._upright(frame)
        self._exposing.expose(
            Pixels(turned.width, turned.height),
            lambda region, target: fit(turned, region, target),
        )

    @property
    def turns(self) -> bool:
        """True if pictures are turned, which the camera does not do by itself."""
        return self._spec.tuning.rotate_deg != 0

    def opened(self, width_px: int, height_px: int) -> None:
        """Take in the size of the camera's pictures."""
        shown = Pixels(self._size.width_px, self._size.height_px)
        self._finder.follow(Pixels(width_px, height_px), shown)

    @property
    def shot_wanted(self) -> bool:
        """True if a decoded frame is waited for beside the picture."""
        return self._exposing.shot_wanted

    @property
    def size(self) -> Size:
        """Size of decoded frames."""
        return self._size

    @property
    def spec(self) -> SourceSpec:
        """The camera."""
        return self._spec

    @property
    def exposing(self) -> Exposing:
        """Receiver of decoded frames."""
        return self._exposing


class CameraSession:
    """Session of an opened camera, until it is lost or closed."""

    def __init__(
        self,
        camera: CodedCamera,
        running: Running,
        control: CameraControl | None,
        width_px: int,
        height_px: int,
    ) -> None:
        self.reader = StreamReader()
        self._camera = camera
        self._running = running
        # Kept apart: a camera that refuses one of them may still do the other.
        self._rate_control = self._key_control = control
        self._size_px = (width_px, height_px)
        camera.opened(width_px, height_px)
        self._fit = FrameFitter(camera.size)
        self._decoder: VideoCodecContext | None = None
        self._key_frames = KeyFrameRequests()
        self._tried = False
        self._pts = 0
        self._rates = RateSteps()
        self._good_at = math.inf

    def take(self, data: bytes, now: float) -> None:
        """Pass on one picture, and send the readers' requests to the camera.

        Raises:
            LostError: Nothing could be decoded for too long.
        """
        feed = self._camera.feed
        # Times are unique even in a burst: a browser would merge pictures of equal time.
        self._pts = max(self._pts + 1, int(now * PICTURE_TICKS_HZ))
        picture = self.reader.read(data, self._pts)
        if picture is not None:
            if picture.key:
                self._key_frames.came()
            self._camera.put(picture, self._stream())
            self._running.working()
        if feed.frames_wanted or self._camera.shot_wanted or not self._usable:
            self._decode(picture, now)
        else:
            self._decoder, self._good_at = None, math.inf
        self._ask(now)

    def _stream(self) -> CodedStream | None:
        profile = self.reader.profile
        if profile is None:
            return None
        if self._camera.turns:
            self._camera.refused(self._running, "the picture is turned (camera.rotate)")
        if self.reader.reordered:
            self._camera.refused(self._running, "the camera sends pictures out of their order")
        size, (width_px, height_px) = self._camera.size, self._size_px
        if (width_px, height_px) != (size.width_px, size.height_px):
            self._camera.refused(
                self._running,
                f"the camera gives {width_px} x {height_px} px, "
                f"not {size.width_px} x {size.height_px}",
            )
        return CodedStream(profile, *self._size_px, usable=self._usable)

    @property
    def _usable(self) -> bool:
        does_all = self._rate_control is not None and self._key_control is not None
        return does_all and not self.reader.reordered and not self._camera.turns

    def _ask(self, now: float) -> None:
        feed = self._camera.feed
        rate_bps = self._rates.next(feed.rate_bps or self._camera.decoded_bps, now)
        try:
            if self._rate_control is not None and rate_bps is not None:
                self._rate_control.set_rate(rate_bps)
        except RefusedError as error:
            self._rate_control = None
            self._camera.refused(self._running, str(error))
        try:
            if self._key_control is not None:
                # The first is a trial: a refusal is better known before a child needs a key frame.
                wanted, self._tried = feed.key_frame_wanted or not self._tried, True
                self._ask_key_frame(self._key_control, wanted, now)
        except RefusedError as error:
            self._key_control = None
            self._camera.refused(self._running, str(error))

    def _ask_key_frame(self, control: CameraControl, wanted: bool, now: float) -> None:
        match self._key_frames.next(wanted, now):
            case "ask":
                control.key_frame()
            case "deaf":
                raise RefusedError("the camera makes no key frame when asked")

    def _decode(self, picture: CodedPicture | None, now: float) -> None:
        self._good_at = min(self._good_at, now)
        if self._decoder is None:
            if picture is None or not picture.key:
                self._camera.feed.ask_key_frame()
                return
            self._decoder = _decoder()
        if picture is not None and self._frames(picture):
            self._good_at = now
        if now > self._good_at + ffmpeg.BROKEN_S:
            raise LostError(f"it sent nothing that could be decoded for {ffmpeg.BROKEN_S} s")

    def _frames(self, picture: CodedPicture) -> bool:
        assert self._decoder is not None
        try:
            frames = self._decoder.decode(av.Packet(picture.stream))
        except av.error.InvalidDataError:
            return False
        whole = [frame for frame in frames if not frame.is_corrupt]
        for frame in whole:
            self._camera.show(frame, self._fit)
        return bool(whole)


def _asking_for(spec: SourceSpec, size: Size) -> SourceSpec:
    """Return the spec with size and rate for the device: pictures sent on cannot be scaled."""
    if not spec.gives_h264:
        return spec
    wanted = {"video_size": f"{size.width_px}x{size.height_px}", "framerate": f"{size.fps:g}"}
    return replace(spec, options={**wanted, **spec.options})


def _decoder() -> VideoCodecContext:
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_type = "SLICE"  # frame threads would each delay a picture
    decoder.flags |= Flags.low_delay
    return decoder
