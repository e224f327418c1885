from hypothesis import given
from hypothesis import strategies as st

from hardware.body.lines import TOO_LONG, LineSplitter

MOST = 20


@given(st.lists(st.binary(min_size=1, max_size=MOST).filter(lambda b: b"\n" not in b)), st.data())
def test_lines_arrive_whole_in_any_pieces(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line + b"\n" for line in lines)
    splitter = LineSplitter(MOST)
    found = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += splitter.feed(stream[:size])
        stream = stream[size:]
    assert found == lines


@given(st.lists(st.binary(max_size=100), max_size=20))
def test_any_bytes_give_lines_within_bounds_and_little_is_kept(chunks: list[bytes]) -> None:
    splitter = LineSplitter(MOST)
    for chunk in chunks:
        for line in splitter.feed(chunk):
            assert line is TOO_LONG or (isinstance(line, bytes) and 0 < len(line) <= MOST)
        assert splitter.kept_bytes <= MOST


def test_a_line_too_long_is_told_once_and_the_next_one_arrives() -> None:
    splitter = LineSplitter(MOST)
    found = []
    for _ in range(10):
        found += splitter.feed(b"x" * 15)
    found += splitter.feed(b"\nnext\n")
    assert found == [TOO_LONG, b"next"]


def test_a_line_too_long_in_one_piece_is_told_too() -> None:
    assert LineSplitter(3).feed(b"long one\nok\n") == [TOO_LONG, b"ok"]


def test_empty_lines_are_left_out() -> None:
    assert LineSplitter(3).feed(b"\n\na\n") == [b"a"]
