import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from bridge.protocol.fields import PhraseLanguage
from robot.media.types.cells import Samples
from robot.media.voice.saying import Saying
from robot.speech.speech import Speech, find_voice
from robot.speech.synthesizer import SynthesizerError
from tests.deadline import WAIT_S
from tests.robot.listening import listening


class Silent:
    def take(self, count: int) -> Samples:
        return np.zeros(count, np.int16)


class Voice:
    """A synthesizer whose sound is a level for each phrase, and that may be held."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, PhraseLanguage]] = []
        self.may = asyncio.Event()
        self.may.set()
        self.fails = False
        self.done = asyncio.Event()

    async def __call__(self, words: str, language: PhraseLanguage) -> Samples:
        self.asked.append((words, language))
        self.done.set()
        await self.may.wait()
        if self.fails:
            raise SynthesizerError("ended with 1")
        return np.full(480, 100 * len(words), np.int16)

    async def asks(self, number: int) -> None:
        while len(self.asked) < number:
            self.done.clear()
            await self.done.wait()


class Listened(Saying):
    """Tells when something is there to be played."""

    def __init__(self) -> None:
        super().__init__(Silent())
        self.given = asyncio.Event()

    def say(self, phrase: Samples) -> None:
        super().say(phrase)
        self.given.set()

    async def next(self) -> int:
        """Wait for a phrase and play it; return the level of its samples."""
        if not self.busy:
            self.given.clear()
            await self.given.wait()
        return int(self.take(480).max())


@asynccontextmanager
async def speaking(
    voice: Voice | str, told: list[str] | None = None
) -> AsyncIterator[tuple[Speech, Listened]]:
    """A robot that has tried its voice and forgotten that."""
    saying = Listened()
    tried = asyncio.Event()

    def tell(lacks: str) -> None:
        if told is not None:
            told.append(lacks)
        tried.set()

    speech = Speech(voice, saying, tell)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(speech.run())
        await tried.wait()
        if isinstance(voice, Voice):
            voice.asked.clear()
        yield speech, saying
        running.cancel()


async def test_a_phrase_is_spoken_in_its_language() -> None:
    voice = Voice()
    async with speaking(voice) as (speech, saying):
        speech.speak("text", "Hi", "en")
        assert await saying.next() == 200
    assert voice.asked == [("Hi", "en")]


async def test_at_most_one_waits_and_that_is_the_newest() -> None:
    voice = Voice()
    async with speaking(voice) as (speech, saying):
        voice.may.clear()
        speech.speak("text", "a", "de")
        await voice.asks(1)
        for words in ("bb", "ccc", "dddd"):
            speech.speak("text", words, "de")
        voice.may.set()
        assert await saying.next() == 100
        assert await saying.next() == 400
        assert not saying.busy
    assert [words for words, _ in voice.asked] == ["a", "dddd"]


async def test_a_hush_also_ends_what_is_just_being_made() -> None:
    voice = Voice()
    async with speaking(voice) as (speech, saying):
        voice.may.clear()
        speech.speak("text", "a", "de")
        await voice.asks(1)
        speech.speak("text", "bb", "de")
        speech.stop()
        voice.may.set()
        speech.speak("text", "ccc", "de")
        assert await saying.next() == 300
    assert [words for words, _ in voice.asked] == ["a", "ccc"]


async def test_a_failure_is_said_without_the_words_and_the_next_phrase_is_spoken(
    caplog: pytest.LogCaptureFixture,
) -> None:
    voice = Voice()
    with listening("robot.speech.speech") as log:
        async with speaking(voice) as (speech, saying):
            voice.fails = True
            speech.speak("text", "Geheimnis", "de")
            await log.hears("could not be spoken")
            voice.fails = False
            speech.speak("text", "bb", "de")
            assert await saying.next() == 200
    assert "Geheimnis" not in caplog.text


async def test_a_robot_without_a_synthesizer_says_why_and_is_silent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[str] = []
    async with speaking("it is not there", told) as (speech, saying):
        speech.speak("text", "Hallo", "de")
        await asyncio.sleep(0)
        assert not saying.busy
    assert told == ["it is not there"]
    assert "phrases are shown, not spoken: it is not there" in caplog.text


@pytest.mark.parametrize("works", [True, False])
async def test_a_first_try_that_nobody_hears_shows_whether_it_can_speak(works: bool) -> None:
    told: list[str] = []
    voice = Voice()
    voice.fails = not works
    async with speaking(voice, told) as (_, saying):
        assert not saying.busy
    assert told == ["" if works else "espeak-ng ended with 1"]


async def test_a_fixed_phrase_has_the_words_of_its_language() -> None:
    voice = Voice()
    async with speaking(voice) as (speech, saying):
        speech.speak("no_board", "", "en")
        await saying.next()
    assert voice.asked == [("I cannot see the board.", "en")]


def test_a_voice_is_found_unless_it_is_missing_or_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert callable(find_voice(wanted=True))
    assert find_voice(wanted=False) == "sound.phrases is false"
    monkeypatch.setenv("PATH", "/nonexistent")
    assert find_voice(wanted=True) == "espeak-ng is not installed"


async def test_a_phrase_can_wait_for_a_sound_to_end() -> None:
    async with speaking(Voice()) as (speech, saying):
        speech.speak("text", "Hallo", "de", after_s=0.01)
        assert await saying.next() == 0
        assert int(saying.take(480).max()) == 500
