"""PURE. Sentences for people, in German and in English. No I/O."""

from typing import Literal, NamedTuple, get_args

from bridge.base.errors import BridgeError

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Words(NamedTuple):
    """One sentence in both languages."""

    de: str
    en: str

    def said(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.de if language == "de" else self.en


class Declined(BridgeError):
    """Something that the office does not do, in words for its staff.

    Args:
        words: What is wrong, and what is allowed.
        field: Name of the field of a form that is wrong; empty for none.
    """

    def __init__(self, words: Words, field: str = "") -> None:
        super().__init__(words.en)
        self.words = words
        self.field = field


class NotYours(Declined):
    """A page or a row that does not exist, or is another school's: both answer alike."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "Diese Seite gibt es nicht, oder sie gehört nicht zu Ihrer Schule.",
                "There is no such page, or it does not belong to your school.",
            )
        )


class Outdated(Declined):
    """A row that somebody else has changed since it was read.

    Args:
        words: Who changed what, as far as it is known.
    """
