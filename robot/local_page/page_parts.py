"""Protocols of what the page needs of the robot; the agent connects the real parts."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from hardware.contract import wire
from hardware.setup.stepping import Recorded
from robot.local_page.page_rights import PageSituation
from robot.local_page.page_told import PageTold
from robot.presence.camera_preview import PreviewEnded, PreviewWished
from robot.settings.texts import Both


class PageError(Exception):
    """Something that was asked for cannot be done.

    Args:
        code: For which the page has words.
        words: What else there is to say, for a technician.
    """

    def __init__(self, code: str, words: Both | None = None) -> None:
        super().__init__(words.en if words else code)
        self.code = code
        self.words = words


class RobotSide(Protocol):
    """The agent, as the page sees it."""

    def situation(self) -> PageSituation:
        """Return what the rights depend on now."""

    def told(self) -> PageTold:
        """Return the whole state, without what may not be done."""

    def dials(self) -> tuple[wire.Greeting | None, wire.BodyState | None]:
        """Return the newest reports of the body."""

    def wish(self, event: PreviewWished | PreviewEnded) -> None:
        """Hand a wish to the presence machine, which decides."""

    def previews(self) -> bool:
        """Return whether the camera films for the page now."""

    async def step(self, axis: Literal["pan", "tilt"]) -> Recorded:
        """Let the head step once, and return what was recorded.

        Raises:
            PageError: It cannot step now.
        """

    async def picture(self) -> bytes:
        """Return what the camera sees, as a WebP.

        Raises:
            PageError: It gives no picture.
        """


class PageWifi(Protocol):
    """Wi-Fi, without any key that the robot knows."""

    async def look(self) -> Mapping[str, Any]:
        """Return state and networks in reach.

        Raises:
            PageError: There is no Wi-Fi, or no NetworkManager.
        """

    async def join(self, name: str, key: str) -> None:
        """Join a network.

        Raises:
            PageError: It did not let the robot in.
        """

    async def forget(self, name: str) -> None:
        """Forget a network.

        Raises:
            PageError: It is not known, or is the one in use.
        """


class PageWiping(Protocol):
    """Wiping by the service that may do so."""

    @property
    def is_asked(self) -> bool:
        """True from the wish until the robot was wiped."""

    def ask(self, *, keep_key: bool, keep_network: bool) -> None:
        """Ask for it; the agent is stopped for it.

        Raises:
            PageError: Nobody here takes the wish.
        """

    def protocol(self) -> bytes | None:
        """Return the protocol of the last wipe since the robot was switched on, as text."""
