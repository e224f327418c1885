import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import sdp
from robot.media.hooks.codecs import RED_PAYLOAD_TYPE
from robot.media.opus.red import (
    MAX_AGE_SAMPLES,
    MAX_BLOCKS,
    MAX_REPEATED_BYTES,
    OPUS_PAYLOAD_TYPE,
    RedBlock,
    RedError,
    fits,
    pack,
    unpack,
)

KINDS = st.integers(0, 127)
EARLIER = st.tuples(
    st.binary(min_size=1, max_size=MAX_REPEATED_BYTES), st.integers(1, MAX_AGE_SAMPLES)
)


@given(st.lists(EARLIER, max_size=MAX_BLOCKS - 1), st.binary(min_size=1, max_size=1500), KINDS)
def test_what_was_packed_comes_out_again(
    earlier: list[tuple[bytes, int]], primary: bytes, kind: int
) -> None:
    blocks = [RedBlock(data, age, kind) for data, age in earlier] + [RedBlock(primary, 0, kind)]
    assert unpack(pack(blocks)) == blocks


@given(st.binary(max_size=2000))
def test_any_bytes_give_blocks_or_a_named_error(payload: bytes) -> None:
    try:
        blocks = unpack(payload)
    except RedError:
        return
    assert blocks[-1].age_samples == 0
    assert len(blocks) <= MAX_BLOCKS
    assert sum(len(block.data) for block in blocks) < len(payload)


@given(st.lists(EARLIER, max_size=4), st.binary(min_size=1, max_size=50), st.data())
def test_a_payload_cut_short_is_never_taken_for_more(
    earlier: list[tuple[bytes, int]], primary: bytes, data: st.DataObject
) -> None:
    whole = pack([*(RedBlock(one, age) for one, age in earlier), RedBlock(primary)])
    short = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        blocks = unpack(short)
    except RedError:
        return
    assert len(blocks[-1].data) < len(primary)


def test_the_bytes_are_those_of_the_standard() -> None:
    payload = pack([RedBlock(b"abc", 960), RedBlock(b"de")])
    assert payload == bytes([0x80 | 111, 0b00001111, 0b00000000, 3, 111]) + b"abcde"
    assert pack([RedBlock(b"de")]) == b"\x6fde"


def test_an_earlier_block_that_holds_nothing_is_left_out() -> None:
    assert unpack(bytes([0x80 | 111, 0x0F, 0, 0, 111]) + b"de") == [RedBlock(b"de")]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xef", id="a header of which three bytes are missing"),
        pytest.param(b"\xef\x0f\x00\x03", id="no primary block"),
        pytest.param(b"\x6f", id="an empty primary block"),
        pytest.param(b"\xef\x0f\x00\x03\x6fabc", id="an empty primary block after a full one"),
        pytest.param(b"\xef\x0f\x00\x03\x6fab", id="a block cut short"),
        pytest.param(b"\xe0\x0f\x00\x01\x6fab", id="two codecs"),
        pytest.param(b"\xef\x0f\x00\x00" * 32 + b"\x6fa", id="too many"),
    ],
)
def test_broken_payloads_are_refused(payload: bytes) -> None:
    with pytest.raises(RedError):
        unpack(payload)


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([], id="none"),
        pytest.param([RedBlock(b"a", 1)] * MAX_BLOCKS + [RedBlock(b"a")], id="too many"),
        pytest.param([RedBlock(b"a", MAX_AGE_SAMPLES + 1), RedBlock(b"b")], id="too old"),
        pytest.param([RedBlock(b"a", 0), RedBlock(b"b")], id="as new as the primary one"),
        pytest.param([RedBlock(b"", 960), RedBlock(b"b")], id="empty"),
        pytest.param([RedBlock(bytes(MAX_REPEATED_BYTES + 1), 960), RedBlock(b"b")], id="too long"),
        pytest.param([RedBlock(b"a", 0, 128)], id="no payload type"),
    ],
)
def test_what_cannot_be_carried_is_an_error_of_the_caller(blocks: list[RedBlock]) -> None:
    with pytest.raises(ValueError, match=r"."):
        pack(blocks)


def test_what_fits_can_be_asked_first() -> None:
    assert fits(RedBlock(b"a", 960))
    assert not fits(RedBlock(b"a", 0))
    assert not fits(RedBlock(bytes(1024), 960))


def test_the_numbers_are_those_that_descriptions_may_have() -> None:
    assert (OPUS_PAYLOAD_TYPE, RED_PAYLOAD_TYPE) == (sdp.OPUS_NUMBER, sdp.RED_NUMBER)
