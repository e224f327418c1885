import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types.h264_packets import is_key_picture, packetise, split, to_send
from tests.robot.media.encoders.receiving import START, join_h264

HEADERS = st.sampled_from([0x61, 0x41, 0x65, 0x67, 0x68, 0x01])
# Units end in a stop bit and hold no start code (H.264, 7.3.1 and 7.4.1).
UNITS = st.builds(
    lambda header, body: bytes([header]) + body.replace(b"\x00", b"\x01") + b"\x80",
    HEADERS,
    st.binary(max_size=5000),
)


@given(st.lists(UNITS, min_size=1, max_size=12), st.integers(50, 1400))
def test_what_was_cut_can_be_put_together_again(units: list[bytes], most: int) -> None:
    payloads = packetise(units, most)
    assert all(0 < len(payload) <= most for payload in payloads)
    assert join_h264(payloads) == b"".join(START + unit for unit in units)


@given(st.lists(UNITS, min_size=1, max_size=12), st.booleans())
def test_units_are_found_with_short_and_long_start_codes(units: list[bytes], long: bool) -> None:
    code = START if long else START[1:]
    assert list(split(b"".join(code + unit for unit in units))) == units


@given(st.binary(max_size=400))
def test_bytes_that_are_no_stream_are_split_without_complaint(data: bytes) -> None:
    assert all(unit for unit in split(data))


def test_pieces_of_one_unit_are_of_equal_size() -> None:
    sizes = [len(payload) for payload in packetise([b"\x65" + bytes(3000)], 1100)]
    assert sizes == [1002, 1002, 1002]


def test_small_units_travel_together() -> None:
    assert len(packetise([b"\x67ab", b"\x68c", b"\x65" + bytes(600)], 1100)) == 1
    assert packetise([b"\x65ab"], 1100) == [b"\x65ab"]


@pytest.mark.parametrize("idle", [6, 9, 12])
def test_what_no_browser_needs_is_not_sent(idle: int) -> None:
    stream = START + bytes([idle]) + b"about" + START + b"\x61picture"
    assert to_send(stream) == [b"\x61picture"]


def test_a_key_picture_is_known_by_its_units() -> None:
    assert is_key_picture([b"\x67a", b"\x68b", b"\x65c"])
    assert not is_key_picture([b"\x61c"])
