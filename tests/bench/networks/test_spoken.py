import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ
from tests.bench.children import BenchError
from tests.bench.networks.spoken import load, prepare
from tests.bench.networks.words import sentences


def test_words_are_spoken_once(tmp_path: Path) -> None:
    path = prepare(tmp_path / "new")
    words = load(path)
    assert words.dtype == np.int16
    assert 6 < len(words) / SAMPLE_HZ < 11
    assert len(sentences(words)) == 3
    assert not words[-SAMPLE_HZ // 4 :].any()
    loudness = [
        np.sqrt((words[start:end].astype(np.float64) ** 2).mean())
        for start, end in sentences(words)
    ]
    assert max(loudness) < 1.15 * min(loudness)
    path.write_bytes(b"kept")
    assert prepare(tmp_path / "new").read_bytes() == b"kept"


def test_what_is_no_sound_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(b"RIFF")
    with pytest.raises(BenchError, match=r"broken\.wav"):
        load(path)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_HZ)
        file.writeframes(bytes(400))
    with pytest.raises(BenchError, match="damaged"):
        load(path)


def test_a_machine_without_a_voice_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any, **__: Any) -> None:
        raise FileNotFoundError("espeak-ng")

    monkeypatch.setattr(subprocess, "run", silent)
    with pytest.raises(BenchError, match="does not speak"):
        prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []
