"""A camera that encodes by itself, by x264; it obeys, or refuses, as the test says."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from robot.media.coded.feed import CodedFeed
from robot.media.coded.v4l2_control import RefusedError
from robot.media.devices.coded_camera import CameraSession, CodedCamera
from robot.media.devices.exposing import Exposing
from robot.media.devices.reopening import Running
from robot.media.devices.testcard import TestCard
from robot.media.types import h264_packets
from robot.media.types.cells import Newest
from robot.media.types.spec import Size, SourceNotice, Tuning, parse_camera
from robot.media.types.viewfinder import Viewfinder

SIZE = Size(320, 240, 30.0)


class Lens:
    """Pictures as such a camera gives them, and what it is asked; implements `CameraControl`."""

    def __init__(self, options: Mapping[str, str] | None = None, once: bool = False) -> None:
        self.rates_bps: list[int] = []
        self.asked = 0
        self.deaf = False
        self.refuses = ""
        self._once = once
        self._codec = _codec({"profile": "baseline", **(options or {})})
        self._card = TestCard(SIZE)
        self._count = 0
        self._key = False

    def set_rate(self, rate_bps: int) -> None:
        if self.refuses == "rate":
            raise RefusedError("the camera does not follow a rate (no)")
        self.rates_bps.append(rate_bps)

    def key_frame(self) -> None:
        if self.refuses == "key":
            raise RefusedError("the camera does not make a key frame (no)")
        self.asked += 1
        self._key = not self.deaf

    def close(self) -> None:
        """Nothing: there is no device."""

    def shoot(self) -> bytes:
        """Return the next picture."""
        frame = self._card.draw(33 * self._count)
        frame.pts, frame.time_base = self._count, self._codec.time_base
        frame.pict_type = PictureType.I if self._key else PictureType.NONE
        self._key = False
        self._count += 1
        data = b"".join(bytes(packet) for packet in self._codec.encode(frame))
        if self._once and self._count > 1:
            kept = (u for u in h264_packets.split(data) if u[0] & 0x1F not in (7, 8))
            data = b"".join(b"\x00\x00\x00\x01" + unit for unit in kept)
        return data


class Opened:
    """A camera in use, without its thread: `shoot` is one turn of it."""

    def __init__(
        self, lens: Lens | None = None, width_px: int = SIZE.width_px, rotate_deg: int = 0
    ) -> None:
        self.lens = lens or Lens()
        self.finder = Viewfinder()
        self.feed = CodedFeed(self.finder)
        self.pictures: Newest[av.VideoFrame] = Newest()
        self.told: list[SourceNotice] = []
        options, tuning = {"input_format": "h264"}, Tuning(rotate_deg)
        spec = parse_camera("/dev/video0", "v4l2", options, tuning)
        self._camera = CodedCamera(
            spec,
            SIZE,
            self.pictures,
            self.feed,
            self.told.append,
            lambda url: self.lens,
            self.finder,
        )
        running = Running(asyncio.get_running_loop(), lambda: None, lambda text: None)
        self._session = CameraSession(self._camera, running, self.lens, width_px, SIZE.height_px)
        self._now: Iterator[float] = (1000 + n / 30 for n in itertools.count())

    def show_in(self, pictures: Newest[av.VideoFrame]) -> None:
        """Put decoded frames there."""
        self.pictures = pictures
        self._camera._exposing = Exposing(SIZE, pictures, self.finder)

    def shoot(self) -> list[bytes]:
        """Return the units of the picture that was handed on."""
        data = self.lens.shoot()
        self._session.take(data, next(self._now))
        return h264_packets.to_send(data)


def _codec(options: dict[str, str]) -> VideoCodecContext:
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height = SIZE.width_px, SIZE.height_px
    codec.pix_fmt = "yuv420p"
    codec.framerate, codec.time_base = Fraction(30, 1), Fraction(1, 30)
    codec.bit_rate = 400_000
    codec.options = {
        **{"preset": "ultrafast", "tune": "zerolatency", "level": "3.1", "g": "100000"},
        **{"forced-idr": "1", "sc_threshold": "0", "threads": "1"},
        **options,
    }
    codec.open()
    return codec
