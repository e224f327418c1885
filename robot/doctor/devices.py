"""Trials of camera, microphone and speaker without opening any: no picture and no sound is taken.

A camera of Linux is asked for its modes, one of a Raspberry Pi for its list, a sound card whether
it is there and may be opened. So a trial may run at any time, also while the class has paused.
"""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from robot.doctor.parts import DeviceKind, TriedDevice
from robot.media.devices import alsa_cards, pi_opening, portaudio
from robot.media.devices.card_forms import Way
from robot.media.devices.card_place import parse
from robot.media.devices.reopening import LostError
from robot.media.types.spec import V4L2, SourceSpec
from robot.media.v4l2.device import LINUX, CameraError, System, V4l2Device

SIMULATED = ("classroom", "testcard", "testtone")


def try_camera(
    spec: SourceSpec, width_px: int, height_px: int, system: System = LINUX
) -> TriedDevice:
    """Try a camera; it takes no picture."""
    if spec.scheme == "picamera":
        return _tried(lambda: pi_opening.listed(spec))
    if spec.is_v4l2 or spec.format in V4L2:
        try:
            with closing(V4l2Device(spec.url, system)) as camera:
                modes = camera.modes(width_px, height_px)
        except CameraError as error:
            return TriedDevice("real", str(error))
        if not modes:
            remedy = "it is no camera, or its metadata; `ls /dev/v4l/by-id` shows the others"
            return TriedDevice("real", f"{spec.url} tells of no kind of picture: {remedy}")
        best = max(modes, key=lambda mode: mode.width * mode.height)
        return TriedDevice("real", detail=f"{spec.url}, up to {best.width}x{best.height}")
    return _without_card(spec)


def try_microphone(spec: SourceSpec, root: Path = Path("/")) -> TriedDevice:
    """Try a microphone; it is not opened."""
    return _sound(spec, "input", root)


def try_speaker(spec: SourceSpec, root: Path = Path("/")) -> TriedDevice:
    """Try a speaker; it is not opened."""
    if spec.scheme == "file" and spec.format is None:
        folder = Path(spec.rest.removeprefix("//")).absolute().parent
        if not os.access(folder, os.W_OK):
            return TriedDevice("real", f"{folder} is not there or cannot be written")
        return TriedDevice("simulated", detail="a WAV file")
    return _sound(spec, "output", root)


def _sound(spec: SourceSpec, way: Way, root: Path) -> TriedDevice:
    if spec.scheme == "portaudio":
        return _tried(lambda: portaudio.listed(spec.rest, way))
    name = spec.rest if spec.scheme == "alsa" else spec.url if spec.format == "alsa" else ""
    if name:
        return _alsa(name, "c" if way == "input" else "p", root)
    return _without_card(spec)


def _alsa(name: str, side: str, root: Path) -> TriedDevice:
    kind: DeviceKind = "real" if parse(name) is not None else "unknown"
    return TriedDevice(kind, alsa_cards.lacks(name, side, root), name)


def _without_card(spec: SourceSpec) -> TriedDevice:
    """Try what is neither a camera of this computer nor a sound card."""
    if spec.scheme in SIMULATED:
        return TriedDevice("simulated", detail=spec.url)
    if spec.scheme == "null":
        return TriedDevice("none")
    path = Path(spec.url.removeprefix("file:"))
    if spec.format == "lavfi" or "://" in spec.url or (":" in spec.url and not path.exists()):
        return TriedDevice("unknown", detail=spec.url)
    if not path.exists():
        return TriedDevice("real", f"{path} is not there: look at the name")
    if not os.access(path, os.R_OK):
        return TriedDevice("real", f"{path} may not be read by this user: `ls -l {path}`")
    return TriedDevice("simulated" if path.is_file() else "real", detail=str(path))


def _tried(look: Callable[[], str]) -> TriedDevice:
    try:
        return TriedDevice("real", detail=look())
    except LostError as error:
        return TriedDevice("real", str(error))
