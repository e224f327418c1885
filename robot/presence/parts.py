"""PURE. Parts of the robot that carry out a child's wishes: camera, voice, sheets. No I/O.

Each part answers by events of `wish_events.OfWishes`. Until it has told what it can do, the rights
say `unable`.
"""

from typing import Protocol

from bridge.protocol.fields import PhraseKind, PhraseLanguage
from bridge.protocol.sealed import FromSession
from robot.presence.effects import AllowTransfers


class BoardPart(Protocol):
    """Camera's side: crops, stills and following."""

    def set_crop(self, zoom: float, x: float, y: float) -> None:
        """Send this part of the picture; it lies within the picture."""

    def take_still(self, presence_id: str) -> None:
        """Take one sharp picture and send it to the child of this stay."""

    def follow(self, on: bool) -> None:
        """Let the view follow the teacher, or do so no more."""


class SpeechPart(Protocol):
    """Voice that speaks phrases in the class."""

    def speak(
        self, kind: PhraseKind, text: str, language: PhraseLanguage, after_s: float = 0.0
    ) -> None:
        """Speak a phrase soon; it takes the place of one that waits.

        Args:
            after_s: Silence before it, for a sound that is played at the same time.
        """

    def stop(self) -> None:
        """Be silent at once."""


class SheetsPart(Protocol):
    """Sheets, stills on their way, and the sealed path to the teacher's page."""

    def allow(self, allowed: AllowTransfers) -> None:
        """Let this cross, and stop whatever else is crossing."""

    def forget(self) -> None:
        """Forget every still and every sheet, because the stay is over."""

    def use_key(self, class_key: bytes | None) -> None:
        """Take the class key of the loan; None if there is none that opens."""

    def hear(self, message: FromSession) -> None:
        """Take a sealed message of a teacher's page; the right to sheets was checked."""


class NoBoard:
    """Camera that can neither zoom nor take stills."""

    def set_crop(self, zoom: float, x: float, y: float) -> None:
        """Change nothing."""

    def take_still(self, presence_id: str) -> None:
        """Take nothing; the rights have refused it before."""

    def follow(self, on: bool) -> None:
        """Follow nobody."""


class NoSpeech:
    """Robot without a voice."""

    def speak(
        self, kind: PhraseKind, text: str, language: PhraseLanguage, after_s: float = 0.0
    ) -> None:
        """Say nothing."""

    def stop(self) -> None:
        """Stay silent."""


class NoSheets:
    """Robot that holds no sheets."""

    def allow(self, allowed: AllowTransfers) -> None:
        """Let nothing cross."""

    def forget(self) -> None:
        """Have nothing to forget."""

    def use_key(self, class_key: bytes | None) -> None:
        """Need no key."""

    def hear(self, message: FromSession) -> None:
        """Take nothing; the rights have refused it before."""
