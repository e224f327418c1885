"""The robot's way into a network: watches it, reads codes, and makes a network of its own."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from robot.wifi.causes import WifiCause, WifiError
from robot.wifi.control import WifiControl
from robot.wifi.provisioning import NetworkFacts, Provisioning
from robot.wifi.records import Hotspot, NetworkState, WifiNetwork
from robot.wifi.wifi_code import parse_code

log = logging.getLogger(__name__)

LOOK_S, CALM_S, AWAY_S = 5.0, 30.0, 60.0
"""Time between two looks at the network: without one, with one, and without NetworkManager."""

SLICE_S = 3.0

AGAIN_S = 20.0
"""Time after which a code that failed is tried again; somebody still holds it meanwhile."""


class CodeEyes(Protocol):
    """Reads codes while the camera is open."""

    async def read(self, each: Callable[[str], bool]) -> None:
        """Hand over what stands in each code, until `each` wants no more."""


class WifiPlace(Protocol):
    """Light, camera and voice of the robot, as its way into a network needs them."""

    @property
    def looks(self) -> bool:
        """True while the camera is open for codes, or for a technician's page."""

    def look(self, anew: bool) -> None:
        """Wish that the camera opens for a while, under its light; the robot decides."""

    def look_away(self) -> None:
        """Close the camera."""

    def ask_for_code(self, again_helps: bool) -> None:
        """Say that a code is wanted.

        Args:
            again_helps: Holding the button again makes a network.
        """

    def trying(self) -> None:
        """Say that a code was read."""

    def tell(self, cause: WifiCause | None) -> None:
        """Show and say what became of a code; None for a network that was joined."""

    def tell_hotspot(self, cause: WifiCause | None) -> None:
        """Say that the robot's own network is on; or why not."""


@dataclass(frozen=True)
class RobotOfWifi:
    """Means of this robot for its way into a network.

    Args:
        hotspot: Its own network; None without a key for that.
        ca_file: Certificate that proves the server of a network with accounts; empty without one.
        is_enrolled: Returns whether a bridge ever knew this robot.
    """

    hotspot: Hotspot | None
    ca_file: str
    is_enrolled: Callable[[], bool]


class Provisioner:
    """Brings the robot into a network.

    Args:
        control: The networks.
        eyes: Read codes.
        place: Light, camera and voice.
        robot: What this robot has.
        slice_s: Time for which codes are looked for before the network is looked at again.
    """

    def __init__(
        self,
        control: WifiControl,
        eyes: CodeEyes,
        place: WifiPlace,
        robot: RobotOfWifi,
        slice_s: float = SLICE_S,
    ) -> None:
        self._slice_s = slice_s
        self._control = control
        self._eyes = eyes
        self._place = place
        self._robot = robot
        self._news = asyncio.Event()
        self._presses = 0
        self._leads_nowhere = False
        self._occupied = False
        self._is_away = False
        self._asked = False
        """True if the camera was asked for in this window."""
        self._looked = False
        """True if it was open in this window; whoever closed it then wants it closed."""
        self._hotspot_failed = False
        self._failed: tuple[WifiNetwork | WifiCause, float] | None = None

    def press(self, leads_nowhere: bool = False) -> None:
        """Take that somebody held the button.

        Args:
            leads_nowhere: The network that is there does not lead to the bridge.
        """
        self._presses += 1
        self._leads_nowhere = leads_nowhere
        self._news.set()

    def occupied(self, somebody: bool) -> None:
        """Take whether a child is in the robot."""
        self._occupied = somebody
        self._news.set()

    async def run(self) -> None:
        """Watch the network until cancelled."""
        loop = asyncio.get_running_loop()
        policy = Provisioning(loop.time())
        while True:
            wait_s = await self._step(policy)
            try:
                async with asyncio.timeout(wait_s):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()

    async def _step(self, policy: Provisioning) -> float:
        """Look and act once; return how long there is nothing to do."""
        loop = asyncio.get_running_loop()
        try:
            state = await self._control.state()
        except WifiError as error:
            if not self._is_away:
                log.info("wifi: %s; %s", error, error.remedy.en)
            self._is_away, self._presses = True, 0
            return AWAY_S
        self._is_away = False
        if state.radio == "missing":
            if self._presses and not (state.connected or self._occupied):
                self._place.tell("no_radio")
            self._presses = 0
            return CALM_S
        policy.occupied(self._occupied)
        policy.told(NetworkFacts(state.connected, self._is_new(state)), loop.time())
        for _ in range(self._presses):
            policy.pressed(loop.time(), self._leads_nowhere)
            self._asked = self._looked = self._hotspot_failed = False
        self._presses = 0
        await self._settle_hotspot(policy, state)
        if policy.reads(loop.time()):
            await self._read(policy, state)
            return 0.0
        if self._looked:
            self._place.look_away()
        self._asked = self._looked = False
        return CALM_S if state.connected else LOOK_S

    def _is_new(self, state: NetworkState) -> bool:
        return not state.known and not self._robot.is_enrolled()

    async def _settle_hotspot(self, policy: Provisioning, state: NetworkState) -> None:
        wanted = policy.hotspot(asyncio.get_running_loop().time())
        hotspot = self._robot.hotspot
        if hotspot is None or wanted == bool(state.hotspot) or (wanted and self._hotspot_failed):
            return
        try:
            if not wanted:
                await self._control.hotspot_off()
                return
            await self._control.hotspot_on(hotspot)
            is_on = bool((await self._control.state()).hotspot)
        except WifiError as error:
            log.warning("wifi: its own network: %s; %s", error, error.remedy.en)
            self._hotspot_failed = True
            self._place.tell_hotspot(error.cause)
            return
        if is_on:
            self._place.tell_hotspot(None)

    # ---- codes

    async def _read(self, policy: Provisioning, state: NetworkState) -> None:
        """Look for codes for a while, and join what one of them says."""
        if not self._asked:
            self._asked = True
            offers = self._robot.hotspot is not None and not state.connected
            self._place.ask_for_code(again_helps=offers and not self._is_new(state))
        # Whoever closes it, by the class's button or at the page, wants it closed.
        if not self._looked or self._place.looks:
            self._place.look(anew=not self._looked)
        found: list[WifiNetwork] = []
        # A wish that was refused, as while the body still starts, is soon repeated.
        try:
            async with asyncio.timeout(self._slice_s if self._looked else self._slice_s / 3):
                await self._eyes.read(lambda text: self._each(text, found))
        except TimeoutError:
            self._looked |= self._place.looks
            return
        self._place.look_away()
        self._looked = False
        await self._join(policy, found[0])

    def _each(self, text: str, found: list[WifiNetwork]) -> bool:
        """Take a text that was read; return whether to go on."""
        try:
            network = parse_code(text, self._robot.ca_file)
        except WifiError as error:
            if not self._failed_before(error.cause):
                self._note(error.cause)
            return True
        if network is None or self._failed_before(network):
            return True
        found.append(network)
        return False

    async def _join(self, policy: Provisioning, network: WifiNetwork) -> None:
        self._place.trying()
        try:
            await self._control.join(network)
        except WifiError as error:
            self._note(error.cause, network)
            return
        self._failed = None
        policy.joined(asyncio.get_running_loop().time())
        self._place.tell(None)

    def _note(self, cause: WifiCause, network: WifiNetwork | None = None) -> None:
        """Tell why a code did not help, and remember it for a moment."""
        self._failed = (network or cause, asyncio.get_running_loop().time())
        self._place.tell(cause)

    def _failed_before(self, what: WifiNetwork | WifiCause) -> bool:
        if self._failed is None:
            return False
        before, at_s = self._failed
        return before == what and asyncio.get_running_loop().time() < at_s + AGAIN_S
