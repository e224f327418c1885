"""PURE. Messages of a well-behaved child's device, to begin mutations with. No I/O."""

import struct
from collections.abc import Iterator, Sequence

from aiortc import rtp
from aiortc.rtcsctptransport import (
    AbortChunk,
    CookieAckChunk,
    CookieEchoChunk,
    DataChunk,
    ForwardTsnChunk,
    HeartbeatChunk,
    InitAckChunk,
    InitChunk,
    ReconfigChunk,
    SackChunk,
    ShutdownChunk,
    StreamAddOutgoingParam,
    StreamResetOutgoingParam,
    StreamResetResponseParam,
)

from robot.media.opus.red import RedBlock, pack

TWCC, REMB, PLI, FIR = (205, 15), (206, 15), (206, 1), (206, 4)
"""Packet type and format of feedback (RFC 4585; draft-holmer; draft-alvestrand)."""


def rtp_packets(
    sounds: Sequence[bytes], kinds: Sequence[int], ssrcs: Sequence[int]
) -> Iterator[bytes]:
    """Yield RTP with and without extensions, padding, contributing sources and RED."""
    red = pack([RedBlock(sounds[0], 1920), RedBlock(sounds[1], 960), RedBlock(sounds[2])])
    one_byte = struct.pack("!HH", 0xBEDE, 3) + bytes.fromhex("10ff 22112233 4130 310001 00")
    two_byte = struct.pack("!HH", 0x1000, 2) + bytes.fromhex("0101aa 0203112233")
    for kind in kinds:
        for ssrc in ssrcs:
            for number, payload in enumerate((*sounds[:3], red, b"", b"\x00", b"\xff" * 3)):
                for flags, between, after in (
                    (0x80, b"", b""),
                    (0x90, one_byte, b""),
                    (0x90, two_byte, b""),
                    (0xA0, b"", b"\x00\x00\x03"),
                    (0x82, bytes(8), b""),
                ):
                    head = struct.pack("!BBHLL", flags, kind, 1000 + number, number * 960, ssrc)
                    yield head + between + payload + after


def rtcp_packets(ours: Sequence[int], theirs: int) -> Iterator[bytes]:
    """Yield reports and feedback about what the robot sends from `ours`."""
    for ssrc in (*ours, 0, theirs):
        info = rtp.RtcpReceiverInfo(ssrc, 3, 4, 5000, 60, 70, 80)
        sender = rtp.RtcpSenderInfo(1 << 63, 5, 6, 7)
        yield bytes(rtp.RtcpRrPacket(theirs, [info]))
        yield bytes(rtp.RtcpRrPacket(theirs, [info] * 31))
        yield bytes(rtp.RtcpSrPacket(theirs, sender, [info]))
        yield bytes(rtp.RtcpSdesPacket([rtp.RtcpSourceInfo(ssrc, [(1, b"name"), (2, b"x" * 99)])]))
        yield bytes(rtp.RtcpByePacket([ssrc, theirs]))
        for kind, count in (PLI, FIR):
            for fci in (b"", struct.pack("!LBBH", ssrc, 1, 0, 0)):
                yield feedback(kind, count, theirs, ssrc, fci)
        for rate_bps in (0, 1, 300_000, 2**40, (2**18 - 1) << 63):
            fci = rtp.pack_remb_fci(rate_bps, [ssrc, *ours])
            yield feedback(*REMB, theirs, 0, fci)
        yield feedback(205, 1, theirs, ssrc, struct.pack("!HH", 10, 0xFFFF) * 100)
        for base in (0, 1, 0x7FFF, 0xFFF0):
            yield feedback(205, 1, theirs, ssrc, struct.pack("!HHHH", base, 3, base + 9, 0xFFFF))
            yield from (feedback(*TWCC, theirs, ssrc, fci) for fci in transport_wide(base))


def transport_wide(base: int) -> Iterator[bytes]:
    """Yield run-length, one-bit and two-bit reports of arrivals, and reports that lie."""
    head = struct.pack("!HHL", base, 8, 0x00012301)
    yield head + struct.pack("!H", 0x2008) + bytes(range(8)) + bytes(2)
    yield head + struct.pack("!H", 0xBFC0) + bytes(8) + bytes(2)
    yield head + struct.pack("!HH", 0xD555, 0x4000) + bytes(8)
    yield head + struct.pack("!H", 0x4008) + struct.pack("!8h", *range(-4, 4)) + bytes(2)
    yield struct.pack("!HHL", base, 0xFFFF, 0xFFFFFFFF) + struct.pack("!H", 0x3FFF) * 600
    yield struct.pack("!HHL", base, 0, 0)


def feedback(kind: int, count: int, sender: int, media: int, fci: bytes) -> bytes:
    """Return one packet of RFC 4585 section 6.1."""
    fci += bytes(-len(fci) % 4)
    return struct.pack("!BBHLL", 0x80 | count, kind, 2 + len(fci) // 4, sender, media) + fci


def sctp_chunks() -> Iterator[bytes]:
    """Yield chunks; sequence numbers count from what was last received or acknowledged."""
    for flags in (3, 7, 2, 1, 0, 4):
        for ahead in (1, 2, 5, 300):
            for stream, kind in ((0, 51), (1, 51), (2, 53), (63, 50), (64, 51), (5000, 57)):
                data = DataChunk(flags=flags)
                data.tsn, data.stream_id, data.stream_seq, data.protocol = ahead, stream, 0, kind
                data.user_data = b'{"type":"hand","seq":1,"raised":true}'
                yield bytes(data)
    for gaps in ([], [(2, 3)], [(1, 65535)] * 8, [(9, 3)]):
        sack = SackChunk()
        sack.cumulative_tsn, sack.advertised_rwnd, sack.gaps = 0, 60_000, gaps
        sack.duplicates = [1, 2]
        yield bytes(sack)
    forward = ForwardTsnChunk()
    forward.cumulative_tsn, forward.streams = 1, [(0, 1), (1, 9)]
    yield bytes(forward)
    for chunk in (HeartbeatChunk(), InitChunk(), InitAckChunk()):
        chunk.params = [(1, b"12345678"), (0x8008, b"\xc0\x82"), (0xC000, b"")]
        yield bytes(chunk)
    for parameter in (
        (13, bytes(StreamResetOutgoingParam(1, 2, 3, [0, 1, 2]))),
        (16, bytes(StreamResetResponseParam(1, 1))),
        (17, bytes(StreamAddOutgoingParam(1, 9))),
    ):
        reset = ReconfigChunk()
        reset.params = [parameter]
        yield bytes(reset)
    yield bytes(CookieEchoChunk(body=bytes(24)))
    yield bytes(CookieAckChunk())


def sctp_ends() -> tuple[bytes, bytes]:
    """Return the chunks that end an association as they should."""
    return bytes(AbortChunk()), bytes(ShutdownChunk(body=bytes(4)))


def openings() -> Iterator[bytes]:
    """Yield messages of the protocol that opens data channels (RFC 8832)."""
    for label in (b"events", b"control", b"more", b"", b"\xff\xfe", b"x" * 300):
        for kind in (0, 0x80, 0x81, 0x82, 1, 2, 3, 255):
            for protocol in (b"", b"p", b"\xc3\x28"):
                head = struct.pack("!BBHLHH", 3, kind, 0, 0, len(label), len(protocol))
                yield head + label + protocol
    yield b"\x02"


def messages() -> Iterator[bytes]:
    """Yield what goes over the data channels."""
    for text in (
        '{"type":"hand","seq":1,"raised":true}',
        '{"type":"beat","seq":1,"sent_ms":5}',
        '{"type":"look","seq":2,"to":{"kind":"by","pan_deg":5.0,"tilt_deg":-5.0}}',
        '{"type":"look","seq":99999999999999999999,"pan_deg":1e308,"tilt_deg":-1e308}',
        '{"type":"signal","seq":3,"signal":"happy"}',
        '{"type":"beat","seq":1,"sent_ms":' + "9" * 400 + "}",
        "[" * 700 + "]" * 700,
        '{"type":"hand","seq":1,"raised":true,"name":"\\ud800\\u0000"}',
        '{"type":"help","seq":4,"wanted":true}',
        '{"type":"help","seq":4,"wanted":"true","coming":true}',
        '{"type":"microphone_report","seq":5,"works":false}',
        '{"type":"outfit","seq":6,"nickname":"Kalle","shell":"mint","wears":"cap"}',
        '{"type":"outfit","seq":6,"nickname":"\\u202e\\ud83e","shell":"mint","wears":"cap"}',
        '{"type":"outfit","seq":6,"nickname":"' + "a" * 900 + '","shell":[],"wears":{}}',
        '"\\u202e"',
        "",
    ):
        yield text.encode()
