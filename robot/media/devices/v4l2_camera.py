"""Camera of Linux in every format that such cameras give, read without FFmpeg's help.

The mode is chosen for the size and rate of the picture, the picture decoded, turned upright and
published. Pictures that arrive damaged are left out.
"""

import logging
import time
from collections.abc import Callable
from contextlib import closing

from bridge.process.device_place import DevicePlace
from robot.media.devices.exposing import Exposing
from robot.media.devices.ffmpeg import BROKEN_S, RateLimit
from robot.media.devices.reopening import LostError, Running
from robot.media.types.frames import FrameFitter
from robot.media.types.framing import Pixels
from robot.media.types.spec import INPUT_FORMAT, Size, SourceSpec
from robot.media.types.turning import Turner
from robot.media.v4l2 import device
from robot.media.v4l2.device import CameraError, V4l2Device
from robot.media.v4l2.formats import CameraMode, choose, largest, named
from robot.media.v4l2.reader import PictureReader
from robot.media.v4l2.tuning import tune

log = logging.getLogger(__name__)

NEARLY = 0.95
SAME_SHAPE = 0.02
"""Difference of two shapes up to which two modes show the same: others see less, or more."""
LARGER = 1.2
"""A still mode with less gain is not worth the moment without a picture."""

WAIT_S = 0.25
SILENT_S = 2.5
"""Time without a picture after which the camera is opened anew."""


class V4l2Camera:
    """One camera, opened as often as needed.

    Args:
        spec: A camera that `is_v4l2`.
        size: Size and rate of the child's picture.
        exposing: Receives every picture.
        system: The operating system; the real one unless told.
    """

    def __init__(
        self,
        spec: SourceSpec,
        size: Size,
        exposing: Exposing,
        system: device.System | None = None,
    ) -> None:
        self._spec = spec
        self._size = size
        self._exposing = exposing
        self._system = system
        self._place = DevicePlace(spec.url, device.FOLDERS)
        self._told: set[str] = set()
        self._still: CameraMode | None = None

    def film(self, running: Running) -> None:
        """Expose pictures until told to stop.

        Raises:
            LostError: It cannot be opened, gives nothing that can be shown, or is gone.
        """
        path = self._place.now()
        try:
            with closing(V4l2Device(path, self._system or device.LINUX)) as camera:
                self._advise()
                mode, fps, self._still = self._modes(camera)
                while not running.stopping():
                    self._start(camera, mode, fps)
                    full_size = self._still is None
                    self._show(running, camera, lambda: self._still_wanted, full_size=full_size)
                    camera.stop()
                    if running.stopping() or not self._started_for_still(camera, fps):
                        continue
                    # The picture stands for a moment: a board is worth it.
                    try:
                        self._show(
                            running, camera, lambda: not self._still_wanted, self._upright(mode)
                        )
                    except LostError as error:  # the picture's own mode may go on
                        self._give_up_still(str(error))
                    camera.stop()
        except CameraError as error:
            raise LostError(str(error)) from error

    @property
    def _still_wanted(self) -> bool:
        return self._still is not None and self._exposing.sharp_shot_wanted

    def _started_for_still(self, camera: V4l2Device, fps: float) -> bool:
        """Start the mode for stills; return False if the camera has no such mode that starts."""
        if self._still is None:
            return False
        try:
            self._start(camera, self._still, self._still.fps or fps)
        except CameraError as error:  # such as too little room on its bus
            self._give_up_still(str(error))
            camera.stop()
        return self._still is not None

    def _give_up_still(self, reason: str) -> None:
        """Take stills in the mode of the picture until the camera is opened again."""
        self._say(f"stills keep the size of the picture: {reason}")
        self._still = None

    def _start(self, camera: V4l2Device, mode: CameraMode, fps: float) -> None:
        camera.set(mode, fps)
        for key in tune(camera, self._spec.tuning):
            self._say(f"it does not take {key}: remove it, or use another camera")
        camera.start()

    def _show(
        self,
        running: Running,
        camera: V4l2Device,
        ends: Callable[[], bool],
        zooms: Pixels | None = None,
        full_size: bool = True,
    ) -> None:
        """Expose pictures of the mode that is set until told to stop, or until `ends`."""
        read = PictureReader(camera.pixels)
        fit = FrameFitter(self._size)
        upright = Turner(self._spec.tuning.rotate_deg)
        limit = RateLimit(self._size.fps)
        heard_s = good_s = time.monotonic()
        while not running.stopping() and not ends():
            captured = camera.next(WAIT_S)
            now = time.monotonic()
            if captured is None:
                if now > heard_s + SILENT_S:
                    raise LostError(f"it sent no picture for {SILENT_S} s")
                continue
            heard_s = now
            frame = read(captured)
            if frame is None:
                if now > good_s + BROKEN_S:
                    raise LostError(
                        f"every picture arrives damaged for {BROKEN_S} s: check its cable, use "
                        "another USB socket without a hub, or a smaller size"
                    )
                continue
            good_s = now
            if limit.admits(captured.at_s or now):
                turned = upright(frame)
                self._exposing.expose(
                    Pixels(turned.width, turned.height),
                    lambda region, target, of=turned: fit(of, region, target),  # type: ignore[misc]
                    zooms=zooms,
                    full_size=full_size,
                )
                running.working()

    def _modes(self, camera: V4l2Device) -> tuple[CameraMode, float, CameraMode | None]:
        """Return the mode for the configured size and rate, its rate, and a larger one for stills.

        Raises:
            CameraError: It has none that can be shown.
        """
        width, height, fps = self._wanted()
        modes = camera.modes(width, height)
        found = sorted({mode.fourcc for mode in modes})
        options = self._spec.options
        only = options.get(INPUT_FORMAT) or options.get("pixel_format")
        if only:
            modes = [mode for mode in modes if mode.fourcc in named(only)]
        mode = choose(modes, width, height, fps)
        if mode is None:
            text = f"{self._spec.url} gives {', '.join(found) or 'no pictures'}"
            if only:
                raise CameraError(f"{text}, not {only}")
            raise CameraError(
                f"{text}, which cannot be shown; a camera on the ribbon cable is named picamera:"
            )
        if (mode.width, mode.height) != (width, height) or 0 < mode.fps < fps * NEARLY:
            self._say(
                f"it has no {width}x{height} at {fps:g} pictures a second; taken is "
                f"{mode.fourcc} {mode.width}x{mode.height} at {mode.fps or fps:g}"
            )
        alike = [
            other
            for other in modes
            if abs(other.width * mode.height / (other.height * mode.width) - 1) < SAME_SHAPE
        ]
        still = largest(alike)
        if still is not None and still.width < mode.width * LARGER:
            still = None
        return mode, min(fps, mode.fps or fps), still

    def _wanted(self) -> tuple[int, int, float]:
        """Return size and rate to ask for; the device's own options count first.

        Raises:
            CameraError: They cannot be read.
        """
        options = self._spec.options
        width, height, fps = self._size.width_px, self._size.height_px, self._size.fps
        if self._spec.tuning.rotate_deg in (90, 270):
            width, height = height, width
        try:
            if "video_size" in options:
                width, height = (int(part) for part in options["video_size"].split("x"))
            if "framerate" in options:
                over, _, under = options["framerate"].partition("/")
                fps = float(over) / float(under or 1)
        except (ValueError, ZeroDivisionError) as error:
            raise CameraError(
                f"video_size and framerate must look like 1280x720 and 30: {error}"
            ) from error
        return width, height, fps

    def _upright(self, mode: CameraMode) -> Pixels:
        lies = self._spec.tuning.rotate_deg in (90, 270)
        return Pixels(*((mode.height, mode.width) if lies else (mode.width, mode.height)))

    def _advise(self) -> None:
        lasting = self._place.opened()
        if lasting is not None:
            self._say(f"its number changes with the order of plugging; name it {lasting}")

    def _say(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            log.warning("camera: %s: %s", self._spec.url, text)
