import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ
from robot.media.voice.earcons import EARCONS, PEAK_DB, SCORES, Earcon, earcon

LONGEST_S: dict[Earcon, float] = {
    "joining": 0.7,
    "leaving": 0.7,
    "pause": 0.6,
    "identify": 1.6,
    "volume": 0.15,
}


def db(value: float) -> float:
    return float(20.0 * np.log10(value / 32767.0))


@pytest.mark.parametrize("name", EARCONS)
def test_it_is_short(name: Earcon) -> None:
    assert len(earcon(name)) / SAMPLE_HZ <= LONGEST_S[name]


@pytest.mark.parametrize("name", EARCONS)
def test_its_loudest_sample_is_where_it_should_be(name: Earcon) -> None:
    samples = earcon(name).astype(float)
    assert db(np.abs(samples).max()) == pytest.approx(PEAK_DB, abs=0.01)
    assert -30.0 < db(float(np.sqrt(np.mean(samples**2)))) < -18.0


@pytest.mark.parametrize("name", EARCONS)
def test_neither_end_clicks(name: Earcon) -> None:
    samples = earcon(name).astype(float)
    peak = np.abs(samples).max()
    tenth_ms = SAMPLE_HZ // 10_000
    assert np.abs(samples[:tenth_ms]).max() < 0.001 * peak
    assert np.abs(samples[-tenth_ms:]).max() < 0.001 * peak
    # No step is larger than that of the highest partial at full size.
    highest_hz = 2 * max(frequency for _, frequency, _ in SCORES[name])
    assert np.abs(np.diff(samples)).max() <= peak * 2 * np.pi * highest_hz / SAMPLE_HZ


@pytest.mark.parametrize("name", EARCONS)
def test_it_swells_softly(name: Earcon) -> None:
    samples = np.abs(earcon(name).astype(float))
    assert samples[: SAMPLE_HZ // 200].max() < 0.4 * samples.max()


@pytest.mark.parametrize("name", EARCONS)
def test_its_notes_are_where_small_speakers_and_ears_are_good(name: Earcon) -> None:
    spectrum = np.abs(np.fft.rfft(earcon(name).astype(float))) ** 2
    hertz = np.fft.rfftfreq(len(earcon(name)), 1 / SAMPLE_HZ)
    assert spectrum[(hertz > 300) & (hertz < 2000)].sum() / spectrum.sum() > 0.97


@pytest.mark.parametrize(("name", "rises"), [("joining", True), ("leaving", False)])
def test_coming_goes_up_and_leaving_goes_down(name: Earcon, rises: bool) -> None:
    samples = earcon(name).astype(float)
    first, last = samples[: len(samples) // 5], samples[-len(samples) // 3 :]
    assert (_pitch(last) > _pitch(first)) is rises


def _pitch(samples: "np.typing.NDArray[np.float64]") -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), SAMPLE_HZ))
    return float(np.argmax(spectrum))


def test_a_sound_that_is_shared_cannot_be_spoilt() -> None:
    with pytest.raises(ValueError, match="read-only"):
        earcon("joining")[0] = 1
