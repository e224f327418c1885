import asyncio
import threading
from typing import Any

import av
import numpy as np
import pytest

from robot.media import hooks
from robot.media.hooks.replacing import owner_of
from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundBlock, SoundFanout
from robot.media.types.frames import blank, stamp
from robot.media.types.spec import Size
from robot.media.types.tracks import PictureTrack, SoundTrack
from robot.media.voice.voice import VoiceIn
from tests.robot.media.hooks.pairs import pair, until


def test_a_second_install_changes_nothing() -> None:
    before = [getattr(owner_of(path), name) for path, name, _ in hooks.HOOKS]
    hooks.install()
    assert before == [getattr(owner_of(path), name) for path, name, _ in hooks.HOOKS]


@pytest.mark.parametrize(("path", "name"), hooks.USES)
def test_a_name_that_is_gone_is_named(
    path: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "USES", ((path, f"{name}_of_tomorrow"),))
    with pytest.raises(hooks.HookError, match=f"{name}_of_tomorrow is gone"):
        hooks.install()


def test_a_module_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "USES", (("aiortc.nowhere", "thing"),))
    with pytest.raises(hooks.HookError, match=r"aiortc\.nowhere is gone"):
        hooks.install()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "VERSIONS", {"aiortc": "1.17.0"})
    with pytest.raises(hooks.HookError, match=r"aiortc 1\.16\.0 is installed"):
        hooks.install()


async def test_a_lesson_flows_both_ways_with_every_hook_in_place() -> None:
    async with pair() as both:
        pictures: Newest[av.VideoFrame] = Newest()
        class_sounds, voice_sounds = SoundFanout(), SoundFanout()
        channel = both.pupil.createDataChannel("events")
        both.pupil.addTransceiver(SoundTrack(voice_sounds), direction="sendrecv")
        both.pupil.addTransceiver("video", direction="recvonly")
        heard: asyncio.Queue[Any] = asyncio.Queue()
        both.robot.on("track", heard.put_nowait)
        both.robot.addTrack(SoundTrack(class_sounds))
        both.robot.addTrack(PictureTrack(pictures))
        await both.connect()
        channel_there = await both.opened.get()
        said: asyncio.Queue[Any] = asyncio.Queue()
        channel_there.on("message", said.put_nowait)
        await until(lambda: channel.readyState == "open")
        channel.send("hallo")
        assert await said.get() == "hallo"
        voice = await heard.get()
        ear = VoiceIn()
        hooks.hearing.listen(both.robot, voice, ear)
        pts = 0
        while ear.waiting_s < 0.1:
            pictures.put(stamp(blank(Size(320, 240))))
            voice_sounds.put(SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), pts))
            pts += BLOCK_SAMPLES
            await asyncio.sleep(0)
        assert ear.take(BLOCK_SAMPLES).shape == (BLOCK_SAMPLES,)
        assert not [thread for thread in threading.enumerate() if "decoder" in thread.name]
        video = next(t for t in both.robot.getTransceivers() if t.kind == "video")
        assert video.currentDirection == "sendonly"
        # In this process the pupil, too, is kept from seeing anything.
        assert hooks.DROPPED == {"receiver": 1}
