import pytest

from robot.media.opus.encoder import OpusEncoder
from robot.media.opus.packet import MAX_SAMPLES, duration_samples, repairs_earlier
from robot.media.types.cells import BLOCK_SAMPLES
from tests.robot.media.voice.speech import speech


@pytest.mark.parametrize(
    ("packet", "samples"),
    [
        (b"", 0),
        (bytes([0x00, 1]), 480),
        (bytes([0x18, 1]), 2880),
        (bytes([0x60, 1]), 480),
        (bytes([0x78, 1]), 960),
        (bytes([0x80, 1]), 120),
        (bytes([0xF8, 1]), 960),
        (bytes([0xF9, 1]), 1920),
        (bytes([0xFA, 1]), 1920),
        (bytes([0xFB, 6]), MAX_SAMPLES),
        (bytes([0xFB, 7]), 0),
        (bytes([0xFB]), 0),
        (bytes([0xFB, 0]), 0),
    ],
)
def test_the_first_bytes_tell_how_long_a_packet_is(packet: bytes, samples: int) -> None:
    assert duration_samples(packet) == samples


def packets(repair: bool) -> list[bytes]:
    encoder = OpusEncoder(24_000)
    encoder.tune(24_000, 20, repair=repair)
    voice = speech(2.0)
    return [
        encoder.encode(voice[at : at + BLOCK_SAMPLES].tobytes())
        for at in range(0, len(voice) - BLOCK_SAMPLES, BLOCK_SAMPLES)
    ]


def test_repair_is_seen_where_the_encoder_put_it() -> None:
    assert not any(repairs_earlier(packet) for packet in packets(repair=False))
    assert sum(repairs_earlier(packet) for packet in packets(repair=True)) > 30
    assert not repairs_earlier(b"")
    assert not repairs_earlier(bytes([0xF8, 0xFF, 0xFF]))
