import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples
from robot.media.voice.voice import GONE_S, VoiceIn
from tests.robot.media.live import Mouth, loudest_hz

STEP = BLOCK_SAMPLES // 2


def tone(blocks: int, amplitude: int = 8000, hz: float = 500.0) -> Samples:
    t = np.arange(blocks * BLOCK_SAMPLES) / SAMPLE_HZ
    wave: Samples = (amplitude * np.sin(2 * np.pi * hz * t)).astype(np.int16)
    return wave


def pulled(voice: VoiceIn, blocks: int) -> Samples:
    return np.concatenate([voice.take(STEP) for _ in range(2 * blocks)])


def rms(samples: Samples) -> float:
    return float(np.sqrt((samples.astype(float) ** 2).mean()))


def test_silence_is_played_where_no_voice_came() -> None:
    voice = VoiceIn()
    assert (voice.take(STEP) == 0).all()
    assert voice.level == 0.0
    assert voice.missing_samples == 0
    assert voice.delay_s == 0.0


def test_a_voice_is_played_and_after_its_end_there_is_silence() -> None:
    voice = VoiceIn()
    Mouth(voice).say(tone(5))
    assert voice.waiting_s == pytest.approx(0.1)
    heard = pulled(voice, 6)
    assert loudest_hz(heard) == pytest.approx(500, abs=12)
    assert rms(pulled(voice, 20)[-BLOCK_SAMPLES:]) == 0.0
    assert voice.level == 0.0
    assert voice.waiting_s == 0.0
    assert voice.played.voice == 5 * BLOCK_SAMPLES


def test_it_knows_when_the_newest_packet_of_the_played_voice_came() -> None:
    voice = VoiceIn()
    assert voice.heard_at == 0.0
    for source, now in ((1, 5.0), (2, 5.1), (1, 5.2), (2, 5.3)):
        voice.put(b"", False, 1, 0, source, now)
        assert voice.heard_at == (5.1 if (source, now) == (1, 5.2) else now)


def test_level_follows_what_is_played() -> None:
    voice = VoiceIn()
    Mouth(voice).say(tone(5, 16_000))
    pulled(voice, 3)
    assert voice.level > 0.7


def test_gain_makes_softer_without_a_click() -> None:
    voice = VoiceIn()
    Mouth(voice).say(tone(8))
    loud = pulled(voice, 3)[-BLOCK_SAMPLES:]
    voice.gain = 0.5
    sliding = voice.take(STEP)
    soft = pulled(voice, 1)
    assert rms(soft) == pytest.approx(rms(loud) / 2, rel=0.1)
    joined = np.concatenate([loud, sliding, soft]).astype(int)
    assert np.abs(np.diff(joined)).max() <= np.abs(np.diff(loud.astype(int))).max() * 1.1
    with pytest.raises(ValueError, match="0 to 1"):
        voice.gain = 1.5


def test_a_muted_voice_is_thrown_away() -> None:
    voice = VoiceIn()
    mouth = Mouth(voice)
    mouth.say(tone(3))
    pulled(voice, 2)
    voice.muted = True
    mouth.say(tone(3))
    assert voice.take(STEP)[-1] == 0
    assert (pulled(voice, 3) == 0).all()
    voice.muted = False
    assert voice.waiting_s == 0.0
    mouth.say(tone(3))
    pulled(voice, 2)
    assert voice.level > 0.0


def test_a_child_that_comes_back_over_another_path_is_heard_over_that_one() -> None:
    voice = VoiceIn()
    packet = bytes([0x78, 1, 2, 3])  # 20 ms of a sort
    for number in range(4):
        voice.put(packet, False, number, number * BLOCK_SAMPLES, 1, 0.0)
    voice.put(packet, False, 900, 77_000, 2, 0.1)
    assert voice.waiting_s == pytest.approx(0.02)
    voice.put(packet, False, 4, 4 * BLOCK_SAMPLES, 1, 0.1)
    assert voice.waiting_s == pytest.approx(0.02)
    voice.put(packet, False, 9, 9 * BLOCK_SAMPLES, 1, 0.1 + GONE_S)
    voice.put(packet, False, 10, 10 * BLOCK_SAMPLES, 1, 0.1 + GONE_S)
    assert voice.waiting_s == pytest.approx(0.04)


@pytest.mark.parametrize("begin", [1_700_000_000, 3_000_000_000])
@pytest.mark.parametrize("queued", [0, 25])
def test_a_child_that_moves_to_another_connection_is_missed_for_a_moment_at_most(
    begin: int, queued: int
) -> None:
    """Its new clock may be ahead of the old one or behind, and what waited comes faster."""
    voice = VoiceIn()
    old, new = Mouth(voice, 1), Mouth(voice, 2, begin=begin)
    block = tone(1)
    heard = []
    for number in range(100):
        # For a while it comes over both.
        if number < 60:
            old.say(block)
        if number >= 50:
            new.say(block)
        if 50 <= number < 50 + 2 * queued and number % 2:
            new.say(block)
        heard.append(rms(pulled(voice, 1)) > 1000)
    silent = [number for number in range(10, 100) if not heard[number]]
    assert len(silent) * BLOCK_SAMPLES / SAMPLE_HZ <= 0.1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.binary(max_size=80),
            st.booleans(),
            st.integers(0, 2**16 - 1),
            st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 20).map(lambda n: n * 960)),
            st.integers(0, 2),
            st.integers(1, 2000),
        ),
        max_size=40,
    )
)
def test_whatever_comes_the_voice_is_bounded_and_gives_what_is_asked(
    steps: list[tuple[bytes, bool, int, int, int, int]],
) -> None:
    voice = VoiceIn()
    for now, (payload, is_red, sequence, rtp_time, source, count) in enumerate(steps):
        voice.put(payload, is_red, sequence, rtp_time, source, now / 50)
        assert len(voice.take(count)) == count
        assert 0.0 <= voice.level <= 1.0
