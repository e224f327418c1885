import gc
import weakref

import av
import numpy as np
import pytest
from aiortc.codecs.opus import OpusDecoder
from aiortc.jitterbuffer import JitterFrame

from robot.media.opus.encoder import MAX_BPS, MIN_BPS, OpusEncoder
from tests.robot.media.live import loudest_hz

BLOCK = 960


def noise(count: int, seed: int = 1) -> list[bytes]:
    made = np.random.default_rng(seed).standard_normal(count * BLOCK) * 4000
    return [part.tobytes() for part in made.astype(np.int16).reshape(count, BLOCK)]


def tone(count: int) -> list[bytes]:
    t = np.arange(count * BLOCK) / 48_000
    made = (6000 * np.sin(2 * np.pi * 440 * t)).astype(np.int16)
    return [part.tobytes() for part in made.reshape(count, BLOCK)]


def bits_per_s(packets: list[bytes]) -> float:
    return sum(map(len, packets)) * 8 * 50 / len(packets)


def test_the_bitrate_follows_at_once_both_ways() -> None:
    encoder = OpusEncoder(32_000)
    rates = []
    for wanted in (32_000, 16_000, 40_000):
        encoder.tune(wanted, 0, repair=False)
        rates.append(bits_per_s([encoder.encode(part) for part in noise(100)][5:]))
    assert rates == pytest.approx([32_000, 16_000, 40_000], rel=0.25)


def test_a_change_between_two_packets_is_not_heard() -> None:
    encoder, decoder = OpusEncoder(32_000), OpusDecoder()
    heard = []
    for index, part in enumerate(tone(100)):
        if index % 10 == 0:
            encoder.tune(16_000 if index % 20 else 40_000, index % 30, repair=index % 20 == 0)
        for frame in decoder.decode(JitterFrame(encoder.encode(part), index * BLOCK)):
            assert isinstance(frame, av.AudioFrame)
            heard.append(frame.to_ndarray().reshape(-1, 2)[:, 0].astype(np.float64))
    sound = np.concatenate(heard)[9600:]
    assert loudest_hz(sound.astype(np.int16)) == pytest.approx(440, abs=3)
    steps = np.abs(np.diff(sound))
    assert steps.max() < 3 * 6000 * 2 * np.pi * 440 / 48_000


def test_repair_costs_part_of_the_packet() -> None:
    parts = tone(60)
    with_repair, without = OpusEncoder(24_000), OpusEncoder(24_000)
    with_repair.tune(24_000, 20, repair=True)
    assert [with_repair.encode(p) for p in parts] != [without.encode(p) for p in parts]


def test_silence_is_sent_like_everything_else() -> None:
    encoder = OpusEncoder(32_000)
    packets = [encoder.encode(bytes(2 * BLOCK)) for _ in range(100)]
    assert all(len(packet) > 2 for packet in packets)


@pytest.mark.parametrize("wanted", [0, -5, MIN_BPS - 1, MAX_BPS + 1, 10**9])
def test_a_wish_out_of_bounds_gets_the_nearest(wanted: int) -> None:
    encoder = OpusEncoder(wanted)
    encoder.tune(wanted, 1000, repair=True)
    rate = bits_per_s([encoder.encode(part) for part in noise(20)])
    assert MIN_BPS / 2 < rate < MAX_BPS * 1.5


@pytest.mark.parametrize("size", [0, 1, 1918, 1922])
def test_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="960"):
        OpusEncoder(32_000).encode(bytes(size))


@pytest.mark.long
def test_the_library_s_memory_goes_with_the_encoder() -> None:
    encoder = OpusEncoder(32_000)
    gone = weakref.ref(encoder)
    del encoder
    gc.collect()
    assert gone() is None
