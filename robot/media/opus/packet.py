"""PURE. Duration and FEC of an Opus packet, from its first bytes. No I/O.

Source: RFC 6716 sections 3.1 and 3.2 (configuration, frame count) and 4.2.3
(flags of the SILK layer).
"""

MAX_SAMPLES = 5760
"""Longest packet: 120 ms at 48 kHz."""

_SILK_SAMPLES = (480, 960, 1920, 2880)
_HYBRID_SAMPLES = (480, 960)
_CELT_SAMPLES = (120, 240, 480, 960)
_SILK_FRAME_SAMPLES = 960


def duration_samples(packet: bytes) -> int:
    """Return the packet's length in samples at 48 kHz; 0 when it is not valid Opus."""
    if not packet:
        return 0
    match packet[0] & 0x03:
        case 0:
            count = 1
        case 1 | 2:
            count = 2
        case _:
            count = packet[1] & 0x3F if len(packet) > 1 else 0
    samples = count * _frame_samples(packet[0] >> 3)
    return samples if samples <= MAX_SAMPLES else 0


def repairs_earlier(packet: bytes) -> bool:
    """Return whether the packet repeats the one before in lower quality (in-band FEC).

    Only packets of one frame are examined; browsers send no others.
    """
    if len(packet) < 2 or packet[0] & 0x03 or packet[0] >> 3 >= 16:
        return False
    silk_frames = max(1, _frame_samples(packet[0] >> 3) // _SILK_FRAME_SAMPLES)
    # One voice flag for each SILK frame, then the FEC flag.
    return bool(packet[1] >> (7 - silk_frames) & 1)


def _frame_samples(configuration: int) -> int:
    if configuration < 12:
        return _SILK_SAMPLES[configuration % 4]
    if configuration < 16:
        return _HYBRID_SAMPLES[configuration % 2]
    return _CELT_SAMPLES[configuration % 4]
