"""Microphones by name: each runs on one thread and puts blocks of 20 ms into a `SoundFanout`."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from robot.media.devices import ffmpeg, portaudio
from robot.media.devices.reopening import RETRY_S, OnEvent, Running, Work, keep_open
from robot.media.devices.testtone import beeps
from robot.media.synthetic.sound import ClassroomSound
from robot.media.types.cells import (
    BLOCK_S,
    BLOCK_SAMPLES,
    SAMPLE_HZ,
    Samples,
    SoundBlock,
    SoundFanout,
)
from robot.media.types.pace import Pace
from robot.media.types.spec import SourceSpec

SLACK_BLOCKS = 10
"""Blocks that a delayed synthetic microphone catches up; it leaves out the rest."""


async def run_microphone(
    spec: SourceSpec,
    sounds: SoundFanout,
    on_event: OnEvent,
    *,
    retry_s: Sequence[float] = RETRY_S,
) -> None:
    """Put the microphone's sound into `sounds` until cancelled.

    Loss and return are reported to `on_event` as by `run_camera`. When this returns, the
    device is closed.
    """
    await keep_open("microphone", _work(spec, sounds), on_event, retry_s)


def _work(spec: SourceSpec, sounds: SoundFanout) -> Work:
    match spec.scheme:
        case "classroom":
            return lambda running: _hear_classroom(running, sounds)
        case "testtone":
            return lambda running: _hear(running, sounds, lambda at: beeps(at, BLOCK_SAMPLES))
        case "null":
            silence: Samples = np.zeros(BLOCK_SAMPLES, np.int16)
            return lambda running: _hear(running, sounds, lambda at: silence)
        case "portaudio":
            return lambda running: portaudio.hear(running, spec.rest, sounds)
        case _:
            return lambda running: ffmpeg.hear(running, spec, sounds)


def _hear_classroom(running: Running, sounds: SoundFanout) -> None:
    classroom = ClassroomSound()
    _hear(running, sounds, lambda at: classroom.block(at))


def _hear(running: Running, sounds: SoundFanout, make: Callable[[float], Samples]) -> None:
    """Put each block when its last sample is over, as a real microphone does.

    `make` gets the wall clock time (Unix) of the block's first sample.
    """
    start = time.monotonic()
    to_unix = time.time() - start
    pace = Pace(BLOCK_S, start, slack=SLACK_BLOCKS)
    while not running.wait(pace.due + BLOCK_S - time.monotonic()):
        at = pace.due
        sounds.put(SoundBlock(make(at + to_unix), round(at * SAMPLE_HZ)))
        running.working()
        pace.advance(time.monotonic())
