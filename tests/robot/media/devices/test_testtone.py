import numpy as np
import pytest

from robot.media.devices.testtone import AMPLITUDE, PITCHES_HZ, beep_number, beeps, pitch_hz


def heard_hz(wave: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(wave, 48_000))))


@pytest.mark.parametrize("number", range(8))
def test_each_beep_has_its_pitch_and_60_ms(number: int) -> None:
    at = 1_700_000_000 + number * 0.5
    second = beeps(at, 24_000)
    assert heard_hz(second[:2880]) == pytest.approx(pitch_hz(beep_number(at)), abs=12)
    assert np.abs(second).max() == pytest.approx(AMPLITUDE, rel=0.01)
    assert (second[2890:] == 0).all()


def test_blocks_join_without_a_gap() -> None:
    whole = beeps(1_700_000_000.0, 4800)
    parts = [beeps(1_700_000_000.0 + index * 0.02, 960) for index in range(5)]
    assert np.abs(np.concatenate(parts).astype(int) - whole).max() <= 2


def test_a_block_over_a_beep_s_start_knows_both_halves() -> None:
    wave = beeps(1_700_000_000.49, 960)
    assert (wave[:470] == 0).all()
    assert np.abs(wave[700:]).max() > AMPLITUDE / 2


def test_eight_beeps_tell_four_seconds_apart() -> None:
    assert len(set(PITCHES_HZ)) == 8
    assert pitch_hz(8) == pitch_hz(0)
