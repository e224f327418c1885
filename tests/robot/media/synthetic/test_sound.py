import numpy as np
import pytest

from robot.media.synthetic.figures import talking
from robot.media.synthetic.sound import LOOP_S, ROOM_AMPLITUDE, ClassroomSound
from robot.media.types.cells import BLOCK_SAMPLES, Samples


@pytest.fixture(scope="module")
def loop() -> Samples:
    sound = ClassroomSound()
    return np.concatenate([sound.block(1e9 + index * 0.02) for index in range(LOOP_S * 50)])


def test_the_teacher_is_heard_in_bursts_and_pauses(loop: Samples) -> None:
    assert len(loop) == LOOP_S * 48_000
    loud = np.array([np.std(part) for part in np.split(loop.astype(float), LOOP_S * 10)])
    speaks = np.array([talking(1e9 + (index + 0.5) / 10) for index in range(LOOP_S * 10)])
    assert np.median(loud[speaks > 0]) > 10 * ROOM_AMPLITUDE
    assert np.median(loud[speaks == 0]) < 2 * ROOM_AMPLITUDE
    assert loop.dtype == np.int16
    assert np.abs(loop).max() < 20_000


def test_it_sounds_like_a_voice_and_not_like_noise(loop: Samples) -> None:
    spectrum = np.abs(np.fft.rfft(loop[: 7 * 48_000].astype(float))) ** 2
    hz = np.fft.rfftfreq(7 * 48_000, 1 / 48_000)
    voice = spectrum[(hz > 150) & (hz < 3500)].sum()
    assert voice / spectrum.sum() > 0.8


def test_blocks_are_20_ms_and_go_over_the_loop_s_end() -> None:
    sound = ClassroomSound()
    for at in (1e9 + 9.985, 1e9 + 9.999999, 1e9):
        assert len(sound.block(at)) == BLOCK_SAMPLES
