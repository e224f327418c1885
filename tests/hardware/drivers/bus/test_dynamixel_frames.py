import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.dynamixel_frames import (
    EVERYBODY,
    HIGHEST_ID,
    MOST_LENGTH,
    MOST_PARAMETERS,
    DynamixelDecoder,
    DynamixelInstruction,
    StatusPacket,
    encode,
    ping,
    read,
    reboot,
    sync_read,
    sync_write,
    write,
)
from tests.hardware.drivers.bus import dynamixel_emulator as emulator
from tests.hardware.drivers.bus.pieces import fed

patterns = st.lists(
    st.one_of(st.just(b"\xff\xff\xfd"), st.just(b"\xfd"), st.just(b"\xff"), st.binary(max_size=6)),
    max_size=20,
).map(b"".join)
statuses = st.builds(
    StatusPacket, servo=st.integers(0, HIGHEST_ID), error=st.integers(0, 255), data=patterns
)


def encoded(status: StatusPacket) -> bytes:
    return encode(status.servo, DynamixelInstruction.STATUS, bytes([status.error]) + status.data)


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        # Worked examples of the maker's e-Manual.
        pytest.param(ping(1), "ff ff fd 00 01 03 00 01 19 4e", id="ping"),
        pytest.param(ping(EVERYBODY), "ff ff fd 00 fe 03 00 01 31 42", id="ping-everybody"),
        pytest.param(read(1, 132, 4), "ff ff fd 00 01 07 00 02 84 00 04 00 1d 15", id="read"),
        pytest.param(
            write(1, 116, (512).to_bytes(4, "little")),
            "ff ff fd 00 01 09 00 03 74 00 00 02 00 00 ca 89",
            id="write",
        ),
        pytest.param(reboot(1), "ff ff fd 00 01 03 00 08 2f 4e", id="reboot"),
        pytest.param(
            sync_read([1, 2], 132, 4),
            "ff ff fd 00 fe 09 00 82 84 00 04 00 01 02 ce fa",
            id="sync-read",
        ),
        pytest.param(
            sync_write(116, {1: (150).to_bytes(4, "little"), 2: (170).to_bytes(4, "little")}),
            "ff ff fd 00 fe 11 00 83 74 00 04 00 01 96 00 00 00 02 aa 00 00 00 82 87",
            id="sync-write",
        ),
        pytest.param(
            encoded(StatusPacket(1, 0, b"\x06\x04\x26")),
            "ff ff fd 00 01 07 00 55 00 06 04 26 65 5d",
            id="status",
        ),
    ],
)
def test_packets_have_these_bytes(packet: bytes, said: str) -> None:
    assert packet == bytes.fromhex(said)


def test_a_header_among_the_parameters_is_stuffed() -> None:
    packet = encode(1, DynamixelInstruction.WRITE, b"\x00\xff\xff\xfd\xfd")
    assert b"\x00\xff\xff\xfd\xfd\xfd" in packet
    assert packet[5:7] == (9).to_bytes(2, "little")


@given(patterns)
def test_the_emulator_stuffs_with_other_code_and_the_same_bytes(data: bytes) -> None:
    inside = bytes([DynamixelInstruction.STATUS, 0]) + data
    assert encode(7, DynamixelInstruction.STATUS, b"\x00" + data)[7:-2] == emulator.stuffed(inside)
    assert emulator.unstuffed(emulator.stuffed(inside)) == inside


@settings(max_examples=40)
@given(st.lists(statuses, max_size=6), st.data())
def test_what_was_encoded_is_decoded_in_any_pieces(
    sent: list[StatusPacket], data: st.DataObject
) -> None:
    stream = b"".join(encoded(status) for status in sent)
    decoder = DynamixelDecoder()
    assert fed(decoder, stream, data) == sent
    assert decoder.errors == 0


@given(st.lists(st.binary(max_size=400), max_size=12))
def test_any_bytes_give_answers_or_counted_errors_and_bounded_memory(chunks: list[bytes]) -> None:
    decoder = DynamixelDecoder()
    for chunk in chunks:
        decoder.feed(chunk)
        assert decoder.kept_bytes <= MOST_LENGTH + 7
    total = sum(len(chunk) for chunk in chunks)
    assert decoder.skipped_bytes + decoder.kept_bytes <= total


@given(statuses, st.binary(max_size=40).filter(lambda junk: 0xFF not in junk))
def test_junk_before_an_answer_is_skipped(status: StatusPacket, junk: bytes) -> None:
    decoder = DynamixelDecoder()
    assert decoder.feed(junk + encoded(status)) == [status]
    assert decoder.skipped_bytes == len(junk)


@given(statuses.filter(lambda s: 0xFF not in s.data), st.integers(1, 255))
def test_a_wrong_checksum_is_counted_and_gives_no_answer(status: StatusPacket, change: int) -> None:
    broken = bytearray(encoded(status))
    broken[-1] ^= change
    decoder = DynamixelDecoder()
    assert decoder.feed(bytes(broken)) == []
    assert decoder.bad_checksums == 1


def test_an_adapter_that_echoes_what_was_sent_disturbs_nobody() -> None:
    decoder = DynamixelDecoder()
    answer = StatusPacket(1, 0, b"\x01")
    assert decoder.feed(ping(1) + encoded(answer)) == [answer]
    assert decoder.errors == 0


def test_what_was_begun_and_cleared_is_counted() -> None:
    decoder = DynamixelDecoder()
    decoder.feed(encoded(StatusPacket(1, 0))[:5])
    decoder.clear()
    assert (decoder.kept_bytes, decoder.errors) == (0, 5)


@pytest.mark.parametrize(
    ("servo", "instruction", "size"),
    [
        pytest.param(253, 1, 0, id="id"),
        pytest.param(1, 256, 0, id="instruction"),
        pytest.param(1, 1, MOST_PARAMETERS + 1, id="long"),
    ],
)
def test_what_fits_no_packet_is_refused(servo: int, instruction: int, size: int) -> None:
    with pytest.raises(OutOfRange):
        encode(servo, instruction, bytes(size))


def test_a_sync_write_needs_equal_parts() -> None:
    with pytest.raises(OutOfRange):
        sync_write(116, {1: b"\x00", 2: b"\x00\x00"})
