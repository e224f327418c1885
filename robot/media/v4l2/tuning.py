"""Focus and exposure of a camera of Linux."""

from robot.media.types.spec import AUTO, Tuning
from robot.media.v4l2 import wire
from robot.media.v4l2.device import V4l2Device

MAINS_50_HZ = 1


def tune(camera: V4l2Device, tuning: Tuning) -> list[str]:
    """Set what is configured; return the keys that the camera does not take."""
    # A dark room must not halve the rate, and lamps on 50 Hz must not flicker.
    camera.control(wire.EXPOSURE_AUTO_PRIORITY, 0)
    camera.control(wire.POWER_LINE_FREQUENCY, MAINS_50_HZ)
    refused = []
    if tuning.focus and not _focus(camera, tuning.focus):
        refused.append("focus")
    if tuning.exposure_ms and not _expose(camera, tuning.exposure_ms):
        refused.append("exposure_ms")
    return refused


def _focus(camera: V4l2Device, wanted: str) -> bool:
    if wanted == AUTO:
        return camera.control(wire.FOCUS_AUTO, 1)
    between = camera.range_of(wire.FOCUS_ABSOLUTE)
    if between is None:
        return False
    camera.control(wire.FOCUS_AUTO, 0)
    least, most = between
    place = least + round(float(wanted) * (most - least))
    return camera.control(wire.FOCUS_ABSOLUTE, place)


def _expose(camera: V4l2Device, wanted: str) -> bool:
    if wanted == AUTO:
        # Cameras without an aperture of their own know one of the two.
        return camera.control(
            wire.EXPOSURE_AUTO, wire.EXPOSURE_APERTURE_PRIORITY
        ) or camera.control(wire.EXPOSURE_AUTO, wire.EXPOSURE_ALL_AUTO)
    between = camera.range_of(wire.EXPOSURE_ABSOLUTE)
    if between is None or not camera.control(wire.EXPOSURE_AUTO, wire.EXPOSURE_MANUAL):
        return False
    least, most = between
    steps = round(float(wanted) * wire.EXPOSURE_STEPS_MS)
    return camera.control(wire.EXPOSURE_ABSOLUTE, min(max(steps, least), most))
