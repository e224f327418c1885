"""A stream that comes in pieces."""

from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Decoder(Protocol[T]):
    """Whatever finds messages in a stream of bytes."""

    def feed(self, data: bytes) -> list[T]: ...


def fed(decoder: Decoder[T], stream: bytes, data: st.DataObject) -> list[T]:
    """Feed a stream in pieces of any sizes; return what was found."""
    found: list[T] = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += decoder.feed(stream[:size])
        stream = stream[size:]
    return found
