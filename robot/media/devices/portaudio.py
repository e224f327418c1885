"""Sound cards through PortAudio, whose library is loaded only when such a card is named."""

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Literal, TypeVar

import numpy as np

from robot.media.devices.card_forms import (
    FORM,
    Form,
    Kind,
    Way,
    forms,
    is_about_form,
    not_listed,
    refusal,
)
from robot.media.devices.card_list import LIST
from robot.media.devices.reopening import LostError, Running
from robot.media.echo.limiter import Voice
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples, SoundFanout
from robot.media.types.mono import BlockCutter
from robot.media.types.resampling import Fifo, Resampler

log = logging.getLogger(__name__)

CHANGED = "the list of sound cards has changed, and is read anew"
STEP_SAMPLES = BLOCK_SAMPLES // 2
BLOCKS_WAITING = 10
SILENCE_S = 1.5
"""Time without a callback after which a card is lost."""

WAKE_S = 4.0
"""The same before the first callback: a card that a sound server has suspended wakes first.
PulseAudio may take 2 s until it asks for, or gives, the first block."""

Item = TypeVar("Item")

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
            blocks.put_nowait(mono_of(data))
        except queue.Full:
            return  # the reader is blocked: new sound is worth no more than what waits

    cutter = BlockCutter(sounds)
    with _opened(device, "InputStream", BLOCK_SAMPLES, on_block) as (form, changed):
        resample = Resampler(form.rate_hz, SAMPLE_HZ)
        patience_s = WAKE_S
        while not running.stopping() and not changed():
            cutter.put(resample(_first_of(blocks, patience_s)))
            patience_s = SILENCE_S
            running.working()
    if not running.stopping():
        raise LostError(CHANGED)


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
    pull = VoicePull(voice)

    def on_block(out: Any, frames: int, when: Any, status: Any) -> None:
        out[:] = pull.take(frames)[0].reshape(-1, 1)
        beats.beat()

    with _opened(device, "OutputStream", STEP_SAMPLES, on_block, started=pull.form) as opened:
        while not running.stopping() and not ends() and not opened[1]():
            beats.wait()
            running.working()
    if opened[1]() and not running.stopping():
        raise LostError(CHANGED)


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
    pull = VoicePull(voice)
    steps = Steps(on_step)

    def started(form: Form) -> None:
        pull.form(form)
        steps.form(form)

    def on_block(data: Any, out: Any, frames: int, when: Any, status: Any) -> None:
        written, played = pull.take(frames)
        out[:] = written.reshape(-1, 1)
        steps.put(mono_of(data), played, bool(status))
        beats.beat()

    with _opened(device, "Stream", STEP_SAMPLES, on_block, latency, started) as opened:
        while not running.stopping() and not ends() and not opened[1]():
            beats.wait()
            running.working()
    if opened[1]() and not running.stopping():
        raise LostError(CHANGED)


def mono_of(data: Any) -> Samples:
    """Return one channel: both of a stereo card, the first of an array of microphones."""
    if data.shape[1] == 2:
        return np.asarray((data[:, 0].astype(np.int32) + data[:, 1]) // 2, dtype=np.int16)
    return np.array(data[:, 0], dtype=np.int16)


class VoicePull:
    """The voice at the card's own rate."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._same = True
        self._resample = Resampler(SAMPLE_HZ, SAMPLE_HZ)
        self._ready = Fifo()

    def form(self, form: Form) -> None:
        """Take in the form of the stream that is about to start."""
        self._same = form.rate_hz == SAMPLE_HZ
        self._resample = Resampler(SAMPLE_HZ, form.rate_hz)
        self._ready = Fifo()

    def take(self, count: int) -> tuple[Samples, Samples]:
        """Return samples for the card, and the voice at 48 kHz that was taken for them."""
        if self._same:
            samples = self._voice.take(count)
            return samples, samples
        taken: list[Samples] = []
        while len(self._ready) < count:
            taken.append(self._voice.take(STEP_SAMPLES))
            self._ready.put(self._resample(taken[-1]))
        none: Samples = np.zeros(0, np.int16)
        return self._ready.take(count), np.concatenate(taken) if taken else none


class Steps:
    """Steps of 10 ms of both directions at 48 kHz, side by side."""

    def __init__(self, on_step: Callable[[Samples, Samples, bool], None]) -> None:
        self._on_step = on_step
        self._resample = Resampler(SAMPLE_HZ, SAMPLE_HZ)
        self._near, self._far = Fifo(), Fifo()
        self._gap = False

    def form(self, form: Form) -> None:
        """Take in the form of the stream that is about to start."""
        self._resample = Resampler(form.rate_hz, SAMPLE_HZ)
        self._near, self._far = Fifo(), Fifo()

    def put(self, near: Samples, far: Samples, gap: bool) -> None:
        """Take what was recorded, at the card's rate, and what was played, at 48 kHz."""
        self._gap |= gap
        self._near.put(self._resample(near))
        self._far.put(far)
        while len(self._near) >= STEP_SAMPLES and len(self._far) >= STEP_SAMPLES:
            self._on_step(self._near.take(STEP_SAMPLES), self._far.take(STEP_SAMPLES), self._gap)
            self._gap = False


class CallbackBeats:
    """Signal from a card's callback, which never waits, to a thread."""

    def __init__(self) -> None:
        self._queue: queue.Queue[None] = queue.Queue(BLOCKS_WAITING)
        self._patience_s = WAKE_S

    def beat(self) -> None:
        """Signal that the callback ran; from the card's thread."""
        if not self._queue.full():
            self._queue.put_nowait(None)

    def wait(self) -> None:
        """Wait for the next beat.

        Raises:
            LostError: It did not come.
        """
        _first_of(self._queue, self._patience_s)
        self._patience_s = SILENCE_S


@contextmanager
def _opened(
    device: str,
    kind: Kind,
    step_samples: int,
    on_block: Callable[..., None],
    latency: Latency = "low",
    started: Callable[[Form], None] = lambda form: None,
) -> Iterator[tuple[Form, Callable[[], bool]]]:
    """Keep a stream of this kind open, in the first form that the card knows.

    Args:
        started: Called with the form before the stream starts.

    Yields:
        The form, and what tells that the list of cards has changed.

    Raises:
        LostError: It cannot be opened, or gave up.
    """
    library = _library()
    try:
        with LIST.held(library, device) as changed:
            try:
                form, stream = _made(library, device, kind, step_samples, on_block, latency)
            except LostError:
                LIST.miss()
                raise
            started(form)
            with stream:
                try:
                    yield form, changed
                except LostError:
                    # Its end would wait until all is played, for ever on a card that is suspended.
                    stream.abort()
                    raise
    except (library.PortAudioError, ValueError) as error:
        raise LostError(refusal(device, str(error))) from error


def _made(
    library: ModuleType,
    device: str,
    kind: Kind,
    step_samples: int,
    on_block: Callable[..., None],
    latency: Latency,
) -> tuple[Form, Any]:
    """Return a stream that the card agrees to, not yet started.

    Raises:
        LostError: It agrees to none, or there is no such card.
    """
    first = ""
    for form in forms(kind):
        try:
            stream = getattr(library, kind)(
                samplerate=form.rate_hz,
                blocksize=step_samples * form.rate_hz // SAMPLE_HZ,
                device=device or None,
                channels=form.channels,
                dtype="int16",
                latency=latency,
                callback=on_block,
            )
        except (library.PortAudioError, ValueError) as error:
            first = first or str(error)
            if not is_about_form(str(error)):
                raise LostError(refusal(device, str(error))) from error
        else:
            if form != FORM:
                log.info("sound card %s: %s", device or "by default", form.spelled())
            return form, stream
    raise LostError(refusal(device, first))


def _first_of(waiting: "queue.Queue[Item]", patience_s: float) -> Item:
    try:
        return waiting.get(timeout=patience_s)
    except queue.Empty:
        raise LostError(f"the sound card was silent for {patience_s} s") from None


def listed(device: str, way: Way) -> str:
    """Return the full name of a card in PortAudio's list; it is not opened.

    Raises:
        LostError: It is not there, or cannot do this, or nothing can tell.
    """
    library = _library()
    with LIST.held(library, device):
        try:
            return str(library.query_devices(device or None, way)["name"])
        except (library.PortAudioError, ValueError) as error:
            LIST.miss()
            named = [one for one in library.query_devices() if one[f"max_{way}_channels"] > 0]
            raise LostError(not_listed(device, way, [one["name"] for one in named])) from error


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
