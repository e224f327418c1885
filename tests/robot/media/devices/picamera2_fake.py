"""Picamera2 and libcamera in memory, as version 0.3 behaves on a Raspberry Pi 4.

    with plugged(monkeypatch) as pi:   # puts the modules where `import picamera2` finds them
        pi.sensors = 1                 # number of cameras
        pi.platform = "PISP"           # a Pi 5: no encoder

Rules that it holds: lines are aligned to 64 bytes; a camera is opened once, and configured only
while it stands; requests that are not released are missing later; a job waits for the next frame,
in whatever mode that comes; `stop` waits behind all jobs, `close` does not; encoders have their
own thread.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from enum import Enum
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.robot.media.coded.lens import Lens
from tests.robot.media.v4l2.pictures import stripes

ALIGNED = 64
EAGER_S = 0.002
STUCK_S = 5.0


class Pi:
    """One computer with its cameras."""

    def __init__(self) -> None:
        self.sensors = 1
        self.platform = "VC4"
        self.controls = {
            "AfMode": (0, 2, 0),
            "LensPosition": (0.0, 15.0, 1.0),
            "AeEnable": (False, True, True),
            "ExposureTime": (1, 66666, 20000),
            "AeFlickerMode": (0, 1, 0),
            "AeFlickerPeriod": (100, 1_000_000, None),
            "FrameRate": (1.0, 120.0, 30.0),
        }
        self.resolution = (4608, 2592)
        self.busy = self.silent = False
        self.most_pixels: int | None = None
        """Pixels of the largest configuration that finds memory."""
        self.most_shown: int | None = None
        """Pixels of the largest configuration of which a picture ever comes."""
        self.opened: list[Camera] = []
        self.configured: list[dict[str, Any]] = []
        self.cancels = True
        """False before version 0.3.19, which cannot cancel a job."""
        self.unreleased: set[Request] = set()


class Job:
    def __init__(self, signal_function: Callable[["Job"], None]) -> None:
        self.future: Future[Any] = Future()
        self.signal_function = signal_function

    def get_result(self, timeout: float | None = None) -> Any:
        return self.future.result(timeout)


class Request:
    def __init__(self, pi: Pi, data: NDArray[np.uint8]) -> None:
        self._pi = pi
        self._data = data
        pi.unreleased.add(self)

    def make_buffer(self, name: str) -> NDArray[np.uint8]:
        assert name == "main"
        return self._data

    def release(self) -> None:
        self._pi.unreleased.remove(self)


class Camera:
    """`picamera2.Picamera2`."""

    def __init__(self, pi: Pi, number: int) -> None:
        if pi.busy:
            raise RuntimeError("Camera __init__ sequence did not complete.")
        assert not pi.opened, "it is opened a second time"
        pi.opened.append(self)
        self.pi = pi
        self.started = False
        self.sensor_resolution = pi.resolution
        self.camera_controls = pi.controls
        self._main: dict[str, Any] = {}
        self._buffers = 0
        self._encoder: Any = None
        self._jobs: list[Job] = []
        self._changed = threading.Condition(threading.RLock())

    def create_video_configuration(
        self,
        main: dict[str, Any],
        transform: Any,
        colour_space: Any,
        buffer_count: int,
        controls: dict[str, Any],
    ) -> dict[str, Any]:
        assert main["format"] == "YUV420"
        for name in controls:
            if name not in self.pi.controls:
                raise RuntimeError(f"Control {name} is not advertised by libcamera")
        width, height = main["size"]
        stride = -(-width // ALIGNED) * ALIGNED
        told = {"format": "YUV420", "size": (width, height), "stride": stride}
        return {
            "main": told,
            "transform": transform,
            "colour_space": colour_space,
            "buffer_count": buffer_count,
            "controls": controls,
        }

    def configure(self, config: dict[str, Any]) -> None:
        if self.started:
            raise RuntimeError("Camera must be stopped before configuring")
        width, height = config["main"]["size"]
        if self.pi.most_pixels is not None and width * height > self.pi.most_pixels:
            raise OSError(12, "Cannot allocate memory")
        self._main = config["main"]
        self._buffers = config["buffer_count"]
        self.pi.configured.append(config)

    def camera_configuration(self) -> dict[str, Any]:
        return {"main": self._main}

    def start(self) -> None:
        assert not self.started
        with self._changed:
            self.started = True
        self.expose()

    def stop(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: not self._jobs, STUCK_S), "stop waits for ever"
            self.started = False

    def capture_request(self, wait: bool, signal_function: Callable[[Job], None]) -> Job:
        assert not wait
        job = Job(signal_function)
        with self._changed:
            self._jobs.append(job)
        assert self.started
        self.expose()
        return job

    def __getattr__(self, name: str) -> Any:
        if name == "cancel_all_and_flush" and self.pi.cancels:
            return self._cancel
        raise AttributeError(name)

    def _cancel(self) -> None:
        with self._changed:
            for job in self._jobs:
                job.future.set_exception(CancelledError())
            self._jobs.clear()
            self._changed.notify_all()

    def expose(self) -> None:
        """Take the next frame soon, unless the camera then gives none."""
        timer = threading.Timer(EAGER_S, self._hand_over)
        timer.daemon = True
        timer.start()

    def _hand_over(self) -> None:
        """Give a frame to each job, on a thread of its own as the event loop's."""
        with self._changed:
            while self.started and self._jobs and not (self.pi.silent or self._is_too_large()):
                assert len(self.pi.unreleased) < self._buffers, "all buffers are out"
                job = self._jobs.pop(0)
                job.future.set_result(Request(self.pi, self.shown()))
                job.signal_function(job)
            self._changed.notify_all()

    def _is_too_large(self) -> bool:
        width, height = self._main["size"]
        return self.pi.most_shown is not None and width * height > self.pi.most_shown

    def shown(self) -> NDArray[np.uint8]:
        """Return a frame as it lies in its buffer."""
        (width, height), stride = self._main["size"], self._main["stride"]
        y = np.zeros((height, stride), np.uint8)
        y[:, :width] = stripes(width, height, full=False)
        grey = np.full(stride // 2 * (height // 2) * 2, 128, np.uint8)
        return np.concatenate([y.reshape(-1), grey])

    def start_recording(self, encoder: Any, output: Any) -> None:
        self._encoder = encoder
        encoder.start(output)
        self.start()

    def stop_recording(self) -> None:
        self.stop()
        self._encoder.stop()

    def close(self) -> None:
        with self._changed:
            self.started = False
        self.pi.opened.remove(self)


class Output:
    """`picamera2.outputs.Output`."""

    def outputframe(
        self, frame: Any, keyframe: bool = True, timestamp: int | None = None
    ) -> None: ...


class H264Encoder:
    """`picamera2.encoders.H264Encoder`; older versions take no profile."""

    def __init__(
        self,
        bitrate: int | None = None,
        repeat: bool = True,
        iperiod: int | None = None,
        framerate: float | None = None,
    ) -> None:
        self.vd: Any = None
        self._stopping = threading.Event()

    def start(self, output: Output) -> None:
        self.vd = io.FileIO("/dev/null")
        self._thread = threading.Thread(target=self._run, args=(output,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.vd.close()

    def _run(self, output: Output) -> None:
        lens = Lens()
        while not self._stopping.wait(EAGER_S):
            output.outputframe(memoryview(lens.shoot()), True, 0)


class Platform(Enum):
    VC4 = 0
    PISP = 1


@contextmanager
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pi]:
    """Put the modules where they are imported from."""
    pi = Pi()

    class Picamera2(Camera):
        def __init__(self, number: int = 0) -> None:
            super().__init__(pi, number)

        @staticmethod
        def global_camera_info() -> list[dict[str, Any]]:
            return [{"Num": number, "Model": "imx708"} for number in range(pi.sensors)]

    def transform(hflip: bool, vflip: bool) -> tuple[bool, bool]:
        return hflip, vflip

    class ColorSpace:
        Smpte170m: Callable[[], str] = staticmethod(lambda: "SMPTE170M/limited")

    holds: dict[str, dict[str, Any]] = {
        "picamera2": {"Picamera2": Picamera2},
        "picamera2.encoders": {"H264Encoder": H264Encoder},
        "picamera2.outputs": {"Output": Output},
        "picamera2.platform": {
            "Platform": Platform,
            "get_platform": lambda: Platform[pi.platform],
        },
        "libcamera": {"Transform": transform, "ColorSpace": ColorSpace},
    }
    for name, members in holds.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    yield pi
    assert pi.opened == []
    assert not pi.unreleased
