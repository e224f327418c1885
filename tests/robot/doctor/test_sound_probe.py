from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from robot.doctor import sound_probe
from robot.doctor.sound import level_db
from robot.doctor.sound_probe import TrialVoice, listen
from robot.settings.config import MicrophoneSection, RobotConfig, SpeakerSection
from tests.robot.media.devices.sound_cards import Card, Machine, installed
from tests.robot.schools import config_for

URL = "ws://127.0.0.1:1/signal"
DELAY = 20


class Loop(Card):
    """A card whose microphone hears its speaker, a little later and softer."""

    deaf = False

    def wave(self, rate_hz: int, count: int, channels: int) -> Any:
        self.heard += 1
        hum = np.random.default_rng(self.heard).normal(0, 40, (count, channels))
        at = len(self.played) - DELAY
        if at >= 0 and not self.deaf:
            hum[: len(self.played[at])] += 0.1 * self.played[at][:count]
        return np.asarray(hum, np.int16)


def config(folder: Path) -> RobotConfig:
    return msgspec.structs.replace(
        config_for(folder, URL),
        microphone=MicrophoneSection("portaudio:USB"),
        speaker=SpeakerSection("portaudio:USB"),
    )


def card(monkeypatch: pytest.MonkeyPatch, deaf: bool = False) -> Machine:
    machine = Machine()
    loop = machine.cards["USB"] = Loop()
    loop.deaf = deaf
    return installed(monkeypatch, machine)


@pytest.mark.long
@pytest.mark.parametrize("deaf", [False, True])
async def test_a_microphone_hears_its_speaker_or_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaf: bool
) -> None:
    machine = card(monkeypatch, deaf)
    found = await listen(config(tmp_path), "off", play=True)
    assert found.lost == ""
    assert -70 < level_db(found.room) < -40
    assert found.sweeps
    assert found.sweeps.is_heard is not deaf
    assert machine.streams == []  # both are closed again


async def test_a_room_is_heard_without_playing_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = card(monkeypatch)
    found = await listen(config(tmp_path), "off", play=False)
    assert len(found.room)
    assert found.sweeps is None
    assert [kind for kind, _ in machine.opened] == ["InputStream"]


async def test_a_microphone_that_is_not_there_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_probe, "FIRST_S", 0.1)
    monkeypatch.setattr(sound_probe, "ROOM_S", 0.1)
    machine = card(monkeypatch)
    machine.pull("USB")
    machine.initialize()
    found = await listen(config(tmp_path), "off", play=True)
    assert len(found.room) == 0
    assert "plug it in" in found.lost


def test_the_test_sound_is_played_once_and_then_silence() -> None:
    voice = TrialVoice()
    assert not voice.take(480).any()
    voice.begin()
    assert voice.take(48_000).any()
    assert len(voice.take(10_000_000)) == 10_000_000
    assert not voice.take(480).any()
