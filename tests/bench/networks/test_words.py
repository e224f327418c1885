import itertools
from functools import cache

import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.networks.words import heard_of, pieces, sentences, voice_figures
from tests.bench.voice import Block

STARTED_MS = 1_800_000_000_123.4
BLOCK = 480
SYLLABLE_S = 0.16
ROUND_S = 6.0
ROUNDS = 3
FROM_MS, TO_MS = STARTED_MS + 1000, STARTED_MS + 1000 * (ROUND_S * ROUNDS - 3)


@cache
def words() -> Samples:
    """Three sentences of syllables, each syllable with a pitch and a sound of its own."""
    chance = np.random.default_rng(5)
    at = np.arange(int(SYLLABLE_S * SAMPLE_HZ)) / SAMPLE_HZ
    made = []
    for _ in range(3):
        for _ in range(10):
            pitch_hz = chance.uniform(150, 300)
            tones = [
                chance.uniform(0, 1) * np.sin(2 * np.pi * pitch_hz * times * at)
                for times in range(1, 12)
            ]
            made.append(sum(tones) * np.sin(np.pi * at / SYLLABLE_S))
        made.append(np.zeros(int((ROUND_S / 3 - 10 * SYLLABLE_S) * SAMPLE_HZ)))
    signal = np.concatenate(made)
    level = 12_000 / float(np.abs(signal).max())
    return np.rint(signal * level).astype(np.int16)


def said() -> Samples:
    return np.tile(words(), ROUNDS)


def blocks(sound: Samples, delay_ms: float = 0.0, jitter_ms: float = 0.0) -> list[Block]:
    chance = np.random.default_rng(7)
    return [
        Block(
            STARTED_MS + delay_ms + start / SAMPLE_HZ * 1000 + chance.uniform(0, jitter_ms),
            sound[start : start + BLOCK],
        )
        for start in range(0, len(sound), BLOCK)
    ]


def figures(heard: list[Block]) -> dict[str, float]:
    return voice_figures(words(), STARTED_MS, heard, FROM_MS, TO_MS)


@pytest.mark.parametrize("delay_ms", [0.0, 37.5, 180.0, 900.0, 2400.0])
def test_the_delay_is_found(delay_ms: float) -> None:
    found = figures(blocks(said(), delay_ms))
    assert found["voice_delay_p50_ms"] == pytest.approx(delay_ms, abs=0.5)
    assert found["voice_delay_p95_ms"] == pytest.approx(delay_ms, abs=0.5)
    assert found["voice_missing_percent"] == 0


def test_jitter_of_the_arrival_is_evened_out() -> None:
    found = figures(blocks(said(), 100.0, jitter_ms=20.0))
    assert found["voice_delay_p50_ms"] == pytest.approx(110.0, abs=2)
    assert found["voice_delay_p95_ms"] == pytest.approx(110.0, abs=3)


def test_a_soft_voice_and_noise_change_nothing() -> None:
    noise = np.random.default_rng(1).normal(0, 150, len(said()))
    found = figures(blocks((said() * 0.2 + noise).astype(np.int16), 100.0))
    assert found["voice_delay_p50_ms"] == pytest.approx(100.0, abs=0.5)
    assert found["voice_missing_percent"] == 0


def test_lost_packets_do_not_hide_the_words_around_them() -> None:
    sound = said().copy()
    chance = np.random.default_rng(3)
    for start in range(0, len(sound), 960):
        if chance.random() < 0.1:
            sound[start : start + 960] = 0
    found = figures(blocks(sound, 100.0))
    assert found["voice_delay_p95_ms"] == pytest.approx(100.0, abs=1)
    assert found["voice_missing_percent"] == 0


def test_what_is_not_heard_is_missing_and_has_no_delay() -> None:
    sound = said().copy()
    sound[: len(sound) // 2] = 0
    found = figures(blocks(sound, 100.0))
    assert 45 < found["voice_missing_percent"] < 70
    assert found["voice_delay_p50_ms"] == pytest.approx(100.0, abs=0.5)


def test_a_hole_between_blocks_is_silence_and_shifts_nothing() -> None:
    heard = [
        block for block in blocks(said(), 100.0) if not 5 < (block.at_ms - STARTED_MS) / 1000 < 7
    ]
    found = figures(heard)
    assert found["voice_delay_p95_ms"] == pytest.approx(100.0, abs=1)
    assert found["voice_missing_percent"] > 5


def test_silence_and_nothing_are_missing_as_a_whole() -> None:
    assert figures(blocks(np.zeros_like(said()))) == {"voice_missing_percent": 100.0}
    assert figures([]) == {"voice_missing_percent": 100.0}


def test_other_sounds_are_no_words() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, len(said())).astype(np.int16)
    assert figures(blocks(noise))["voice_missing_percent"] == 100


def test_a_clock_that_runs_away_is_a_delay_that_grows() -> None:
    at = np.arange(0, len(said()) - 1, 1 / 1.0005)
    slower = np.interp(at, np.arange(len(said())), said()).astype(np.int16)
    found = figures(blocks(slower, 100.0))
    assert found["voice_missing_percent"] == 0
    assert found["voice_delay_p50_ms"] == pytest.approx(100 + 0.5 * 8, abs=1)
    assert found["voice_delay_p95_ms"] > found["voice_delay_p50_ms"] + 2


def test_stretched_words_are_found() -> None:
    """Ten milliseconds more each 200 ms, as a playout does that waits for longer."""
    sound, longer = said(), []
    for number, start in enumerate(range(0, len(sound), 9600)):
        part = sound[start : start + 9600]
        longer.append(part)
        if number % 5 == 0:
            longer.append(part[-480:])
    found = figures(blocks(np.concatenate(longer), 100.0))
    assert found["voice_missing_percent"] < 5


def test_nothing_said_is_no_measurement() -> None:
    with pytest.raises(ValueError, match="said nothing"):
        voice_figures(words(), STARTED_MS, blocks(said()), FROM_MS, FROM_MS + 10)
    with pytest.raises(ValueError, match="said nothing"):
        voice_figures(np.zeros(0, np.int16), STARTED_MS, blocks(said()), FROM_MS, TO_MS)


def test_sentences_lie_between_pauses() -> None:
    found = sentences(words())
    assert len(found) == 3
    assert all(end - start > SAMPLE_HZ for start, end in found)
    assert sentences(np.zeros(SAMPLE_HZ, np.int16)) == []


def test_pieces_are_laid_on_each_other() -> None:
    found = pieces(words(), STARTED_MS, blocks(said(), 123.0), FROM_MS, TO_MS)
    assert len(found) >= 5
    for one, other in found:
        assert len(one) == len(other)
        # Within half a millisecond: PESQ lays them on each other more finely.
        alike = [
            np.corrcoef(one[100:-100], other[100 + by : by - 100])[0, 1] for by in range(-24, 25)
        ]
        assert max(alike) > 0.99


def test_a_missing_sentence_is_a_piece_of_silence() -> None:
    sound = said().copy()
    sound[: len(words())] = 0
    found = pieces(words(), STARTED_MS, blocks(sound, 50.0), STARTED_MS, TO_MS)
    assert np.abs(found[0][0]).max() > 5000
    assert np.abs(found[0][1][: -2 * 9600]).max() == 0
    assert all(not other.any() for _, other in pieces(words(), STARTED_MS, [], FROM_MS, TO_MS))


def test_sound_goes_on_over_blocks_of_any_length() -> None:
    sound = said()[: 3 * SAMPLE_HZ]
    cuts = [0, 100, 5000, 5001, 60_000, len(sound)]
    made = [
        Block(STARTED_MS + start / SAMPLE_HZ * 1000, sound[start:end])
        for start, end in itertools.pairwise(cuts)
    ]
    heard = heard_of(made)
    np.testing.assert_array_equal(heard.samples, sound)
    assert heard.time_ms(48_000) == pytest.approx(STARTED_MS + 1000, abs=0.1)
    assert heard.place(STARTED_MS + 1000) == pytest.approx(48_000, abs=5)
    assert heard.place(STARTED_MS - 1000) < 0
