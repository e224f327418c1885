"""Cameras by name: each runs on one thread and puts frames into a `Newest`."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing

import av
import cv2

from robot.media.coded import v4l2_control
from robot.media.coded.feed import CodedFeed
from robot.media.devices import ffmpeg
from robot.media.devices.coded_camera import CodedCamera, OnNotice
from robot.media.devices.exposing import Exposing
from robot.media.devices.pi_camera import PiCamera, PiCodedCamera
from robot.media.devices.reopening import RETRY_S, LostError, OnEvent, Running, Work, keep_open
from robot.media.devices.testcard import TestCard
from robot.media.devices.v4l2_camera import V4l2Camera
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.types.cells import Newest
from robot.media.types.pace import Pace
from robot.media.types.spec import V4L2, HeadPose, Size, SourceEvent, SourceSpec
from robot.media.types.viewfinder import Viewfinder
from robot.media.v4l2 import device
from robot.media.v4l2.device import CameraError, V4l2Device
from robot.media.v4l2.tuning import tune

__all__ = ["HeadPose", "Pictures", "Size", "SourceEvent", "prepare_camera", "run_camera"]

log = logging.getLogger(__name__)

Pictures = Newest[av.VideoFrame]
Head = Callable[[], HeadPose]


async def run_camera(
    spec: SourceSpec,
    size: Size,
    pictures: Pictures,
    head: Head,
    on_event: OnEvent,
    lens_deg: float,
    *,
    finder: Viewfinder | None = None,
    coded: tuple[CodedFeed, OnNotice] | None = None,
    retry_s: Sequence[float] = RETRY_S,
) -> None:
    """Put the camera's newest frame into `pictures` until cancelled.

    A camera that cannot be opened or is lost is reported to `on_event` (on the loop's
    thread) and reopened with backoff. When this returns, the device is closed.

    Args:
        spec: From `parse_camera`.
        size: Size and rate of the frames; others are scaled with their aspect ratio.
        pictures: Receives yuv420p frames stamped with the time of capture.
        head: The measured pose of the head; called on the camera's thread.
        on_event: Called when the camera is lost and when it is back.
        lens_deg: Horizontal angle of view of the synthetic classroom's camera.
        finder: Says which part of the view to show; everything without it.
        coded: For a camera that `gives_h264`: the feed of its coded pictures, and a callback,
            called once on the loop's thread when they cannot be sent on. `pictures` then
            receives frames only while the feed's readers request them.
        retry_s: Waits before reopening.
    """
    finder = finder or Viewfinder()
    work = _work(spec, size, Exposing(size, pictures, finder), head, lens_deg)
    if coded is not None:
        feed, on_notice = coded
        make = PiCodedCamera if spec.scheme == "picamera" else CodedCamera
        camera = make(spec, size, pictures, feed, on_notice, v4l2_control.open_control, finder)
        work = _tuned(spec, camera.film)
    await keep_open("camera", work, on_event, retry_s)


def prepare_camera(spec: SourceSpec, size: Size, lens_deg: float) -> None:
    """Do the slow part of the first opening on this thread, so that `run_camera` starts at once."""
    if spec.scheme == "classroom":
        ClassroomCamera(size, lens_deg)


def _work(spec: SourceSpec, size: Size, exposing: Exposing, head: Head, lens_deg: float) -> Work:
    match spec.scheme:
        case "classroom":
            return lambda running: _film_classroom(running, size, exposing, head, lens_deg)
        case "testcard":
            return lambda running: _film_testcard(running, size, exposing)
        case "null":
            return _film_nothing
        case "picamera":
            return PiCamera(spec, size, exposing).film
        case _ if spec.is_v4l2:
            return V4l2Camera(spec, size, exposing).film
        case _:
            return _tuned(spec, lambda running: ffmpeg.film(running, spec, size, exposing))


def _tuned(spec: SourceSpec, film: Work) -> Work:
    """Return the work of a camera that FFmpeg reads, with its focus and exposure set before."""

    def tuned(running: Running) -> None:
        if spec.format in V4L2 and (spec.tuning.focus or spec.tuning.exposure_ms):
            try:
                with closing(V4l2Device(spec.url, device.LINUX)) as camera:
                    refused = tune(camera, spec.tuning)
            except CameraError as error:
                raise LostError(str(error)) from error
            if refused:
                log.warning("camera: %s does not take %s", spec.url, ", ".join(refused))
        film(running)

    return tuned


def _film_nothing(running: Running) -> None:
    running.working()
    while not running.wait(60.0):
        pass


def _film_testcard(running: Running, size: Size, exposing: Exposing) -> None:
    card = TestCard(size)

    def expose() -> None:
        unix_ms = time.time_ns() // 1_000_000
        exposing.expose(card.sensor, lambda region, target: card.draw(unix_ms, region, target))

    _film(running, size, expose)


def _film_classroom(
    running: Running, size: Size, exposing: Exposing, head: Head, lens_deg: float
) -> None:
    # One frame is little work: splitting it costs more processor time than it saves,
    # and the other cores are needed by the encoder.
    cv2.setNumThreads(1)
    camera = ClassroomCamera(size, lens_deg)

    def expose() -> None:
        pose, unix_s = head(), time.time()
        if not exposing.shot_wanted:
            camera.end_shots()
        exposing.expose(
            camera.sensor,
            lambda region, target: camera.draw(pose, unix_s, region, target),
            lambda region, target: camera.focused(pose, region, target),
        )

    try:
        _film(running, size, expose)
    finally:
        camera.close()


def _film(running: Running, size: Size, expose: Callable[[], None]) -> None:
    pace = Pace(1 / size.fps, time.monotonic())
    while not running.wait(pace.wait_s(time.monotonic())):
        expose()
        running.working()
        pace.advance(time.monotonic())
