"""Sound cards through PortAudio; the library is looked for only when such a card is named."""

import queue
from types import ModuleType
from typing import Any

import numpy as np

from robot.media.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples, SoundFanout
from robot.media.mono import Cutter
from robot.media.reopening import LostError, Running
from robot.media.voice import VoiceQueue

BLOCKS_WAITING = 10
SILENCE_S = 1.5
"""A card whose callback did not come for so long is lost."""


def hear(running: Running, device: str, sounds: SoundFanout) -> None:
    """Give the card's sound to `sounds` until told to stop.

    Raises:
        LostError: No such card, or it gave up.
    """
    sounddevice = _library()
    blocks: queue.Queue[Samples] = queue.Queue(BLOCKS_WAITING)

    def on_block(data: Any, frames: int, when: Any, status: Any) -> None:
        try:
            blocks.put_nowait(np.array(data[:, 0], dtype=np.int16))
        except queue.Full:
            return  # the reader is held up: the sound of now is worth no more than that of then

    cutter = Cutter(sounds)
    try:
        with sounddevice.InputStream(
            samplerate=SAMPLE_HZ,
            blocksize=BLOCK_SAMPLES,
            device=device or None,
            channels=1,
            dtype="int16",
            latency="low",
            callback=on_block,
        ):
            while not running.stopping():
                cutter.put(_next(blocks))
                running.working()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise LostError(f"sound card {device or 'by default'}: {error}") from error


def play(running: Running, device: str, voice: VoiceQueue) -> None:
    """Play the voice on the card, in the rhythm of the card's own clock.

    Raises:
        LostError: No such card, or it gave up.
    """
    sounddevice = _library()
    beats: queue.Queue[Samples] = queue.Queue(BLOCKS_WAITING)
    beat: Samples = np.zeros(0, np.int16)

    def on_block(out: Any, frames: int, when: Any, status: Any) -> None:
        out[:, 0] = voice.take(frames)
        if not beats.full():
            beats.put_nowait(beat)

    try:
        with sounddevice.OutputStream(
            samplerate=SAMPLE_HZ,
            blocksize=BLOCK_SAMPLES // 2,
            device=device or None,
            channels=1,
            dtype="int16",
            latency="low",
            callback=on_block,
        ):
            while not running.stopping():
                _next(beats)
                running.working()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise LostError(f"sound card {device or 'by default'}: {error}") from error


def _next(blocks: "queue.Queue[Samples]") -> Samples:
    try:
        return blocks.get(timeout=SILENCE_S)
    except queue.Empty:
        raise LostError(f"the sound card was silent for {SILENCE_S} s") from None


def _library() -> ModuleType:
    try:
        import sounddevice
    except OSError as error:
        raise LostError(f"{error} (Debian: apt-get install libportaudio2)") from error
    library: ModuleType = sounddevice
    return library
