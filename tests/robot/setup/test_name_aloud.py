import asyncio
from pathlib import Path

import msgspec
import numpy as np
import pytest

from robot.doctor import body_visit
from robot.media.voice.earcons import earcon
from robot.settings.config import RobotConfig, SoundSection
from robot.setup import name_aloud as module
from robot.setup.name_aloud import Clip, name_aloud
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.schools import config_for


def robot_in(folder: Path, speaker: str) -> RobotConfig:
    config = config_for(folder, "ws://127.0.0.1:1/signal", speaker=speaker)
    return msgspec.structs.replace(config, sound=SoundSection(phrases=False))


def test_a_clip_ends_once_and_goes_on_with_silence() -> None:
    ended: list[bool] = []
    clip = Clip(np.arange(1, 6, dtype=np.int16), lambda: ended.append(True))
    assert clip.take(4).tolist() == [1, 2, 3, 4]
    assert ended == []
    assert clip.take(4).tolist() == [5, 0, 0, 0]
    assert clip.take(4).tolist() == [0, 0, 0, 0]
    assert ended == [True]


async def test_lights_and_sound_say_which_robot_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "earcon", lambda name: earcon("volume"))
    wav = tmp_path / "said.wav"
    config = robot_in(tmp_path, f"file:{wav}")
    async with body_at(Path(config.body.socket)):
        said = await name_aloud(config, "Hier ist Käthe.")
    assert said.is_shown
    assert [one.en for one in said.lacks] == [
        "no voice, tones only: espeak-ng: sound.phrases is false"
    ]
    heard = np.frombuffer(wav.read_bytes()[44:], np.int16)
    assert np.abs(heard).max() > 1000


async def test_without_a_body_nothing_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_visit, "MEET_S", 0.05)
    async with asyncio.timeout(WAIT_S):
        said = await name_aloud(robot_in(tmp_path, "null:"), "Hier ist Käthe.")
    assert not said.is_shown
    assert "body" in said.lacks[0].en


async def test_a_speaker_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "earcon", lambda name: np.zeros(480, np.int16))
    monkeypatch.setattr(module, "LATE_S", 0.2)
    config = robot_in(tmp_path, f"file:{tmp_path / 'none' / 'said.wav'}")
    async with body_at(Path(config.body.socket)):
        said = await name_aloud(config, "Hier ist Käthe.")
    assert said.lacks[-1].en.startswith("speaker: ")
