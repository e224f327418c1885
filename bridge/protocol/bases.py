"""PURE. Base classes of the messages. No I/O."""

from msgspec import Struct


class Command(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of what a peer asks for; an unknown field is refused."""


class Status(Struct, frozen=True, tag_field="type"):
    """Base of what a robot or bridge tells; an unknown field is ignored, so newer ones say more."""


class Private(Struct, frozen=True):
    """Base of what holds the words of a person; they stand in no log and no traceback."""

    def __repr__(self) -> str:
        """Return the name of the class alone."""
        return f"{type(self).__name__}(...)"
