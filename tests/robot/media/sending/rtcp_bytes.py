"""Makes RTCP as a browser makes it, for tests."""

import struct
from collections.abc import Sequence

ROBOT, CHILD = 0x1111, 0x2222


def rtcp(kind: int, count: int, body: bytes) -> bytes:
    assert len(body) % 4 == 0
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def transport_feedback(
    base_seq: int, arrivals: Sequence[float | None], feedback_count: int = 0
) -> bytes:
    """Arrival times in seconds of the receiver's clock; None: not received."""
    times = [at for at in arrivals if at is not None]
    reference = int(min(times) / 0.064) if times else 0
    last = reference * 256  # in steps of 250 us
    symbols, deltas = [], b""
    for at in arrivals:
        if at is None:
            symbols.append(0)
            continue
        delta = round(at / 0.00025) - last
        last += delta
        symbols.append(1 if 0 <= delta < 256 else 2)
        deltas += struct.pack("!B", delta) if 0 <= delta < 256 else struct.pack("!h", delta)
    chunks = b""
    for at_symbol in range(0, len(symbols), 7):
        seven = [*symbols[at_symbol : at_symbol + 7], 0, 0, 0, 0, 0, 0, 0][:7]
        chunk = 0xC000
        for place, symbol in enumerate(seven):
            chunk |= symbol << (12 - 2 * place)
        chunks += struct.pack("!H", chunk)
    body = struct.pack("!IIHH", CHILD, ROBOT, base_seq & 0xFFFF, len(symbols))
    body += struct.pack("!I", (reference & 0xFFFFFF) << 8 | feedback_count & 0xFF)
    body += chunks + deltas
    return rtcp(205, 15, body + bytes(-len(body) % 4))


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
