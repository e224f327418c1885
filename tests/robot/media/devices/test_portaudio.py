import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from robot.media.devices import portaudio
from robot.media.devices.microphones import run_microphone
from robot.media.devices.speakers import run_speaker
from robot.media.types.cells import BLOCK_SAMPLES, Samples, SoundFanout
from robot.media.types.spec import parse_microphone, parse_speaker
from robot.media.voice.voice import VoiceIn
from tests.robot.media.card_clock import CardClock
from tests.robot.media.live import Told, running


class SimulatedPortAudioError(Exception):
    pass


class SimulatedStream(CardClock):
    """A sound card whose clock is a thread; `USB` exists, `off` never beats."""

    opened: list["SimulatedStream"]

    def __init__(self, *, device: str | None, callback: Callable[..., None], **form: Any) -> None:
        if device not in (None, "USB", "off"):
            raise SimulatedPortAudioError(f"no device {device}")
        super().__init__()
        self.form = form
        self._silent = device == "off"
        self._callback = callback
        self.played: list[np.ndarray[Any, Any]] = []
        SimulatedStream.opened.append(self)

    def _beat(self) -> None:
        while not self._stop.wait(0.001):
            data = np.full((self.form["blocksize"], 1), 321, np.int16)
            if not self._silent:
                self._callback(data, len(data), None, None)
                self.played.append(data)


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> list[SimulatedStream]:
    library: Any = ModuleType("sounddevice")
    library.PortAudioError = SimulatedPortAudioError
    library.InputStream = library.OutputStream = SimulatedStream
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    SimulatedStream.opened = []
    return SimulatedStream.opened


async def test_a_card_is_heard_in_blocks_and_closed(card: list[SimulatedStream]) -> None:
    sounds, told = SoundFanout(), Told()
    queue = sounds.subscribe()
    async with running(run_microphone(parse_microphone("portaudio:USB"), sounds, told)):
        block = await queue.get()
    assert (block.samples == 321).all()
    assert len(block.samples) == BLOCK_SAMPLES
    assert (card[0].form["channels"], card[0].form["samplerate"]) == (1, 48_000)
    assert card[0].closed
    assert told.silent


class Humming(VoiceIn):
    def take(self, count: int) -> Samples:
        return np.full(count, 4000, np.int16)


async def test_a_card_plays_the_voice_by_its_own_clock(card: list[SimulatedStream]) -> None:
    told = Told()

    async with running(run_speaker(parse_speaker("portaudio:"), Humming(), told)):
        from tests.robot.media.devices.test_speakers import until

        await until(lambda: bool(card) and len(card[0].played) > 2)
    assert all((part == 4000).all() for part in card[0].played)
    assert card[0].closed
    assert told.silent


@pytest.mark.parametrize(
    ("device", "text"),
    [("nowhere", "sound card nowhere is not there: plug it in"), ("off", "silent for 0.01 s")],
)
async def test_a_card_that_is_missing_or_dead_is_told(
    card: list[SimulatedStream], device: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.01)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.01)
    for part in ("microphone", "speaker"):
        told = Told()
        work = (
            run_microphone(parse_microphone(f"portaudio:{device}"), SoundFanout(), told)
            if part == "microphone"
            else run_speaker(parse_speaker(f"portaudio:{device}"), VoiceIn(), told)
        )
        async with running(work):
            lost = await told.next()
        assert lost.part == part
        assert text in lost.text
    assert all(stream.closed for stream in card)
    # What a card that is suspended was given is never played: nobody may wait for that.
    assert all(stream.aborted for stream in card)


def test_a_card_that_wakes_up_is_given_longer_for_its_first_beat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(portaudio, "_first_of", lambda _waiting, most_s: waited.append(most_s))
    beats = portaudio.CallbackBeats()
    for _ in range(3):
        beats.wait()
    assert waited == [portaudio.WAKE_S, portaudio.SILENCE_S, portaudio.SILENCE_S]
    assert portaudio.WAKE_S > 2 * portaudio.SILENCE_S
