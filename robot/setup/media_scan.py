"""Look for cameras and sound cards. None is opened for its picture or its sound."""

from pathlib import Path

from bridge.process.device_place import present
from robot.doctor import devices
from robot.doctor.parts import TriedDevice
from robot.media.devices import alsa_cards, pi_opening
from robot.media.devices.reopening import LostError
from robot.media.types.spec import parse_camera
from robot.media.v4l2.device import DEVICES, FOLDERS, LINUX, NUMBERED, System
from robot.settings.config import RobotConfig
from robot.setup.media_list import ListedCamera, ListedCard, MediaList

MOST_PI_CAMERAS = 2
WIDTH_PX, HEIGHT_PX = 1280, 720


def scan(config: RobotConfig | None, root: Path = Path("/"), system: System = LINUX) -> MediaList:
    """Return what is there, and what became of what the configuration names.

    Args:
        config: None if it cannot be read.
        root: Folder that holds `sys` and `dev`.
        system: Calls of the operating system for cameras.
    """
    cards = tuple(ListedCard(*card) for card in alsa_cards.listed(root))
    return MediaList(
        (*pi_cameras(), *usb_cameras(system)),
        cards,
        None if config is None else configured(config, root),
    )


def usb_cameras(system: System = LINUX) -> list[ListedCamera]:
    """Return the cameras of Linux that give pictures; a Raspberry Pi has other nodes, too."""
    found = []
    for path in present(FOLDERS, DEVICES, NUMBERED):
        tried = devices.try_camera(parse_camera(path, "v4l2"), WIDTH_PX, HEIGHT_PX, system)
        if not tried.problem:
            found.append(ListedCamera(path, tried.detail.removeprefix(f"{path}, ")))
    return found


def pi_cameras() -> list[ListedCamera]:
    """Return the cameras on ribbon cables."""
    found = []
    for number in range(MOST_PI_CAMERAS):
        source = f"picamera:{number or ''}"
        try:
            found.append(ListedCamera(source, pi_opening.listed(parse_camera(source))))
        except LostError:
            break
    return found


def configured(config: RobotConfig, root: Path) -> dict[str, tuple[str, TriedDevice]]:
    """Return name and trial of each device that the configuration names."""
    camera = config.camera
    spec = config.camera_spec()
    return {
        "camera": (spec.url, devices.try_camera(spec, camera.width_px, camera.height_px)),
        "microphone": (
            config.microphone.source,
            devices.try_microphone(config.microphone_spec(), root),
        ),
        "speaker": (config.speaker.sink, devices.try_speaker(config.speaker_spec(), root)),
    }
