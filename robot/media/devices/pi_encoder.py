"""H.264 encoder of a Raspberry Pi, through Picamera2: whether there is one, and its pictures.

Untried on hardware.
"""

import importlib
import logging
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from robot.media.coded.v4l2_control import RefusedError

log = logging.getLogger(__name__)

KEY_FRAME_EVERY = 1 << 15
"""Key frames are asked for; none comes by itself for a quarter of an hour."""

CODED_WAITING = 8


def has_encoder() -> None:
    """Check that this computer has an H.264 encoder: a Pi 5 has none.

    Raises:
        RefusedError: It has none.
    """
    try:
        platform = importlib.import_module("picamera2.platform")
        has = platform.get_platform() == platform.Platform.VC4
    except (ImportError, AttributeError) as error:
        raise RefusedError(f"this Picamera2 does not tell its encoder ({error})") from error
    if not has:
        raise RefusedError("this computer has no H.264 encoder of its own")


@contextmanager
def running_encoder(camera: Any, rate_bps: int) -> Iterator[tuple[Any, "queue.Queue[bytes]"]]:
    """Run the computer's encoder; its pictures come in the queue."""
    encoders = importlib.import_module("picamera2.encoders")
    outputs = importlib.import_module("picamera2.outputs")
    pictures: queue.Queue[bytes] = queue.Queue(CODED_WAITING)

    class Handover(outputs.Output):  # type: ignore[name-defined,misc]
        """Receives coded pictures on the encoder's thread, which must not wait."""

        def outputframe(self, frame: Any, *more: Any, **others: Any) -> None:
            """Hand over one picture; a reader that is too slow sees a gap."""
            try:
                pictures.put_nowait(bytes(frame))
            except queue.Full:
                log.warning("camera: a coded picture was not read in time")

    given = {"bitrate": rate_bps, "repeat": True, "iperiod": KEY_FRAME_EVERY}
    try:
        encoder = encoders.H264Encoder(**given, profile="constrained baseline")
    except TypeError:  # older ones take no profile
        encoder = encoders.H264Encoder(**given)
    camera.start_recording(encoder, Handover())
    try:
        yield encoder, pictures
    finally:
        camera.stop_recording()
