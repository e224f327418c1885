import struct

from hypothesis import given
from hypothesis import strategies as st

from bridge.web.frames import FrameCounter

MANY = 10_000


def frame(payload: bytes, masked: bool = True, first: int = 0x81) -> bytes:
    mask = 0x80 if masked else 0
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, mask | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, mask | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask | 127, size)
    return head + (b"mask" if masked else b"") + payload


def test_frames_of_every_kind_and_length_count_once() -> None:
    counter = FrameCounter()
    data = b"".join(
        [
            frame(b"text"),
            frame(b"", first=0x89),  # ping
            frame(b"", first=0x8A),  # pong
            frame(b"", first=0x01),  # a beginning
            frame(b"", first=0x00),  # an empty fragment
            frame(b"x" * 125, masked=False),
            frame(b"x" * 126),
            frame(b"x" * 70_000),
        ]
    )
    assert counter.feed(data, MANY) == 8


@given(
    st.lists(st.tuples(st.integers(0, 300), st.booleans()), max_size=30),
    st.lists(st.integers(1, 50), min_size=1, max_size=50),
)
def test_it_does_not_matter_where_the_bytes_are_cut(
    sizes: list[tuple[int, bool]], cuts: list[int]
) -> None:
    data = b"".join(frame(b"\xff" * size, masked) for size, masked in sizes)
    counter, counted, at = FrameCounter(), 0, 0
    for cut in cuts:
        counted += counter.feed(data[at : at + cut], MANY)
        at += cut
    counted += counter.feed(data[at:], MANY)
    assert counted == len(sizes)


def test_it_stops_counting_where_it_is_too_much() -> None:
    assert FrameCounter().feed(frame(b"", first=0x89) * 100_000, 240) == 241


def test_a_promise_of_a_huge_payload_takes_no_memory() -> None:
    counter = FrameCounter()
    assert counter.feed(b"\x81\x7f" + b"\xff" * 8, MANY) == 1
    assert counter.feed(b"x" * 100_000, MANY) == 0
