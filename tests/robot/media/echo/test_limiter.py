import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.echo.limiter import LimitedVoice, Limiter
from robot.media.types.cells import Samples


class Loud:
    def take(self, count: int) -> Samples:
        return np.full(count, -32_768, np.int16)


@given(st.lists(st.integers(-32_768, 32_767)), st.floats(-30, 0))
def test_no_sample_is_above_the_ceiling(values: list[int], ceiling_db: float) -> None:
    samples = np.array(values, np.int16)
    limited = Limiter(ceiling_db)(samples)
    assert limited.dtype == np.int16
    assert (np.abs(limited.astype(int)) <= 32_767 * 10 ** (ceiling_db / 20)).all()
    assert (np.abs(limited.astype(int)) <= np.abs(samples.astype(int))).all()


def test_what_is_soft_passes_untouched() -> None:
    samples = np.arange(-16_000, 16_000, dtype=np.int16)
    assert Limiter(-1.0)(samples) is samples


def test_louder_stays_louder() -> None:
    limited = Limiter(-6.0)(np.arange(0, 32_767, dtype=np.int16))
    assert (np.diff(limited) >= 0).all()
    assert (np.diff(limited) <= 1).all()


def test_a_voice_is_limited_when_it_is_taken() -> None:
    assert (LimitedVoice(Loud(), -20.0).take(480) >= -3277).all()


def test_a_ceiling_above_full_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or less"):
        Limiter(1.0)
