from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.bus.stream import PIECE_BYTES, FrameDecoder


class Pairs(FrameDecoder[int]):
    """FF and a number; FF FF is no message."""

    def _next(self) -> list[int] | None:
        while self._kept and self._kept[0] != 0xFF:
            self._skip()
        if len(self._kept) < 2:
            return None
        number = self._kept[1]
        del self._kept[:2]
        return [] if number == 0xFF else [number]


def test_messages_are_found_in_pieces_and_nonsense_is_counted() -> None:
    pairs = Pairs()
    assert pairs.feed(b"ab\xff") == []
    assert (pairs.kept_bytes, pairs.errors) == (1, 2)
    assert pairs.feed(b"\x07\xff\xff\xff\x08") == [7, 8]
    pairs.bad_checksums += 1
    assert pairs.errors == 3


def test_what_is_unfinished_is_forgotten_and_counted() -> None:
    pairs = Pairs()
    pairs.feed(b"\xff")
    pairs.clear()
    assert (pairs.kept_bytes, pairs.errors) == (0, 1)
    assert pairs.feed(b"\x09") == []


@given(st.binary(max_size=4 * PIECE_BYTES), st.integers(1, 3 * PIECE_BYTES))
def test_pieces_of_any_length_give_the_same(data: bytes, size: int) -> None:
    whole, pieces = Pairs(), Pairs()
    found = [n for at in range(0, len(data), size) for n in pieces.feed(data[at : at + size])]
    assert found == whole.feed(data)
    assert pieces.errors == whole.errors
