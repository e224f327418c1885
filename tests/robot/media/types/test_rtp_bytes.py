from dataclasses import dataclass

import pytest
from aiortc.rtp import RtpPacket, unpack_header_extensions, unwrap_rtx
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types import rtp_bytes
from robot.media.types.rtp_bytes import ExtensionIds, Stamp

IDS = ExtensionIds(transport_sequence=3, abs_send_time=2, playout_delay=5)
MID = (4, b"1")


@dataclass
class Fixed:
    """Stands where aiortc puts its own extensions."""

    elements: list[tuple[int, bytes]]

    def set(self, values: object) -> tuple[int, bytes]:
        from aiortc.rtp import pack_header_extensions

        return pack_header_extensions(self.elements)


def packet(elements: list[tuple[int, bytes]], payload: bytes = b"picture") -> bytes:
    made = RtpPacket(
        payload_type=108, marker=1, sequence_number=65000, timestamp=7, ssrc=9, payload=payload
    )
    return made.serialize(Fixed(elements))  # type: ignore[arg-type]


def elements(data: bytes) -> dict[int, bytes]:
    words = int.from_bytes(data[14:16], "big")
    found = unpack_header_extensions(int.from_bytes(data[12:14], "big"), data[16 : 16 + 4 * words])
    return dict(found)


def test_number_time_and_delay_are_where_the_drafts_want_them() -> None:
    data = rtp_bytes.stamped(packet([MID]), IDS, Stamp(0xABCD, 1.5, (20, 150)))
    assert elements(data) == {
        4: b"1",
        3: b"\xab\xcd",
        2: (3 << 17).to_bytes(3, "big"),
        5: (2 << 12 | 15).to_bytes(3, "big"),
    }
    parsed = RtpPacket.parse(data)
    assert (parsed.marker, parsed.sequence_number, parsed.ssrc) == (1, 65000, 9)
    assert parsed.payload == b"picture"


def test_a_second_stamp_replaces_the_first() -> None:
    once = rtp_bytes.stamped(packet([MID]), IDS, Stamp(1, 1.0, (0, 100)))
    twice = rtp_bytes.stamped(once, IDS, Stamp(2, 2.0, (0, 100)))
    assert len(once) == len(twice)
    assert elements(twice)[3] == b"\x00\x02"


def test_nothing_agreed_on_changes_nothing() -> None:
    bare = packet([])
    assert rtp_bytes.stamped(bare, ExtensionIds(), Stamp(1, 1.0)) == bare
    assert elements(rtp_bytes.stamped(packet([MID]), ExtensionIds(), Stamp(1, 1.0))) == dict([MID])


def test_large_numbers_take_the_long_form() -> None:
    ids = ExtensionIds(transport_sequence=15)
    assert elements(rtp_bytes.stamped(packet([MID]), ids, Stamp(258, 0.0)))[15] == b"\x01\x02"
    assert elements(rtp_bytes.stamped(packet([(200, b"x" * 20)]), IDS, Stamp(1, 0.0)))[200]


@pytest.mark.parametrize(
    ("delay_ms", "steps"), [((0, 0), (0, 0)), ((-5, 99_999), (0, 4095)), ((100, 20), (10, 10))]
)
def test_delays_stay_within_what_the_extension_holds(
    delay_ms: tuple[int, int], steps: tuple[int, int]
) -> None:
    data = rtp_bytes.stamped(packet([]), IDS, Stamp(0, 0.0, delay_ms))
    value = int.from_bytes(elements(data)[5], "big")
    assert (value >> 12, value & 0xFFF) == steps


@given(st.binary(max_size=1300), st.integers(0, 65535))
def test_a_retransmission_is_understood_by_aiortc(payload: bytes, number: int) -> None:
    data = rtp_bytes.stamped(packet([MID], payload), IDS, Stamp(1, 1.0))
    again = RtpPacket.parse(rtp_bytes.retransmission(data, 109, 77, number))
    assert (again.ssrc, again.payload_type, again.sequence_number) == (77, 109, number)
    back = unwrap_rtx(again, 108, 9)
    assert (back.sequence_number, back.timestamp, back.marker) == (65000, 7, 1)
    assert back.payload == payload


def test_padding_is_a_packet_without_data_for_aiortc() -> None:
    data = rtp_bytes.stamped(rtp_bytes.padding(109, 77), IDS, Stamp(1, 1.0))
    assert rtp_bytes.is_padding(data)
    assert not rtp_bytes.is_padding(packet([]))
    found = RtpPacket.parse(rtp_bytes.numbered(data, 513))
    assert (found.ssrc, found.payload_type, found.sequence_number) == (77, 109, 513)
    assert (found.payload, found.padding_size) == (b"", 255)


def test_sources_and_kinds_are_read_off_the_header() -> None:
    assert rtp_bytes.ssrc(packet([])) == 9
    assert rtp_bytes.sequence(packet([])) == 65000
    assert not rtp_bytes.is_rtcp(packet([]))
    assert rtp_bytes.is_rtcp(bytes([0x80, 200, 0, 0]))


def test_the_transport_wide_number_is_found() -> None:
    stamped = rtp_bytes.stamped(packet([MID]), IDS, Stamp(0xABCD, 1.5))
    assert rtp_bytes.transport_sequence(stamped, 3) == 0xABCD
    assert rtp_bytes.transport_sequence(stamped, 7) is None
    assert rtp_bytes.transport_sequence(packet([]), 3) is None


@given(st.binary(min_size=12, max_size=60))
def test_any_bytes_have_a_number_or_none(data: bytes) -> None:
    number = rtp_bytes.transport_sequence(data, 3)
    assert number is None or 0 <= number < 0x10000
