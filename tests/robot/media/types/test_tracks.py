import asyncio

import av
import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundBlock, SoundFanout
from robot.media.types.frames import blank, stamp
from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TIME_BASE, PictureTrack, SoundTrack
from tests.deadline import WAIT_S


def picture() -> av.VideoFrame:
    return stamp(blank(Size(64, 48)))


def block(pts: int, value: int = 5) -> SoundBlock:
    return SoundBlock(np.full(BLOCK_SAMPLES, value, np.int16), pts)


async def test_a_track_gives_each_picture_once_and_the_newest_first() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    track = PictureTrack(pictures)
    pictures.put(picture())
    last = picture()
    pictures.put(last)
    assert await track.recv() is last
    assert track.number == 2
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(track.recv())
        await asyncio.sleep(0)
        assert not waiting.done()
        pictures.put(picture())
    assert waiting.result().time_base == PICTURE_TIME_BASE


async def test_two_tracks_read_one_camera_and_one_may_stop() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    old, new = PictureTrack(pictures), PictureTrack(pictures)
    pictures.put(picture())
    assert await old.recv() is await new.recv()
    old.stop()
    pictures.put(picture())
    assert (await new.recv()).width == 64
    with pytest.raises(MediaStreamError):
        await old.recv()


async def test_sound_comes_in_frames_of_960_samples_with_the_time_of_capture() -> None:
    sounds = SoundFanout()
    track = SoundTrack(sounds)
    sounds.put(block(96_000, 7))
    frame = await track.recv()
    assert (frame.samples, frame.sample_rate, frame.layout.name) == (960, 48_000, "mono")
    assert (frame.format.name, frame.pts) == ("s16", 96_000)
    assert (frame.to_ndarray() == 7).all()


async def test_a_stopped_sound_track_leaves_the_microphone() -> None:
    sounds = SoundFanout()
    track, other = SoundTrack(sounds), SoundTrack(sounds)
    track.stop()
    assert sounds.readers == 1
    with pytest.raises(MediaStreamError):
        await track.recv()
    sounds.put(block(0))
    assert (await other.recv()).pts == 0


async def test_a_slow_reader_of_sound_is_told_how_much_it_missed() -> None:
    sounds = SoundFanout()
    track = SoundTrack(sounds)
    for number in range(8):
        sounds.put(block(number * BLOCK_SAMPLES))
    assert track.dropped == 3
    assert (await track.recv()).pts == 3 * BLOCK_SAMPLES


async def test_a_paused_track_waits_and_gives_nothing_from_the_pause() -> None:
    sounds, pictures = SoundFanout(), Newest[av.VideoFrame]()
    sound, seen = SoundTrack(sounds), PictureTrack(pictures)
    sound.paused = seen.paused = True
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        hearing, seeing = group.create_task(sound.recv()), group.create_task(seen.recv())
        pictures.put(picture())
        sounds.put(block(1))
        for _ in range(9):
            await asyncio.sleep(0)
        assert not hearing.done()
        assert not seeing.done()
        sound.paused = seen.paused = False
        after = picture()
        pictures.put(after)
        sounds.put(block(2))
    assert seeing.result() is after
    assert hearing.result().pts == 2
