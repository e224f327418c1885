import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.transport.rtcp import (
    MAX_ITEMS,
    MAX_NACKS,
    MAX_STATUSES,
    KeyFrameRequest,
    Nack,
    Remb,
    ReportBlock,
    TransportFeedback,
    parse,
)
from tests.robot.media.transport.rtcp_bytes import (
    ROBOT,
    nack,
    pli,
    receiver_report,
    remb,
    rtcp,
    transport_feedback,
)


def feedback_body(count: int, chunks: bytes, deltas: bytes = b"") -> bytes:
    body = struct.pack("!IIHHI", 1, 2, 100, count, 7 << 8 | 3) + chunks + deltas
    return rtcp(205, 15, body + bytes(-len(body) % 4))


@given(st.lists(st.one_of(st.none(), st.floats(10.0, 12.0)), min_size=1, max_size=200))
def test_arrival_times_come_through_within_a_tick(times: list[float | None]) -> None:
    (item,) = parse(transport_feedback(65_530, times, 9)).items
    assert isinstance(item, TransportFeedback)
    assert (item.base_seq, item.feedback_count) == (65_530, 9)
    start_s = item.reference * 0.064
    for read, meant in zip(item.arrivals, times, strict=True):
        assert (read is None) == (meant is None)
        if read is not None and meant is not None:
            assert start_s + read == pytest.approx(meant, abs=0.00025)


def test_a_run_of_packets_and_a_vector_of_one_bit_symbols_are_read() -> None:
    chunks = struct.pack("!HH", 1 << 13 | 3, 0x8000 | 0b10_0000_0000_0000)
    (item,) = parse(feedback_body(6, chunks, bytes([4, 4, 4, 8]))).items
    assert isinstance(item, TransportFeedback)
    assert item.arrivals == (0.001, 0.002, 0.003, 0.005, None, None)
    assert item.reference == 7


def test_a_step_back_in_time_is_read() -> None:
    chunks = struct.pack("!H", 0xC000 | 2 << 12)
    (item,) = parse(feedback_body(1, chunks, struct.pack("!h", -8))).items
    assert isinstance(item, TransportFeedback)
    assert item.arrivals == (-0.002,)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(feedback_body(9, struct.pack("!H", 1 << 13 | 9)), id="deltas missing"),
        pytest.param(feedback_body(3, struct.pack("!H", 3 << 13 | 3), bytes(9)), id="reserved"),
        pytest.param(feedback_body(30, struct.pack("!H", 0x8000)), id="chunks missing"),
        pytest.param(feedback_body(9, bytes(8)), id="empty runs"),
        pytest.param(feedback_body(MAX_STATUSES + 1, struct.pack("!H", 8191) * 9), id="too many"),
        pytest.param(rtcp(205, 1, b""), id="empty nack"),
        pytest.param(b"\x80\xc9\x00\xff" + bytes(8), id="longer than it is"),
        pytest.param(b"\x00\xc9\x00\x00", id="version 0"),
        pytest.param(b"\x80", id="one byte"),
    ],
)
def test_broken_packets_are_counted(data: bytes) -> None:
    assert parse(data).broken == 1


def test_requests_and_reports_of_one_compound_are_read() -> None:
    compound = parse(
        receiver_report(64, 5, 99, 7) + nack(ROBOT, [3]) + pli() + remb(777_000) + nack(7, [1, 2])
    )
    assert compound.items == (
        ReportBlock(ROBOT, 0.25, 5, 7, 0, 99, 7),
        Nack(ROBOT, (3,)),
        KeyFrameRequest(),
        Remb(777_000 >> 2 << 2),
        Nack(7, (1, 2)),
    )
    assert compound.broken == 0


def test_the_mask_of_a_nack_wraps_at_16_bits() -> None:
    data = rtcp(205, 1, struct.pack("!IIHH", 1, 2, 65_534, 0b1000_0000_0000_0011))
    assert parse(data).items == (Nack(2, (65_534, 65_535, 0, 14)),)


def test_a_sender_report_gives_its_blocks_and_a_negative_loss() -> None:
    blocks = struct.pack("!IIIIII", 5, 0xFFFFFF, 1, 2, 3, 4)
    assert parse(rtcp(200, 1, bytes(24) + blocks)).items == (ReportBlock(5, 0.0, -1, 1, 2, 3, 4),)


def test_padding_is_taken_off() -> None:
    padded = bytearray(rtcp(205, 1, struct.pack("!IIHH", 1, 2, 9, 0) + bytes([0, 0, 0, 4])))
    padded[0] |= 0x20
    assert parse(bytes(padded)).items == (Nack(2, (9,)),)


def test_what_is_not_for_a_sender_is_passed_over() -> None:
    assert parse(rtcp(202, 1, bytes(8)) + rtcp(206, 15, bytes(12))) == parse(b"")


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.builds(
            rtcp,
            st.sampled_from([200, 201, 205, 206]),
            st.sampled_from([1, 4, 15]),
            st.binary(max_size=300).map(lambda raw: raw[: len(raw) // 4 * 4]),
        ),
    )
)
def test_any_bytes_give_a_bounded_result(data: bytes) -> None:
    compound = parse(data)
    assert len(compound.items) <= MAX_ITEMS
    for item in compound.items:
        if isinstance(item, TransportFeedback):
            assert len(item.arrivals) <= MAX_STATUSES
        if isinstance(item, Nack):
            assert len(item.seqs) <= MAX_NACKS


def test_a_flood_of_items_is_cut() -> None:
    assert len(parse(pli() * 200).items) == MAX_ITEMS
    longest = rtcp(205, 1, struct.pack("!II", 1, 2) + b"\xff" * 4 * 400)
    (item,) = parse(longest).items
    assert isinstance(item, Nack)
    assert len(item.seqs) == MAX_NACKS
