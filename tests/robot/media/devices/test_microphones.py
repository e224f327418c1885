import numpy as np
import pytest

from robot.media.devices.microphones import run_microphone
from robot.media.devices.testtone import PITCHES_HZ
from robot.media.types.cells import BLOCK_SAMPLES, SoundFanout
from robot.media.types.spec import parse_microphone
from tests.robot.media.live import Told, loudest_hz, running, samples, threads


@pytest.mark.parametrize("url", ["classroom:", "testtone:", "null:"])
async def test_a_made_microphone_gives_blocks_on_one_clock(url: str) -> None:
    sounds = SoundFanout()
    told = Told()
    queue = sounds.subscribe()
    async with running(run_microphone(parse_microphone(url), sounds, told)):
        blocks = [await queue.get() for _ in range(6)]
    assert {len(block.samples) for block in blocks} == {BLOCK_SAMPLES}
    steps = np.diff([block.pts for block in blocks])
    assert (np.abs(steps % BLOCK_SAMPLES - BLOCK_SAMPLES // 2) >= BLOCK_SAMPLES // 2 - 1).all()
    assert told.silent
    assert not threads("microphone")


async def test_the_test_tone_beeps_at_a_known_pitch() -> None:
    sounds = SoundFanout()
    async with running(run_microphone(parse_microphone("testtone:"), sounds, Told())):
        heard = await samples(sounds, 30)
    first = int(np.argmax(np.abs(heard) > 3000))
    beep = heard[first : first + 2600]
    pitch = loudest_hz(np.concatenate([beep, np.zeros(48_000 - len(beep), np.int16)]))
    assert min(abs(pitch - known) for known in PITCHES_HZ) < 40


async def test_a_card_without_its_library_is_told() -> None:
    told = Told()
    spec = parse_microphone("portaudio:no such card at all")
    async with running(run_microphone(spec, SoundFanout(), told, retry_s=(0.0,))):
        lost = await told.next()
    assert (lost.part, lost.lost) == ("microphone", True)
