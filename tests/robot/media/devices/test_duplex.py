import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from robot.media.devices import duplex, portaudio, reopening
from robot.media.devices.duplex import SoundCard
from robot.media.devices.reopening import StuckError
from robot.media.echo.canceller import EchoCanceller, EchoError
from robot.media.types.cells import BLOCK_SAMPLES, Samples, SoundFanout
from robot.media.types.spec import SourceNotice
from tests.robot.media.card_clock import CardClock
from tests.robot.media.devices.test_speakers import until
from tests.robot.media.live import Told, running

pytestmark = pytest.mark.long

VOICE = 3000


class SimulatedPortAudioError(Exception):
    pass


class Card:
    """A card whose loudspeaker is heard by its microphone; can be pulled out, or fall silent."""

    def __init__(self) -> None:
        self.streams: list[Stream] = []
        self.out = self.no_input = self.silent = self.late = False
        self.gaps_left = 0

    @property
    def open(self) -> list[str]:
        return [stream.kind for stream in self.streams if not stream.closed]


class Stream(CardClock):
    """A stream of the card, whose clock is a thread."""

    def __init__(self, card: Card, kind: str, form: dict[str, Any]) -> None:
        if card.out or (card.no_input and kind != "OutputStream"):
            raise SimulatedPortAudioError("no such device")
        assert not card.open, "a card is opened once at a time"
        super().__init__()
        self.kind, self.form = kind, form
        self._card = card
        card.streams.append(self)

    def _beat(self) -> None:
        callback: Callable[..., None] = self.form["callback"]
        count = self.form["blocksize"]
        out = np.zeros((count, 1), np.int16)
        while not self._stop.wait(0.001):
            if self._card.silent:
                continue
            if self.kind == "Stream":
                gap = self._card.gaps_left > 0
                callback(out // 2, out, count, None, self._card.late or gap)
                self._card.gaps_left -= gap
            else:
                callback(out, count, None, None)


class Speaking:
    """A child that never stops."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self, count: int) -> Samples:
        self.taken += 1
        return np.full(count, VOICE, np.int16)


class Exact:
    """Knows the simulated room: the half of what was played one step before."""

    def __init__(self) -> None:
        self._last: Samples | None = None

    def process(self, near: Samples, far: Samples) -> Samples:
        assert len(near) == len(far) == BLOCK_SAMPLES // 2
        last, self._last = self._last, far
        return near - (last // 2 if last is not None else near)


def missing() -> EchoCanceller:
    raise EchoError("it is not there")


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    card = Card()
    library: Any = ModuleType("sounddevice")
    library.PortAudioError = SimulatedPortAudioError
    for kind in ("Stream", "InputStream", "OutputStream"):
        setattr(library, kind, lambda kind=kind, **form: Stream(card, kind, form))
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    # A busy machine holds up the simulated card, too: that is no silence.
    monkeypatch.setattr(portaudio, "SILENCE_S", 20.0)
    return card


class Bench:
    """A sound card under test, and what it told."""

    def __init__(self, load: Callable[[], EchoCanceller] = Exact) -> None:
        self.voice, self.sounds = Speaking(), SoundFanout()
        self.speaker, self.microphone = Told(), Told()
        self.notices: list[SourceNotice] = []
        self.card = SoundCard("USB", self.voice, "software", self.notices.append, load)

    def plays(self) -> Any:
        return running(self.card.run_speaker(self.speaker, retry_s=(0.0,)))

    def hears(self) -> Any:
        return running(self.card.run_microphone(self.sounds, self.microphone, retry_s=(0.0,)))

    async def block(self) -> Samples:
        return (await self.sounds.subscribe().get()).samples


async def test_the_voice_is_played_and_its_echo_not_heard(card: Card) -> None:
    bench = Bench()
    async with bench.plays(), bench.hears():
        queue = bench.sounds.subscribe()
        blocks = [(await queue.get()).samples for _ in range(20)]
    assert {len(block) for block in blocks} == {BLOCK_SAMPLES}
    assert not np.concatenate(blocks).any()
    [stream] = [stream for stream in card.streams if stream.kind == "Stream"]
    form = stream.form
    assert (form["samplerate"], form["blocksize"], form["channels"]) == (48_000, 480, 1)
    assert form["device"] == "USB"
    assert bench.speaker.silent
    assert bench.microphone.silent
    assert bench.notices == []


async def test_the_microphone_is_open_only_while_it_is_wanted(card: Card) -> None:
    bench = Bench()
    async with bench.plays():
        await until(lambda: card.open == ["OutputStream"])
        for _ in range(3):
            async with bench.hears():
                await bench.block()
                assert card.open == ["Stream"]
            assert "Stream" not in card.open
            taken = bench.voice.taken
            await until(lambda taken=taken: bench.voice.taken > taken)  # type: ignore[misc]
            assert card.open == ["OutputStream"]
    assert card.open == []


async def test_without_its_microphone_the_card_still_plays(card: Card) -> None:
    card.no_input = True
    bench = Bench()
    async with bench.plays(), bench.hears():
        lost = await bench.microphone.next()
        assert (lost.part, lost.lost) == ("microphone", True)
        assert "sound card USB is not there" in lost.text
        await until(lambda: card.open == ["OutputStream"])
        assert bench.speaker.silent
        card.no_input = False
        assert not (await bench.microphone.next()).lost
        await bench.block()


@pytest.mark.parametrize("fault", ["out", "silent"])
async def test_a_card_that_went_away_is_told_by_both_and_comes_back(
    card: Card, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.3)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.3)
    bench = Bench()
    async with bench.plays(), bench.hears():
        await bench.block()
        setattr(card, fault, True)
        if fault == "out":
            card.silent = True
        lost = await bench.microphone.next(), await bench.speaker.next()
        assert [event.lost for event in lost] == [True, True]
        card.out = card.silent = False
        back = await bench.microphone.next(), await bench.speaker.next()
        assert [event.lost for event in back] == [False, False]
        await bench.block()


async def test_a_card_that_leaves_gaps_gets_longer_buffers_and_is_heard_on(card: Card) -> None:
    card.late = True
    bench = Bench()
    async with bench.plays(), bench.hears():
        queue = bench.sounds.subscribe()
        while duplex.PATIENT_S not in [stream.form["latency"] for stream in card.streams]:
            await queue.get()
        for _ in range(duplex.MOST_GAPS * 2):
            await queue.get()
        assert card.open == ["Stream"]
    kinds = [stream.kind for stream in card.streams]
    assert kinds.count("Stream") == 2
    assert bench.speaker.silent
    assert bench.microphone.silent


async def test_a_card_that_falls_silent_after_a_gap_gets_longer_buffers(
    card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.3)
    bench = Bench()
    async with bench.plays(), bench.hears():
        await bench.block()
        card.gaps_left = 1
        await until(lambda: card.gaps_left == 0)
        card.silent = True
        assert (await bench.microphone.next()).lost
        card.silent = False
        assert not (await bench.microphone.next()).lost
        await bench.block()
    latencies = [stream.form["latency"] for stream in card.streams if stream.kind == "Stream"]
    assert latencies == ["low", duplex.PATIENT_S]


async def test_a_missing_library_is_told_in_words_and_the_sound_goes_on(card: Card) -> None:
    bench = Bench(missing)
    async with bench.plays(), bench.hears():
        await bench.block()
        await until(lambda: bool(bench.notices))
    assert bench.notices[0].part == "microphone"
    assert "not cancelled (it is not there)" in bench.notices[0].text
    assert bench.microphone.silent


async def test_a_microphone_without_a_speaker_to_run_with_is_told(
    card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.05)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.05)
    bench = Bench()
    async with bench.hears():
        lost = await bench.microphone.next()
    assert (lost.part, lost.text) == ("microphone", "the sound card gives nothing")


async def test_a_card_that_does_not_close_is_an_error(
    card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench()
    held = threading.Event()
    leave = Stream.__exit__

    def stuck(self: Stream, *error: Any) -> None:
        if self.kind == "Stream":
            held.wait()
        leave(self, *error)

    monkeypatch.setattr(Stream, "__exit__", stuck)
    async with bench.plays():
        # In a hurry for the microphone alone: the speaker may close on a busy machine.
        with monkeypatch.context() as hurried:
            hurried.setattr(reopening, "STOP_S", 0.05)
            async with asyncio.TaskGroup() as group:
                hearing = group.create_task(
                    catching(bench.card.run_microphone(bench.sounds, bench.microphone))
                )
                await bench.block()
                hearing.cancel()
        assert "does not close the device" in hearing.result()
        held.set()


async def catching(work: Coroutine[Any, Any, None]) -> str:
    try:
        await work
    except StuckError as error:
        return str(error)
    return ""


def test_a_callback_that_is_not_followed_loses_both_sides_of_a_step() -> None:
    ear = duplex._Capture()
    for number in range(duplex.STEPS_WAITING + 5):
        step = np.full(480, number, np.int16)
        ear.put(step, step, False)
    assert ear.dropped == 5
