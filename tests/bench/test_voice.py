import numpy as np
import pytest

from robot.media.devices.testtone import beep_number, beeps
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples
from tests.bench.voice import Beep, Block, delays_ms, heard_beeps, sent_beep, voice_figures

START_S = 1_800_000_000.1
SECONDS = 5.0


def blocks_of(samples: Samples, start_s: float = START_S, delay_ms: float = 0.0) -> list[Block]:
    return [
        Block(
            start_s * 1000 + delay_ms + index / SAMPLE_HZ * 1000,
            samples[index : index + BLOCK_SAMPLES],
        )
        for index in range(0, len(samples), BLOCK_SAMPLES)
    ]


def sound() -> Samples:
    return beeps(START_S, int(SECONDS * SAMPLE_HZ))


def sent() -> list[Beep]:
    first = beep_number(START_S) + 1
    count = int(SECONDS / 0.5)
    return [sent_beep(number, number * 500.0) for number in range(first, first + count)]


def without(samples: Samples, from_s: float, to_s: float) -> Samples:
    silenced = samples.copy()
    silenced[int(from_s * SAMPLE_HZ) : int(to_s * SAMPLE_HZ)] = 0
    return silenced


def test_each_beep_is_found_where_it_starts_and_by_its_pitch() -> None:
    heard = heard_beeps(blocks_of(sound()))
    assert [beep.pitch for beep in heard] == [beep.pitch for beep in sent()]
    assert [beep.at_ms for beep in heard] == pytest.approx([beep.at_ms for beep in sent()], abs=2)


@pytest.mark.parametrize("gain", [1.0, 0.1, 0.02])
def test_a_soft_voice_is_found_as_well(gain: float) -> None:
    soft = (sound() * gain).astype(np.int16)
    assert len(heard_beeps(blocks_of(soft))) == len(sent())


def test_noise_and_clicks_are_no_beeps() -> None:
    rng = np.random.default_rng(7)
    noisy = sound() // 2 + rng.normal(0, 300, int(SECONDS * SAMPLE_HZ)).astype(np.int16)
    noisy[::9600] = 30_000
    assert [beep.pitch for beep in heard_beeps(blocks_of(noisy))] == [beep.pitch for beep in sent()]


def test_silence_and_nothing_hold_no_beep() -> None:
    assert heard_beeps([]) == []
    assert heard_beeps(blocks_of(np.zeros(SAMPLE_HZ, np.int16))) == []


def test_the_delay_is_heard_minus_sent() -> None:
    delays, missing = delays_ms(sent(), heard_beeps(blocks_of(sound(), delay_ms=150.0)))
    assert delays == pytest.approx([150.0] * len(sent()), abs=2)
    assert missing == 0


def test_a_delay_longer_than_the_period_is_not_mistaken_for_the_next_beep() -> None:
    delays, _ = delays_ms(sent(), heard_beeps(blocks_of(sound(), delay_ms=1700.0)))
    assert delays == pytest.approx([1700.0] * len(sent()), abs=2)


def test_a_lost_beep_is_missing_and_not_late() -> None:
    holed = without(sound(), 0.85, 1.0)
    delays, missing = delays_ms(sent(), heard_beeps(blocks_of(holed, delay_ms=80.0)))
    assert missing == 1
    assert len(delays) == len(sent()) - 1
    assert max(delays) < 90


def test_figures_are_median_and_loss() -> None:
    figures = voice_figures(sent(), blocks_of(without(sound(), 0.85, 1.0), delay_ms=80.0))
    assert figures["voice_delay_p50_ms"] == pytest.approx(80.0, abs=2)
    assert figures["voice_missing"] == 1


def test_a_voice_that_never_came_has_no_delay() -> None:
    with pytest.raises(ValueError, match="no values"):
        voice_figures(sent(), [])
