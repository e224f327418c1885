"""Sound cards through PortAudio, whose library is loaded only when such a card is named."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Literal

import numpy as np

from robot.media.devices.reopening import LostError, Running
from robot.media.echo.limiter import Voice
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples, SoundFanout
from robot.media.types.mono import BlockCutter

STEP_SAMPLES = BLOCK_SAMPLES // 2
BLOCKS_WAITING = 10
SILENCE_S = 1.5
"""Time without a callback after which a card is lost."""

Latency = float | Literal["low"]
"""Latency of the card's buffers in seconds, or the shortest that the card supports."""


def hear(running: Running, device: str, sounds: SoundFanout) -> None:
    """Put the card's sound into `sounds` until told to stop.

    Raises:
        LostError: No such card, or it gave up.
    """
    blocks: queue.Queue[Samples] = queue.Queue(BLOCKS_WAITING)

    def on_block(data: Any, frames: int, when: Any, status: Any) -> None:
        try:
            blocks.put_nowait(np.array(data[:, 0], dtype=np.int16))
        except queue.Full:
            return  # the reader is blocked: new sound is worth no more than what waits

    cutter = BlockCutter(sounds)
    with _opened(device, "InputStream", BLOCK_SAMPLES, on_block):
        while not running.stopping():
            cutter.put(_next(blocks))
            running.working()


def play(
    running: Running, device: str, voice: Voice, ends: Callable[[], bool] = lambda: False
) -> None:
    """Play the voice on the card, by the card's own clock.

    Args:
        ends: Called at every beat; True ends the playing.

    Raises:
        LostError: No such card, or it gave up.
    """
    beats = CallbackBeats()

    def on_block(out: Any, frames: int, when: Any, status: Any) -> None:
        out[:, 0] = voice.take(frames)
        beats.beat()

    with _opened(device, "OutputStream", STEP_SAMPLES, on_block):
        while not running.stopping() and not ends():
            beats.wait()
            running.working()


def play_and_hear(
    running: Running,
    device: str,
    voice: Voice,
    on_step: Callable[[Samples, Samples, bool], None],
    ends: Callable[[], bool],
    latency: Latency = "low",
) -> None:
    """Play and record on one card and one clock until told to stop, or until `ends`.

    `on_step` is called on the card's own thread and must not wait. It receives 10 ms of
    recorded sound, the 10 ms written at that moment, and whether the card left a gap
    before them.

    Raises:
        LostError: No such card, or it gave up.
    """
    beats = CallbackBeats()

    def on_block(data: Any, out: Any, frames: int, when: Any, status: Any) -> None:
        played = voice.take(frames)
        out[:, 0] = played
        on_step(np.array(data[:, 0], dtype=np.int16), played, bool(status))
        beats.beat()

    with _opened(device, "Stream", STEP_SAMPLES, on_block, latency):
        while not running.stopping() and not ends():
            beats.wait()
            running.working()


class CallbackBeats:
    """Signal from a card's callback, which never waits, to a thread."""

    def __init__(self) -> None:
        self._queue: queue.Queue[None] = queue.Queue(BLOCKS_WAITING)

    def beat(self) -> None:
        """Signal that the callback ran; from the card's thread."""
        if not self._queue.full():
            self._queue.put_nowait(None)

    def wait(self) -> None:
        """Wait for the next beat.

        Raises:
            LostError: It did not come.
        """
        try:
            self._queue.get(timeout=SILENCE_S)
        except queue.Empty:
            raise LostError(f"the sound card was silent for {SILENCE_S} s") from None


@contextmanager
def _opened(
    device: str,
    kind: str,
    step_samples: int,
    on_block: Callable[..., None],
    latency: Latency = "low",
) -> Iterator[None]:
    """Keep a mono stream of this kind open.

    Raises:
        LostError: It cannot be opened, or gave up.
    """
    sounddevice = _library()
    try:
        with getattr(sounddevice, kind)(
            samplerate=SAMPLE_HZ,
            blocksize=step_samples,
            device=device or None,
            channels=1,
            dtype="int16",
            latency=latency,
            callback=on_block,
        ):
            yield
    except (sounddevice.PortAudioError, ValueError) as error:
        raise LostError(f"sound card {device or 'by default'}: {error}") from error


def _next(blocks: "queue.Queue[Samples]") -> Samples:
    try:
        return blocks.get(timeout=SILENCE_S)
    except queue.Empty:
        raise LostError(f"the sound card was silent for {SILENCE_S} s") from None


def available() -> bool:
    """Return whether PortAudio can be used at all."""
    try:
        _library()
    except LostError:
        return False
    return True


def _library() -> ModuleType:
    try:
        import sounddevice
    except OSError as error:
        raise LostError(f"{error} (Debian: apt-get install libportaudio2)") from error
    library: ModuleType = sounddevice
    return library
