"""Speakers by name: each pulls the child's voice from a `Voice` on one thread."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from robot.media.devices import ffmpeg, portaudio
from robot.media.devices.reopening import RETRY_S, LostError, OnEvent, Running, Work, keep_open
from robot.media.echo.limiter import Voice
from robot.media.types.cells import Samples
from robot.media.types.pace import Pace
from robot.media.types.spec import SourceSpec
from robot.media.types.wav import GrowingWav
from robot.media.voice.voice import PULL_S, PULL_SAMPLES

CATCH_UP_BLOCKS = 100 * 60
"""One minute, in blocks of 10 ms: after a stall of up to that long, a file has its true length."""


async def run_speaker(
    spec: SourceSpec,
    voice: Voice,
    on_event: OnEvent,
    *,
    retry_s: Sequence[float] = RETRY_S,
) -> None:
    """Play the voice until cancelled; where no voice came, play silence.

    Loss and return are reported to `on_event` as by `run_camera`. When this returns, the
    device or file is closed.
    """
    await keep_open("speaker", _work(spec, voice), on_event, retry_s)


def _work(spec: SourceSpec, voice: Voice) -> Work:
    match spec.scheme:
        case "classroom" | "null":
            return lambda running: _play(running, voice, lambda samples: None, slack=2)
        case "file" if spec.format is None:
            path = Path(spec.rest.removeprefix("//"))
            return lambda running: _play_to_file(running, voice, path)
        case "portaudio":
            return lambda running: portaudio.play(running, spec.rest, voice)
        case _:
            return lambda running: ffmpeg.play(running, spec, voice)


def _play_to_file(running: Running, voice: Voice, path: Path) -> None:
    try:
        with GrowingWav(path) as wav:
            _play(running, voice, wav.write, slack=CATCH_UP_BLOCKS)
    except OSError as error:
        raise LostError(f"{path.name}: {error.strerror}") from error


def _play(running: Running, voice: Voice, write: Callable[[Samples], None], slack: int) -> None:
    """Take a block every 10 ms of the wall clock."""
    pace = Pace(PULL_S, time.monotonic(), slack)
    while not running.wait(pace.wait_s(time.monotonic())):
        write(voice.take(PULL_SAMPLES))
        running.working()
        pace.advance(time.monotonic())
