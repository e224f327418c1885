"""Light, camera and voice of the agent for its way into a network."""

import logging
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from robot.media.types.viewfinder import Viewfinder
from robot.presence.camera_preview import CodeAnswered, PreviewEnded, PreviewWished
from robot.presence.events import OfService
from robot.presence.machine import PresenceMachine
from robot.settings.config import RobotConfig, hotspot_key
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from robot.settings.texts import Both
from robot.speech import wifi_aloud
from robot.wifi.causes import WifiCause
from robot.wifi.code_reader import CodeReader
from robot.wifi.control import WifiControl
from robot.wifi.provisioner import Provisioner, RobotOfWifi
from robot.wifi.records import MOST_SSID_BYTES, Hotspot, is_key

log = logging.getLogger(__name__)

CA_FILE = Path("/etc/karlsson/wifi/ca.pem")
"""Path where a card puts the certificate of the network's server (technician/files/keyfile.py)."""


class WifiSide:
    """The agent, as its way into a network sees it: implements `WifiPlace`.

    Args:
        machine: Decides whether the camera opens.
        send: Hands it an event.
        say: Says something to whoever stands before the robot.
    """

    def __init__(
        self,
        machine: PresenceMachine,
        send: Callable[[OfService], None],
        say: Callable[[Both], None],
    ) -> None:
        self._machine = machine
        self._send = send
        self._say = say

    @property
    def looks(self) -> bool:
        """True while the camera is open for codes, or for a technician's page."""
        return self._machine.preview.is_on

    def look(self, anew: bool) -> None:
        """Wish that the camera opens for a while, under its light; the machine decides."""
        self._send(PreviewWished(anew))

    def look_away(self) -> None:
        """Close the camera."""
        self._send(PreviewEnded())

    def ask_for_code(self, again_helps: bool) -> None:
        """Say that a code is wanted."""
        self._say(wifi_aloud.ASK_OR_AGAIN if again_helps else wifi_aloud.ASK)

    def trying(self) -> None:
        """Say that a code was read."""
        self._say(wifi_aloud.TRYING)

    def tell(self, cause: WifiCause | None) -> None:
        """Show and say what became of a code; None for a network that was joined."""
        self._send(CodeAnswered(good=cause is None))
        self._say(wifi_aloud.answer(cause))

    def tell_hotspot(self, cause: WifiCause | None) -> None:
        """Say that the robot's own network is on; or that it is not."""
        self._say(wifi_aloud.HOTSPOT if cause is None else wifi_aloud.NO_HOTSPOT)


def provisioner_of(
    config: RobotConfig,
    environment: Mapping[str, str],
    control: WifiControl,
    finder: Viewfinder,
    place: WifiSide,
) -> Provisioner:
    """Return what brings this robot into a network."""
    return Provisioner(
        control,
        CodeReader(finder),
        place,
        RobotOfWifi(
            hotspot_of(environment),
            str(CA_FILE) if CA_FILE.exists() else "",
            lambda: is_enrolled(EnrolmentFiles(config.state_dir)),
        ),
    )


def hotspot_of(environment: Mapping[str, str]) -> Hotspot | None:
    """Return the robot's own network, named as on its label; None without a key for it."""
    key = hotspot_key(environment)
    if key is None:
        return None
    if not is_key(key):
        log.warning("wifi: karlsson-hotspot.key has to hold 8 to 63 letters; no own network")
        return None
    name = socket.gethostname().encode()[:MOST_SSID_BYTES]
    return Hotspot(name.decode("utf-8", "ignore"), key)


def is_enrolled(files: EnrolmentFiles) -> bool:
    """Return whether a bridge ever knew this robot."""
    try:
        return bool(files.record().robot)
    except IdentityError:
        return True  # there is something of an enrolment, so it is not new
