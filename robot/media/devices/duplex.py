"""One sound card with a speaker and a microphone in one body, so that no echo goes back.

Both run on one stream and one clock while the microphone is wanted: what was
written to the speaker is then known to the sample. While it is not wanted, the
card's input is closed, and the speaker goes on alone.

    card's callback ──► take, limit, write ──┐
                   └──► (near, far) ─► queue ┴─► microphone's thread: Strip ─► sounds
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence

from robot.media.devices import portaudio
from robot.media.devices.reopening import (
    RETRY_S,
    LostError,
    OnEvent,
    Running,
    StuckError,
    Work,
    keep_open,
)
from robot.media.echo import webrtc
from robot.media.echo.canceller import EchoCanceller, MicrophoneChain
from robot.media.echo.limiter import Voice
from robot.media.types.cells import Samples, SoundFanout
from robot.media.types.mono import Cutter
from robot.media.types.spec import EchoMode, SourceNotice

logger = logging.getLogger(__name__)

STEPS_WAITING = 20
"""200 ms: a microphone's thread that is held up for longer loses sound, and its echo with it."""

MOST_GAPS = 10
GAPS_STEPS = 6000
"""A card that leaves more gaps than this in a minute is not followed in time: each clicks, and
puts the echo at a new delay. It is opened anew, once, with longer buffers."""

PATIENT_S = 0.1

POLL_S = 0.1
CLOSE_S = 5.0
"""A stream that does not close in so long holds the microphone: the process must end."""

OnNotice = Callable[[SourceNotice], None]
Load = Callable[[], EchoCanceller]


class SoundCard:
    """A card that is played on by one thread, and heard by another while it is wanted.

    Args:
        device: Of PortAudio: a part of the card's name, or empty for the default.
        voice: What is played, at its final loudness.
        mode: How the echo is taken out; not `off`.
        on_notice: Told, on the loop's thread, what a technician should know.
        load: Makes the canceller for `software`.
    """

    def __init__(
        self,
        device: str,
        voice: Voice,
        mode: EchoMode,
        on_notice: OnNotice,
        load: Load = webrtc.WebRtc,
    ) -> None:
        self._device = device
        self._voice = voice
        self._mode = mode
        self._on_notice = on_notice
        self._load = load
        self._lock = threading.Lock()
        self._wanted: _Ear | None = None
        self._open: _Ear | None = None
        self._latency: portaudio.Latency = "low"

    async def run_speaker(self, on_event: OnEvent, *, retry_s: Sequence[float] = RETRY_S) -> None:
        """Play the voice until cancelled, as `robot.media.devices.speakers.run_speaker` does."""
        await keep_open("speaker", self._play, on_event, retry_s)

    async def run_microphone(
        self, sounds: SoundFanout, on_event: OnEvent, *, retry_s: Sequence[float] = RETRY_S
    ) -> None:
        """Give the sound without its echo until cancelled, as `run_microphone` does.

        Works while `run_speaker` runs. When this returns, the card's input is closed.
        """
        await keep_open("microphone", self._hearing(sounds), on_event, retry_s)

    # ---- the speaker's thread

    def _play(self, running: Running) -> None:
        while not running.stopping():
            with self._lock:
                ear = self._open = self._wanted
            if ear is None:
                portaudio.play(running, self._device, self._voice, lambda: self._wanted is not None)
            else:
                self._play_and_hear(running, ear)

    def _play_and_hear(self, running: Running, ear: "_Ear") -> None:
        """Serve both; where that fails, only the microphone is lost, and the speaker goes on."""
        patient = self._latency == PATIENT_S
        try:
            portaudio.play_and_hear(
                running,
                self._device,
                self._voice,
                ear.put,
                lambda: self._wanted is not ear or (ear.gaps > MOST_GAPS and not patient),
                self._latency,
            )
        except LostError as error:
            ear.lost = str(error)
        with self._lock:
            self._open = None
            if self._wanted is ear and not ear.lost and not running.stopping():
                logger.warning("the sound card leaves gaps: its buffers are made longer")
                self._latency = PATIENT_S
                return  # to be opened anew
            if self._wanted is ear:
                self._wanted = None
                ear.lost = ear.lost or "the speaker ended"
        ear.closed.set()

    # ---- the microphone's thread

    def _hearing(self, sounds: SoundFanout) -> Work:
        return lambda running: self._hear(running, sounds)

    def _hear(self, running: Running, sounds: SoundFanout) -> None:
        def notice(text: str) -> None:
            running.tell(lambda: self._on_notice(SourceNotice("microphone", text)))

        strip = MicrophoneChain(self._mode, self._load, notice)
        cutter = Cutter(sounds)
        ear = _Ear()
        with self._lock:
            self._wanted = ear
        try:
            for near, far in ear.steps(running):
                cutter.put(strip.process(near, far))
                running.working()
        finally:
            self._close(ear)

    def _close(self, ear: "_Ear") -> None:
        with self._lock:
            if self._wanted is ear:
                self._wanted = None
            opened = self._open is ear
        if opened and not ear.closed.wait(CLOSE_S):
            raise StuckError("microphone: the sound card does not close")
        if ear.dropped:
            logger.warning("microphone: %d ms were not worked off in time", ear.dropped * 10)


class _Ear:
    """Where the card's callback leaves what it heard, and what it played meanwhile."""

    def __init__(self) -> None:
        self._steps: queue.Queue[tuple[Samples, Samples]] = queue.Queue(STEPS_WAITING)
        self.closed = threading.Event()
        self.lost = ""
        self.dropped = 0
        self.gaps = 0
        self._heard = 0

    def put(self, near: Samples, far: Samples, gap: bool) -> None:
        """Leave 10 ms; both or neither, so that they stay together."""
        self._heard += 1
        if self._heard % GAPS_STEPS == 0:
            self.gaps = 0
        self.gaps += gap
        try:
            self._steps.put_nowait((near, far))
        except queue.Full:
            self.dropped += 1

    def steps(self, running: Running) -> Iterator[tuple[Samples, Samples]]:
        """Yield step by step until told to stop.

        Raises:
            LostError: Nothing comes any more.
        """
        silent_s = 0.0
        while not running.stopping():
            try:
                step = self._steps.get(timeout=POLL_S)
            except queue.Empty:
                silent_s += POLL_S
                if self.lost or silent_s > portaudio.SILENCE_S * 2:
                    raise LostError(self.lost or "the sound card gives nothing") from None
                continue
            silent_s = 0.0
            yield step
