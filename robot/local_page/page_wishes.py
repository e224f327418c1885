"""PURE. Wishes of the page, as JSON with bounds. No I/O."""

from typing import Annotated

from msgspec import Meta, Struct

NetworkName = Annotated[str, Meta(min_length=1, max_length=32)]


class PageWish(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what the page asks for."""


class Preview(PageWish, frozen=True):
    """Show what the camera sees, or end that."""

    on: bool


class JoinNetwork(PageWish, frozen=True):
    """Join a network; the key is empty for one that needs none, or that is known."""

    name: NetworkName
    key: Annotated[str, Meta(max_length=63)] = ""

    def __repr__(self) -> str:
        """Hide the key."""
        return "JoinNetwork(...)"


class ForgetNetwork(PageWish, frozen=True):
    """Forget a network."""

    name: NetworkName


class Wipe(PageWish, frozen=True):
    """Remove what a loan left; the robot's name was typed to confirm it."""

    name: Annotated[str, Meta(max_length=64)]
    keep_key: bool = False
    keep_network: bool = False
