import asyncio
from pathlib import Path

import numpy as np
import pytest

from robot.media.types.cells import BLOCK_SAMPLES, SoundBlock
from robot.media.types.spec import SourceEvent, SourceNotice
from robot.presence import events as ev
from robot.presence.events import MediaPart
from robot.senses import Senses
from robot.settings.config import (
    BridgeSection,
    MicrophoneSection,
    RobotConfig,
    RobotSection,
    SoundSection,
    SpeakerSection,
)
from tests.deadline import WAIT_S
from tests.robot.media.live import running


def senses_of(
    folder: Path,
    *,
    speaker: str = "null:",
    events: list[SourceEvent],
    sound: SoundSection | None = None,
) -> Senses:
    config = RobotConfig(
        robot=RobotSection(id="kalle-1", state_dir=str(folder)),
        bridge=BridgeSection(url="ws://localhost/signal"),
        microphone=MicrophoneSection(source="testtone:"),
        speaker=SpeakerSection(sink=speaker),
        sound=sound or SoundSection(),
    )
    notices: list[SourceNotice] = []
    return Senses(config, lambda: (0.0, 0.0), events.append, notices.append)


async def test_nobody_is_heard_before_the_machine_says_so(tmp_path: Path) -> None:
    assert senses_of(tmp_path, events=[]).lines.voice.muted


async def test_the_microphone_runs_until_cancelled_and_what_it_gave_can_be_forgotten(
    tmp_path: Path,
) -> None:
    senses = senses_of(tmp_path, events=[])
    waiting = senses.lines.sounds.subscribe()
    async with running(senses.run(MediaPart.SOUND)):
        await waiting.get()
    senses.cut(MediaPart.SOUND)
    senses.lines.sounds.put(SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), 0))
    assert len(waiting) == 0  # not even what it still gives while it closes


async def test_the_voice_is_told_while_there_is_one_and_its_end_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.senses.LEVEL_S", 0.0)
    senses = senses_of(tmp_path, events=[])
    told: list[float] = []
    ended = asyncio.Event()

    def tell(heard: ev.VoiceHeard) -> None:
        told.append(heard.level)
        senses.lines.voice._level = 0.0
        if heard.level == 0.0:
            ended.set()

    senses.lines.voice._level = 0.5
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        following = tasks.create_task(senses.follow_voice(tell))
        await ended.wait()
        following.cancel()
    assert told == [0.5, 0.0]


async def test_a_phrase_of_the_robot_is_told_like_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.senses.LEVEL_S", 0.0)
    senses = senses_of(tmp_path, events=[])
    told: list[ev.VoiceHeard] = []
    ended = asyncio.Event()

    def tell(heard: ev.VoiceHeard) -> None:
        told.append(heard)
        senses.ringing.take(480)
        if heard.level == 0.0:
            ended.set()

    senses.saying.say(np.full(480, 8000, np.int16))
    senses.ringing.take(480)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        following = tasks.create_task(senses.follow_voice(tell))
        await ended.wait()
        following.cancel()
    assert [heard.is_phrase for heard in told] == [True, False]
    assert 0.6 < told[0].level < 0.9


@pytest.mark.parametrize("earcons", [True, False])
def test_phrases_are_heard_with_earcons_and_without(tmp_path: Path, earcons: bool) -> None:
    senses = senses_of(tmp_path, events=[], sound=SoundSection(earcons=earcons))
    senses.saying.say(np.full(480, 8000, np.int16))
    assert senses._sound._voice.take(480).max() > 0
