import numpy as np
import pytest

from robot.media.types.cells import Samples
from robot.media.types.resampling import Fifo, Resampler


def tone(hz: float, rate_hz: int, seconds: float = 2.0) -> Samples:
    at = np.arange(int(rate_hz * seconds)) / rate_hz
    wave: Samples = np.rint(20_000 * np.sin(2 * np.pi * hz * at)).astype(np.int16)
    return wave


def resampled(wave: Samples, from_hz: int, to_hz: int) -> Samples:
    resample = Resampler(from_hz, to_hz)
    step = from_hz // 100
    return np.concatenate([resample(wave[at : at + step]) for at in range(0, len(wave), step)])


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 96_000])
def test_a_tone_stays_itself_both_ways_and_is_soon_there(rate_hz: int) -> None:
    for from_hz, to_hz in ((rate_hz, 48_000), (48_000, rate_hz)):
        found = resampled(tone(1000, from_hz), from_hz, to_hz)
        late_s = 2.0 - len(found) / to_hz
        assert 0 <= late_s <= 0.05
        middle = found[to_hz // 2 : to_hz // 2 + to_hz].astype(float)
        power = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2
        signal = power[994:1007].sum()
        assert 10 * np.log10(signal / (power.sum() - signal)) > 70
        assert np.abs(middle).max() == pytest.approx(20_000, rel=0.02)


def test_what_the_lower_rate_cannot_have_is_taken_out() -> None:
    found = resampled(tone(12_000, 48_000), 48_000, 16_000)[1600:-1600].astype(float)
    assert np.sqrt((found**2).mean()) < 20_000 / 2**0.5 / 1000


def test_the_same_rate_is_not_touched() -> None:
    wave = tone(1000, 48_000)
    assert Resampler(48_000, 48_000)(wave) is wave


def test_samples_wait_in_order() -> None:
    fifo = Fifo()
    for start in (0, 3, 6):
        fifo.put(np.arange(start, start + 3, dtype=np.int16))
    assert len(fifo) == 9
    assert [*fifo.take(4), *fifo.take(5)] == [*range(9)]
    assert len(fifo) == 0
