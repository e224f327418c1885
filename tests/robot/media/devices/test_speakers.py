import asyncio
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from robot.media.devices.speakers import run_speaker
from robot.media.types.spec import parse_speaker
from robot.media.voice.voice import VoiceIn
from tests.robot.media.live import Mouth, Told, loudest_hz, running, threads

TONE = (9000 * np.sin(2 * np.pi * 660 * np.arange(4800) / 48_000)).astype(np.int16)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - a speaker is a thread and tells nobody
        await asyncio.sleep(0)


def written(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@pytest.mark.long
async def test_a_file_holds_the_voice_and_silence_where_none_came(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    voice, told = VoiceIn(), Told()
    async with running(run_speaker(parse_speaker(f"file:{path}"), voice, told)):
        await until(lambda: written(path) > 10_000)
        Mouth(voice).say(TONE)
        await until(lambda: voice.waiting_s == 0.0)
        here = written(path)
        await until(lambda: written(path) > here + 24_000)  # what was made up fades first
    with wave.open(str(path)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    sounding = np.flatnonzero(heard)
    assert sounding[0] > 3000
    assert len(heard) - sounding[-1] > 3000
    assert loudest_hz(heard[sounding[0] : sounding[-1]]) == pytest.approx(660, abs=12)
    assert told.silent
    assert not threads("speaker")


@pytest.mark.long
@pytest.mark.parametrize("url", ["classroom:", "null:"])
async def test_the_class_takes_the_voice_in_and_keeps_nothing(url: str, tmp_path: Path) -> None:
    voice, told = VoiceIn(), Told()
    async with running(run_speaker(parse_speaker(url), voice, told)):
        Mouth(voice).say(TONE)
        await until(lambda: voice.level > 0.3)
        await until(lambda: voice.waiting_s == 0.0 and voice.level == 0.0)
    assert told.silent
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    told = Told()
    spec = parse_speaker(f"file:{tmp_path}/no/folder/voice.wav")
    async with running(run_speaker(spec, VoiceIn(), told, retry_s=(0.0,))):
        lost = await told.next()
    assert (lost.part, lost.lost) == ("speaker", True)
    assert lost.text == "voice.wav: No such file or directory"
