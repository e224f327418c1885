"""Sound card with speaker and microphone on one clock, for echo cancellation.

Both run on one stream and one clock while the microphone is needed: the sound written to
the speaker is then known to the sample. While it is not needed, the card's input is closed,
and the speaker goes on alone.

    card's callback ──► take, limit, write ──┐
                   └──► (near, far) ─► queue ┴─► microphone's thread: MicrophoneChain ─► sounds
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
from robot.media.types.mono import BlockCutter
from robot.media.types.spec import EchoMode, SourceNotice

logger = logging.getLogger(__name__)

STEPS_WAITING = 20
"""200 ms: a microphone's thread that is blocked for longer loses sound with its reference."""

MOST_GAPS = 10
GAPS_STEPS = 6000
"""Gaps per minute above which the card is reopened, once, with longer buffers: each gap clicks
and shifts the delay of the echo."""

PATIENT_S = 0.1

POLL_S = 0.1
CLOSE_S = 5.0
"""Time for a stream to close; after it, the process must end to release the microphone."""

OnNotice = Callable[[SourceNotice], None]
Load = Callable[[], EchoCanceller]


class SoundCard:
    """Card that one thread plays on, and another one records from while it is needed.

    Args:
        device: PortAudio's device: a part of the card's name, or empty for the default; or what
            returns it at each opening, for a card whose number changes.
        voice: Sound to play, at its final loudness.
        mode: Method of echo cancellation; not `off`.
        on_notice: Called on the loop's thread with notices for the technician.
        load: Factory of the canceller for `software`.
    """

    def __init__(
        self,
        device: str | Callable[[], str],
        voice: Voice,
        mode: EchoMode,
        on_notice: OnNotice,
        load: Load = webrtc.WebRtc,
    ) -> None:
        self._find = device if callable(device) else lambda: device
        self._voice = voice
        self._mode = mode
        self._on_notice = on_notice
        self._load = load
        self._lock = threading.Lock()
        self._wanted: _Capture | None = None
        self._open: _Capture | None = None
        self._latency: portaudio.Latency = "low"

    async def run_speaker(self, on_event: OnEvent, *, retry_s: Sequence[float] = RETRY_S) -> None:
        """Play the voice until cancelled, as `robot.media.devices.speakers.run_speaker` does."""
        await keep_open("speaker", self._play, on_event, retry_s)

    async def run_microphone(
        self, sounds: SoundFanout, on_event: OnEvent, *, retry_s: Sequence[float] = RETRY_S
    ) -> None:
        """Publish the sound without its echo until cancelled, as `run_microphone` does.

        Works while `run_speaker` runs. When this returns, the card's input is closed.
        """
        await keep_open("microphone", self._hearing(sounds), on_event, retry_s)

    # ---- the speaker's thread

    def _play(self, running: Running) -> None:
        while not running.stopping():
            with self._lock:
                capture = self._open = self._wanted
            if capture is None:
                portaudio.play(running, self._find(), self._voice, lambda: self._wanted is not None)
            else:
                self._play_and_hear(running, capture)

    def _play_and_hear(self, running: Running, capture: "_Capture") -> None:
        """Play and record; on failure only the microphone is lost, and the speaker goes on."""
        patient = self._latency == PATIENT_S
        try:
            portaudio.play_and_hear(
                running,
                self._find(),
                self._voice,
                capture.put,
                lambda: self._wanted is not capture or (capture.gaps > MOST_GAPS and not patient),
                self._latency,
            )
        except LostError as error:
            capture.lost = str(error)
            if capture.gaps:
                # Some drivers do not go on after an underrun of buffers that are too short.
                self._latency = PATIENT_S
        with self._lock:
            self._open = None
            if self._wanted is capture and not capture.lost and not running.stopping():
                logger.warning("the sound card leaves gaps: its buffers are made longer")
                self._latency = PATIENT_S
                return  # to be reopened
            if self._wanted is capture:
                self._wanted = None
                capture.lost = capture.lost or "the speaker ended"
        capture.closed.set()

    # ---- the microphone's thread

    def _hearing(self, sounds: SoundFanout) -> Work:
        return lambda running: self._hear(running, sounds)

    def _hear(self, running: Running, sounds: SoundFanout) -> None:
        def notice(text: str) -> None:
            running.tell(lambda: self._on_notice(SourceNotice("microphone", text)))

        chain = MicrophoneChain(self._mode, self._load, notice)
        cutter = BlockCutter(sounds)
        capture = _Capture()
        with self._lock:
            self._wanted = capture
        try:
            for near, far in capture.steps(running):
                cutter.put(chain.process(near, far))
                running.working()
        finally:
            self._close(capture)

    def _close(self, capture: "_Capture") -> None:
        with self._lock:
            if self._wanted is capture:
                self._wanted = None
            opened = self._open is capture
        if opened and not capture.closed.wait(CLOSE_S):
            raise StuckError("microphone: the sound card does not close")
        if capture.dropped:
            logger.warning("microphone: %d ms were not processed in time", capture.dropped * 10)


class _Capture:
    """Queue of recorded and simultaneously played steps, filled by the card's callback."""

    def __init__(self) -> None:
        self._steps: queue.Queue[tuple[Samples, Samples]] = queue.Queue(STEPS_WAITING)
        self.closed = threading.Event()
        self.lost = ""
        self.dropped = 0
        self.gaps = 0
        self._heard = 0

    def put(self, near: Samples, far: Samples, gap: bool) -> None:
        """Append 10 ms of both, or drop both, so that they stay aligned."""
        self._heard += 1
        if self._heard % GAPS_STEPS == 0:
            self.gaps = 0
        self.gaps += gap
        try:
            self._steps.put_nowait((near, far))
        except queue.Full:
            self.dropped += 1

    def steps(self, running: Running) -> Iterator[tuple[Samples, Samples]]:
        """Yield the steps until told to stop.

        Raises:
            LostError: No more sound arrives.
        """
        silent_s, patience_s = 0.0, portaudio.WAKE_S + portaudio.SILENCE_S
        while not running.stopping():
            try:
                step = self._steps.get(timeout=POLL_S)
            except queue.Empty:
                silent_s += POLL_S
                if self.lost or silent_s > patience_s:
                    raise LostError(self.lost or "the sound card gives nothing") from None
                continue
            silent_s, patience_s = 0.0, portaudio.SILENCE_S * 2
            yield step
