"""Makes RTCP as a browser makes it, for tests."""

import struct
from collections.abc import Sequence

from robot.media.transport import feedback

ROBOT, CHILD = 0x1111, 0x2222


def rtcp(kind: int, count: int, body: bytes) -> bytes:
    assert len(body) % 4 == 0
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def transport_feedback(
    base_seq: int, arrivals: Sequence[float | None], feedback_count: int = 0
) -> bytes:
    """Arrival times in seconds of the receiver's clock; None: not received."""
    return feedback.transport_feedback(CHILD, ROBOT, base_seq, arrivals, feedback_count)


def nack(ssrc: int, seqs: Sequence[int]) -> bytes:
    return rtcp(
        205,
        1,
        struct.pack("!II", CHILD, ssrc) + b"".join(struct.pack("!HH", seq, 0) for seq in seqs),
    )


def receiver_report(
    fraction_lost: int = 0, packets_lost: int = 0, last_sr: int = 0, delay: int = 0
) -> bytes:
    lost = fraction_lost << 24 | packets_lost & 0xFFFFFF
    return rtcp(201, 1, struct.pack("!IIIIIII", CHILD, ROBOT, lost, 7, 0, last_sr, delay))


def pli() -> bytes:
    return rtcp(206, 1, struct.pack("!II", CHILD, ROBOT))


def remb(bitrate_bps: int) -> bytes:
    exponent = 0
    while bitrate_bps >> exponent > 0x3FFFF:
        exponent += 1
    packed = 1 << 24 | exponent << 18 | bitrate_bps >> exponent
    return rtcp(206, 15, struct.pack("!II4sII", CHILD, 0, b"REMB", packed, ROBOT))
