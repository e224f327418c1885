"""Camera on the ribbon cable of a Raspberry Pi, through Picamera2. Untried on hardware.

Frames come as YUV420; where the computer has an encoder of its own, H.264 comes from it. For a
still of the board the camera changes to all pixels of its sensor for a moment.
"""

import logging
import os
import queue
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from robot.media.coded.v4l2_control import RefusedError, V4l2Control
from robot.media.devices.coded_camera import CameraSession, CodedCamera
from robot.media.devices.exposing import Exposing
from robot.media.devices.ffmpeg import RateLimit
from robot.media.devices.pi_encoder import has_encoder, running_encoder
from robot.media.devices.pi_opening import errors_named, opened, tuned
from robot.media.devices.pi_requests import PiRequests
from robot.media.devices.reopening import LostError, Running
from robot.media.types.frames import FrameFitter
from robot.media.types.framing import Pixels
from robot.media.types.spec import Size, SourceSpec
from robot.media.types.turning import Turner
from robot.media.v4l2 import wire
from robot.media.v4l2.device import Captured
from robot.media.v4l2.reader import PictureReader

log = logging.getLogger(__name__)

WAIT_S = 0.4
SILENT_S = 2.5
"""Time without a picture after which the camera is opened anew."""

VIDEO_BUFFERS, STILL_BUFFERS = 6, 3
Ends = Callable[[], bool]


class PiCamera:
    """One camera, opened as often as needed.

    Args:
        spec: `picamera:`, or `picamera:1` for the second one.
        size: Size and rate of the child's picture.
        exposing: Receives every picture.
        coded: Receives H.264 of the computer's own encoder; None to expose frames alone.
    """

    def __init__(
        self,
        spec: SourceSpec,
        size: Size,
        exposing: Exposing,
        coded: "PiCodedCamera | None" = None,
    ) -> None:
        self._spec = spec
        self._size = size
        self._exposing = exposing
        self._coded = coded
        self._has_still = True
        self._still_came = False
        """True once a mode for stills brought pictures: what happens later is no fault of it."""

    def film(self, running: Running) -> None:
        """Expose pictures until told to stop.

        Raises:
            LostError: It cannot be opened, or is gone.
        """
        with errors_named(), opened(self._spec) as (camera, libcamera):
            video = self._video_size()
            still = _same_shape(camera.sensor_resolution, video)
            if still.width < video.width * 1.2:
                self._has_still = False
            while not running.stopping():
                self._configure(camera, libcamera, video, VIDEO_BUFFERS, self._size.fps)
                encode = self._coded is not None and self._coded.wanted(running)
                serve = self._encode if encode else self._show
                serve(running, camera, lambda: self._has_still and self._still_wanted, None)
                camera.stop()
                if running.stopping() or not self._has_still:
                    continue
                try:
                    self._configure(camera, libcamera, still, STILL_BUFFERS, None)
                except (OSError, RuntimeError, ValueError) as error:
                    self._give_up_still(str(error))
                    continue
                # The picture stands for a moment: a board is worth it.
                try:
                    self._show(
                        running, camera, lambda: not self._still_wanted, self._upright(video)
                    )
                except LostError as error:  # opened anew, the picture's own mode may go on
                    if not self._still_came:
                        self._give_up_still(str(error))
                    raise
                self._still_came = True
                camera.stop()

    def _give_up_still(self, reason: str) -> None:
        """Take stills in the mode of the picture from now on."""
        log.warning("camera: stills keep the size of the picture: %s", reason)
        self._has_still = False

    @property
    def _still_wanted(self) -> bool:
        return self._exposing.sharp_shot_wanted

    def _video_size(self) -> Pixels:
        width, height = self._size.width_px, self._size.height_px
        if self._spec.tuning.rotate_deg in (90, 270):
            width, height = height, width
        given = self._spec.options.get("video_size")
        if given and self._coded is None:
            try:
                width, height = (int(part) for part in given.split("x"))
            except ValueError as error:
                raise LostError(f"video_size = {given!r}: must look like 1280x720") from error
        return Pixels(width, height)

    def _upright(self, size: Pixels) -> Pixels:
        lies = self._spec.tuning.rotate_deg in (90, 270)
        return Pixels(size.height, size.width) if lies else size

    def _configure(
        self, camera: Any, libcamera: Any, size: Pixels, buffers: int, fps: float | None
    ) -> None:
        turn = self._spec.tuning.rotate_deg == 180
        controls = {} if fps is None else {"FrameRate": float(fps)}
        camera.configure(
            camera.create_video_configuration(
                main={"size": (size.width, size.height), "format": "YUV420"},
                transform=libcamera.Transform(hflip=turn, vflip=turn),
                # Limited range and the matrix of small pictures, whatever the size.
                colour_space=libcamera.ColorSpace.Smpte170m(),
                buffer_count=buffers,
                controls={**controls, **tuned(camera.camera_controls, self._spec.tuning)},
            )
        )
        if fps is None or self._coded is None:
            camera.start()

    def _show(self, running: Running, camera: Any, ends: Ends, zooms: Pixels | None) -> None:
        """Expose the frames of the mode that is set until told to stop, or until `ends`."""
        if not camera.started:
            camera.start()
        read = PictureReader(_pixels(camera))
        turn_deg = self._spec.tuning.rotate_deg
        upright = Turner(turn_deg if turn_deg != 180 else 0)
        fit = FrameFitter(self._size)
        limit = RateLimit(self._size.fps)
        with PiRequests(camera) as requests:
            for data in _buffers(running, requests, ends):
                frame = read(Captured(data, 0.0, damaged=False))
                if frame is None or not limit.admits(time.monotonic()):
                    continue
                turned = upright(frame)
                if self._coded is not None:
                    self._coded.only_frames(turned.width, turned.height)
                self._exposing.expose(
                    Pixels(turned.width, turned.height),
                    lambda region, target, of=turned: fit(of, region, target),  # type: ignore[misc]
                    zooms=zooms,
                    # Only the mode of a still names the size that limits the zoom.
                    full_size=zooms is not None or not self._has_still,
                )
                running.working()

    def _encode(self, running: Running, camera: Any, ends: Ends, zooms: Pixels | None) -> None:
        """Fill the feed with H.264 until told to stop, or until `ends`."""
        assert self._coded is not None
        with running_encoder(camera, self._coded.decoded_bps) as (encoder, pictures):
            try:
                control: V4l2Control | None = V4l2Control(os.dup(encoder.vd.fileno()))
            except (AttributeError, OSError) as error:
                control = None
                self._coded.refused(running, f"its encoder cannot be controlled ({error})")
            width, height = camera.camera_configuration()["main"]["size"]
            session = CameraSession(self._coded, running, control, width, height)
            silent_s = 0.0
            try:
                while not running.stopping() and not ends():
                    try:
                        data = pictures.get(timeout=WAIT_S)
                    except queue.Empty:
                        silent_s += WAIT_S
                        if silent_s > SILENT_S:
                            raise LostError(f"it sent no picture for {SILENT_S} s") from None
                        continue
                    silent_s = 0.0
                    session.take(data, time.monotonic())
            finally:
                self._coded.feed.clear()
                if control is not None:
                    control.close()


class PiCodedCamera(CodedCamera):
    """`CodedCamera` whose pictures come from the Pi's own encoder."""

    def film(self, running: Running) -> None:
        """Fill the feed until told to stop; where there is no encoder, expose frames.

        Raises:
            LostError: It cannot be opened, or is gone.
        """
        self.feed.clear()
        self._camera.film(running)

    @cached_property
    def _camera(self) -> PiCamera:
        """Camera that is opened; what it cannot do is remembered when it is opened again."""
        return PiCamera(self.spec, self.size, self.exposing, self)

    @property
    def turns(self) -> bool:
        """True if pictures are turned by quarters; the camera itself turns them upside down."""
        return self.spec.tuning.rotate_deg in (90, 270)

    def wanted(self, running: Running) -> bool:
        """Return whether the computer's encoder is to be used."""
        if self.turns:
            self.refused(running, "the picture is turned (camera.rotate)")
            return False
        try:
            has_encoder()
        except RefusedError as error:
            self.refused(running, str(error))
            return False
        return True


def _buffers(running: Running, requests: PiRequests, ends: Ends) -> Iterator[bytes]:
    """Yield each frame's bytes."""
    silent_s = 0.0
    while not running.stopping() and not ends():
        data = requests.next(WAIT_S)
        if data is not None:
            silent_s = 0.0
            yield data
            continue
        silent_s += WAIT_S
        if silent_s > SILENT_S:
            raise LostError(f"it sent no picture for {SILENT_S} s")


def _pixels(camera: Any) -> wire.PixelFormat:
    """Return what libcamera has made of the main stream."""
    main = camera.camera_configuration()["main"]
    width, height = main["size"]
    return wire.PixelFormat(
        width=width,
        height=height,
        pixelformat=wire.fourcc("YU12"),
        bytesperline=main["stride"],
        quantization=wire.LIMITED_RANGE,
    )


def _same_shape(sensor: tuple[int, int], shown: Pixels) -> Pixels:
    """Return the largest even size of the sensor with the shape of the picture."""
    wide, high = sensor
    scale = min(wide / shown.width, high / shown.height)
    return Pixels(int(shown.width * scale) // 2 * 2, int(shown.height * scale) // 2 * 2)
