"""Wipe from the page: a wish for the service that may do it, and the protocol that it leaves."""

from pathlib import Path

from bridge.process import file_words
from robot.handover.asked import FOLDER, PROTOCOL, WISH_FILE, WipeWish, put_wish
from robot.local_page.page_parts import PageError
from robot.settings.texts import Both

MOST_BYTES = 200_000


class WipeDesk:
    """Wishes for a wipe.

    Args:
        wishes: The agent's folder in memory.
        protocol: File that the service leaves.
    """

    def __init__(self, wishes: Path = FOLDER, protocol: Path = PROTOCOL) -> None:
        self._wishes = wishes
        self._protocol = protocol

    @property
    def is_asked(self) -> bool:
        """True from the wish until the service has taken it."""
        return (self._wishes / WISH_FILE).exists()

    def ask(self, *, keep_key: bool, keep_network: bool) -> None:
        """Ask for a wipe; the service stops the agent for it.

        Raises:
            PageError: There is no place for the wish.
        """
        try:
            put_wish(self._wishes, WipeWish(keep_key, keep_network))
        except OSError as error:
            found = f"{self._wishes}: {file_words.of_file(self._wishes, error)}"
            words = Both(
                f"{found}; am Roboter geht `sudo karlsson-robot wipe`",
                f"{found}; on the robot `sudo karlsson-robot wipe` does it",
            )
            raise PageError("no_wipe", words) from error

    def protocol(self) -> bytes | None:
        """Return the protocol of the last wipe since the robot was switched on."""
        try:
            with self._protocol.open("rb") as file:
                return file.read(MOST_BYTES)
        except OSError:
            return None
