import wave
from pathlib import Path

import numpy as np
import pytest

from robot.media.types import wav
from robot.media.types.wav import GrowingWav


def test_the_file_is_valid_at_every_moment(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with GrowingWav(path) as growing:
        for count in range(5):
            with wave.open(str(path)) as read:
                assert read.getnframes() == count * 960
                assert (read.getnchannels(), read.getframerate(), read.getsampwidth()) == (
                    1,
                    48_000,
                    2,
                )
            growing.write(np.full(960, count + 1, np.int16))
        assert growing.samples == 5 * 960
    with wave.open(str(path)) as read:
        data = np.frombuffer(read.readframes(9999), "<i2")
    assert data[::960].tolist() == [1, 2, 3, 4, 5]


def test_a_header_that_is_late_promises_less_than_there_is(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with GrowingWav(path) as growing:
        growing.write(np.ones(960, np.int16))
    path.write_bytes(path.read_bytes() + bytes(100))
    with wave.open(str(path)) as read:
        assert read.getnframes() == 960


def test_a_full_file_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav, "MAX_DATA_BYTES", 3000)
    with GrowingWav(tmp_path / "voice.wav") as growing:
        growing.write(np.ones(960, np.int16))
        growing.write(np.ones(960, np.int16))
        assert growing.samples == 960
