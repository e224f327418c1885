"""PURE. Troubles of camera and microphone, told apart by whether each is open. No I/O.

A closed source is lost only if a trial says so; else it shows its state when it opens again.
"""

from collections.abc import Set

from bridge.protocol.fields import Lost
from robot.presence.events import MediaPart
from robot.presence.troubles import Troubles

SOURCE_OF: dict[str, MediaPart] = {"camera": MediaPart.PICTURE, "microphone": MediaPart.SOUND}
"""Source behind each part."""


class MediaTroubles:
    """Known troubles of parts while sources open and close."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    def changed(self, part: Lost, lost: bool, text: str, running: Set[MediaPart]) -> bool:
        """Note what a part reports; return False if that was said just before it was closed."""
        source = SOURCE_OF.get(part)
        if source is not None and source not in running:
            return False
        self._troubles.changed(part, lost, text)
        return True

    def tried(self, part: str, text: str, running: Set[MediaPart]) -> None:
        """Note what a trial found of a part that is not open."""
        if SOURCE_OF.get(part) not in running:
            self._troubles.tried(part, text)

    def settle(self, running: Set[MediaPart]) -> None:
        """Forget trials of open sources, which tell by themselves, and what closed ones told."""
        for part, source in SOURCE_OF.items():
            if source in running:
                self._troubles.tried(part, "")
            else:
                self._troubles.changed(part, lost=False)
