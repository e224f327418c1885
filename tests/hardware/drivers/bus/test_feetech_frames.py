import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.feetech_frames import (
    EVERYBODY,
    MOST_PARAMETERS,
    FeetechDecoder,
    FeetechFrame,
    encode,
    ping,
    read,
    sync_read,
    sync_write,
    write,
)
from hardware.drivers.bus.feetech_table import FeetechRegister, word
from tests.hardware.drivers.bus.pieces import fed

frames = st.builds(
    FeetechFrame,
    servo=st.integers(0, EVERYBODY),
    code=st.integers(0, 255),
    parameters=st.binary(max_size=MOST_PARAMETERS),
)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        # Worked examples of the maker's protocol description.
        pytest.param(ping(1), "ff ff 01 02 01 fb", id="ping"),
        pytest.param(
            read(1, FeetechRegister.PRESENT_POSITION, 2), "ff ff 01 04 02 38 02 be", id="read"
        ),
        pytest.param(write(1, 42, word(2048, "little")), "ff ff 01 05 03 2a 00 08 c4", id="write"),
        pytest.param(
            sync_write(42, {1: word(2048, "little"), 2: word(0x0102, "big")}),
            "ff ff fe 0a 83 2a 02 01 00 08 02 01 02 3a",
            id="sync-write",
        ),
        pytest.param(sync_read([1, 2], 56, 8), "ff ff fe 06 82 38 08 01 02 36", id="sync-read"),
    ],
)
def test_frames_have_these_bytes(frame: FeetechFrame, said: str) -> None:
    assert encode(frame) == bytes.fromhex(said)


@settings(max_examples=40)
@given(st.lists(frames, max_size=6), st.data())
def test_what_was_encoded_is_decoded_in_any_pieces(
    sent: list[FeetechFrame], data: st.DataObject
) -> None:
    stream = b"".join(encode(frame) for frame in sent)
    decoder = FeetechDecoder()
    assert fed(decoder, stream, data) == sent
    assert decoder.errors == 0


@given(st.lists(st.binary(max_size=400), max_size=12))
def test_any_bytes_give_frames_or_counted_errors_and_bounded_memory(chunks: list[bytes]) -> None:
    decoder = FeetechDecoder()
    taken = 0
    for chunk in chunks:
        taken += sum(len(encode(frame)) for frame in decoder.feed(chunk))
        assert decoder.kept_bytes <= MOST_PARAMETERS + 6
    total = sum(len(chunk) for chunk in chunks)
    assert taken + decoder.skipped_bytes + decoder.kept_bytes == total


@given(frames, st.binary(max_size=40).filter(lambda junk: 0xFF not in junk))
def test_junk_before_a_frame_is_skipped(frame: FeetechFrame, junk: bytes) -> None:
    assert FeetechDecoder().feed(junk + encode(frame)) == [frame]


@given(frames.filter(lambda f: 0xFF not in f.parameters), st.integers(1, 255))
def test_a_wrong_checksum_is_counted_and_gives_no_frame(frame: FeetechFrame, change: int) -> None:
    broken = bytearray(encode(frame))
    broken[-1] ^= change
    decoder = FeetechDecoder()
    assert frame not in decoder.feed(bytes(broken))
    assert decoder.bad_checksums >= 1


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(FeetechFrame(255, 1), id="id"),
        pytest.param(FeetechFrame(1, 256), id="code"),
        pytest.param(FeetechFrame(1, 1, bytes(MOST_PARAMETERS + 1)), id="long"),
    ],
)
def test_what_fits_no_frame_is_refused(frame: FeetechFrame) -> None:
    with pytest.raises(OutOfRange):
        encode(frame)


def test_a_sync_write_needs_equal_parts() -> None:
    with pytest.raises(OutOfRange):
        sync_write(42, {1: b"\x00", 2: b"\x00\x00"})


def test_what_was_begun_and_cleared_is_counted() -> None:
    decoder = FeetechDecoder()
    decoder.feed(encode(ping(1))[:4])
    decoder.clear()
    assert (decoder.kept_bytes, decoder.errors) == (0, 4)
