from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
import pytest
from aiortc.codecs.opus import OpusDecoder
from aiortc.jitterbuffer import JitterFrame

from robot.media.opus.decoder import OpusDecoder as LibOpusDecoder
from robot.media.opus.packet import duration_samples
from robot.media.opus.payload import OpusMonoEncoder, RedOpusEncoder
from robot.media.opus.red import unpack
from tests.robot.media.live import loudest_hz


def frame(pts: int, samples: int = 960, rate: int = 48_000, layout: str = "mono") -> av.AudioFrame:
    channels = 2 if layout == "stereo" else 1
    t = np.arange(samples) / rate
    wave = (6000 * np.sin(2 * np.pi * 440 * t)).astype(np.int16)
    made = av.AudioFrame.from_ndarray(
        np.repeat(wave, channels).reshape(1, -1), format="s16", layout=layout
    )
    made.sample_rate, made.pts, made.time_base = rate, pts, Fraction(1, rate)
    return made


@dataclass(frozen=True)
class Settings:
    bitrate_bps: int = 24_000
    loss_percent: int = 0
    red: int = 0
    blocks: int = 1


def test_each_frame_is_one_packet_with_the_frame_s_own_time() -> None:
    encoder = OpusMonoEncoder()
    for pts in (5_000_000_000, 5_000_000_960, 5_000_010_000):
        packets, timestamp = encoder.encode(frame(pts))
        assert (len(packets), timestamp) == (1, pts)
        assert packets[0][0] & 4 == 0, "the stereo bit of Opus' table of contents"


def test_the_rate_is_about_32_kbit_s() -> None:
    encoder = OpusMonoEncoder()
    rng = np.random.default_rng(2)
    size = 0
    for index in range(100):
        made = frame(index * 960)
        noise = (rng.standard_normal((1, 960)) * 4000).astype(np.int16)
        noisy = av.AudioFrame.from_ndarray(noise, format="s16", layout="mono")
        noisy.sample_rate, noisy.pts, noisy.time_base = 48_000, made.pts, made.time_base
        size += len(encoder.encode(noisy)[0][0])
    assert 20_000 < size * 8 / 2.0 < 45_000


def told(encoder: OpusMonoEncoder, stamps: Iterable[int]) -> list[tuple[int, int]]:
    """Return time and length, in blocks of 20 ms, of each packet that comes of these frames."""
    packets = []
    for pts in stamps:
        payloads, timestamp = encoder.encode(tone(pts))
        packets += [(timestamp, duration_samples(payload) // 960) for payload in payloads]
    return packets


def test_a_narrow_line_gets_fewer_and_longer_packets() -> None:
    encoder = OpusMonoEncoder()
    encoder.apply(Settings(16_000, blocks=3))
    packets = told(encoder, range(0, 9 * 960, 960))
    assert packets == [(0, 3), (3 * 960, 3), (6 * 960, 3)]
    encoder.apply(Settings(16_000, blocks=2))
    assert told(encoder, range(9 * 960, 13 * 960, 960)) == [(9 * 960, 2), (11 * 960, 2)]


def test_a_block_that_waits_goes_with_the_next_when_packets_get_shorter() -> None:
    encoder = OpusMonoEncoder()
    encoder.apply(Settings(16_000, blocks=3))
    assert told(encoder, [0]) == []
    encoder.apply(Settings(16_000))
    assert told(encoder, [960, 1920]) == [(0, 2), (1920, 1)]


def test_what_waits_when_the_class_pauses_never_leaves() -> None:
    encoder = OpusMonoEncoder()
    encoder.apply(Settings(16_000, blocks=3))
    assert told(encoder, [0, 960]) == []
    after = range(48_000, 48_000 + 3 * 960, 960)
    assert told(encoder, after) == [(48_000, 3)]


def test_long_packets_sound_like_short_ones() -> None:
    encoder, decoder = OpusMonoEncoder(), LibOpusDecoder()
    encoder.apply(Settings(24_000, blocks=3))
    heard = []
    for index in range(60):
        for packet in encoder.encode(tone(index * 960))[0]:
            samples = decoder.decode(packet)
            assert samples is not None
            heard.append(samples)
    sound = np.concatenate(heard)
    assert len(sound) == 60 * 960
    assert loudest_hz(sound[9600:]) == pytest.approx(440, abs=3)


def test_other_frames_are_cut_to_20_ms_first() -> None:
    encoder = OpusMonoEncoder()
    packets: list[bytes] = []
    stamps: list[int] = []
    for index in range(20):
        some, timestamp = encoder.encode(frame(index * 160, 160, 8_000, "stereo"))
        packets += some
        if some:
            stamps.append(timestamp)
    assert 18 <= len(packets) <= 20
    assert all(step % 960 == 0 and step > 0 for step in np.diff(stamps))


def test_a_packet_that_is_opus_already_is_passed_on() -> None:
    packet = av.Packet(b"\x08abc")
    packet.pts, packet.time_base = 20, Fraction(1, 1000)
    assert OpusMonoEncoder().pack(packet) == ([b"\x08abc"], 960)


def test_the_other_side_hears_the_tone() -> None:
    encoder, decoder = OpusMonoEncoder(), OpusDecoder()
    heard = []
    for index in range(50):
        packets, timestamp = encoder.encode(tone(index * 960))
        for decoded in decoder.decode(JitterFrame(packets[0], timestamp)):
            assert isinstance(decoded, av.AudioFrame)
            heard.append(decoded.to_ndarray().reshape(-1, 2)[:, 0])
    assert loudest_hz(np.concatenate(heard)[9600:]) == pytest.approx(440, abs=3)


def test_a_wish_holds_from_the_next_packet_on() -> None:
    encoder = OpusMonoEncoder()
    sizes = [len(encoder.encode(noisy(index))[0][0]) for index in range(20)]
    encoder.apply(Settings(bitrate_bps=16_000))
    sizes += [len(encoder.encode(noisy(index))[0][0]) for index in range(20, 40)]
    assert sum(sizes[21:]) < 0.7 * sum(sizes[1:20])


def test_without_a_wish_red_repeats_nothing_and_costs_one_byte() -> None:
    plain, encoder = OpusMonoEncoder(), RedOpusEncoder()
    for index in range(5):
        [packet], _ = plain.encode(tone(index * 960))
        assert encoder.encode(tone(index * 960)) == ([b"\x6f" + packet], index * 960)


@pytest.mark.parametrize("copies", [1, 2])
def test_each_packet_repeats_as_many_as_asked(copies: int) -> None:
    encoder = RedOpusEncoder()
    encoder.apply(Settings(red=copies))
    sent = [unpack(encoder.encode(tone(index * 960))[0][0]) for index in range(10)]
    primaries = [blocks[-1].data for blocks in sent]
    for index, blocks in enumerate(sent):
        earlier = range(max(0, index - copies), index)
        assert [block.data for block in blocks[:-1]] == [primaries[at] for at in earlier]
        assert [block.age_samples for block in blocks[:-1]] == [
            (index - at) * 960 for at in earlier
        ]


def test_more_copies_than_two_are_two_and_none_is_none_again() -> None:
    encoder = RedOpusEncoder(109)
    encoder.apply(Settings(red=9))
    sent = [unpack(encoder.encode(tone(index * 960))[0][0]) for index in range(5)]
    assert len(sent[-1]) == 3
    assert {block.payload_type for block in sent[-1]} == {109}
    encoder.apply(Settings(red=0))
    assert len(unpack(encoder.encode(tone(5 * 960))[0][0])) == 1


def test_what_lies_too_far_back_is_not_repeated() -> None:
    encoder = RedOpusEncoder()
    encoder.apply(Settings(red=2))
    stamps = (0, 960, 48_000, 48_960, 0)
    counts = [len(unpack(encoder.encode(tone(pts))[0][0])) for pts in stamps]
    assert counts == [1, 2, 1, 2, 1]


def test_a_ready_packet_is_repeated_too() -> None:
    encoder = RedOpusEncoder()
    encoder.encode(tone(0))
    encoder.apply(Settings(red=1))
    encoder.encode(tone(960))
    packet = av.Packet(b"\x08abc")
    packet.pts, packet.time_base = 1920, Fraction(1, 48_000)
    [payload], pts = encoder.pack(packet)
    assert ([b.age_samples for b in unpack(payload)], pts) == ([960, 0], 1920)


def noisy(index: int) -> av.AudioFrame:
    samples = np.random.default_rng(index).standard_normal((1, 960)) * 4000
    made = av.AudioFrame.from_ndarray(samples.astype(np.int16), format="s16", layout="mono")
    made.sample_rate, made.pts, made.time_base = 48_000, index * 960, Fraction(1, 48_000)
    return made


def tone(pts: int) -> av.AudioFrame:
    t = (pts + np.arange(960)) / 48_000
    wave = (6000 * np.sin(2 * np.pi * 440 * t)).astype(np.int16)
    made = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
    made.sample_rate, made.pts, made.time_base = 48_000, pts, Fraction(1, 48_000)
    return made
