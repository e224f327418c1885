import av
import numpy as np
import pytest

from robot.media.types.cells import BLOCK_SAMPLES, SoundFanout
from robot.media.types.mono import BlockCutter, MonoConverter


def frame(rate: int, layout: str, count: int, format: str = "s16") -> av.AudioFrame:
    channels = {"mono": 1, "stereo": 2}[layout]
    kind = np.float32 if format.startswith("flt") else np.int16
    shape = (channels, count) if format.endswith("p") else (1, count * channels)
    value = 0.25 if kind is np.float32 else 8192
    made = av.AudioFrame.from_ndarray(np.full(shape, value, kind), format=format, layout=layout)
    made.sample_rate = rate
    return made


@pytest.mark.parametrize(
    ("rate", "layout", "format"),
    [(48_000, "mono", "s16"), (44_100, "stereo", "fltp"), (22_050, "mono", "s16")],
)
def test_any_sound_becomes_mono_at_48_khz(rate: int, layout: str, format: str) -> None:
    to_mono = MonoConverter()
    wave = np.concatenate([to_mono(frame(rate, layout, rate // 10, format)) for _ in range(10)])
    assert len(wave) == pytest.approx(48_000, abs=500)
    assert np.median(wave) == pytest.approx(8192, rel=0.02)


async def test_pieces_of_any_length_are_cut_into_blocks_on_one_clock() -> None:
    sounds = SoundFanout()
    queue = sounds.subscribe()
    cutter = BlockCutter(sounds)
    now = 100.0
    stream = np.arange(4000, dtype=np.int16)
    for piece in (stream[:100], stream[100:1500], stream[1500:4000]):
        now += len(piece) / 48_000
        cutter.put(piece, now)
    blocks = [await queue.get() for _ in range(len(queue))]
    assert [block.pts for block in blocks] == [4_800_000 + n * BLOCK_SAMPLES for n in range(4)]
    assert (np.concatenate([block.samples for block in blocks]) == stream[:3840]).all()


async def test_a_clock_that_jumped_is_set_anew_and_never_runs_back() -> None:
    sounds = SoundFanout()
    queue = sounds.subscribe()
    cutter = BlockCutter(sounds)
    silence = np.zeros(BLOCK_SAMPLES, np.int16)
    for now in (10.0, 10.02, 15.0, 14.0):
        cutter.put(silence, now)
    stamps = [(await queue.get()).pts for _ in range(4)]
    assert stamps[1] - stamps[0] == BLOCK_SAMPLES
    assert stamps[2] == pytest.approx(15.0 * 48_000 - BLOCK_SAMPLES, abs=2)
    assert stamps == sorted(set(stamps))
