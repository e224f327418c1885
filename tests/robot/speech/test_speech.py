import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from bridge.protocol.fields import PhraseLanguage
from robot.media.types.cells import Samples
from robot.media.voice.saying import Saying
from robot.speech.speech import Speech
from robot.speech.synthesizer import SynthesizerError
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
async def speaking(voice: Voice | None) -> AsyncIterator[tuple[Speech, Listened]]:
    saying = Listened()
    speech = Speech(voice, saying)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(speech.run())
        yield speech, saying
        running.cancel()


async def test_a_phrase_is_spoken_in_its_language() -> None:
    voice = Voice()
    async with speaking(voice) as (speech, saying):
        speech.say("Hi", "en")
        assert await saying.next() == 200
    assert voice.asked == [("Hi", "en")]


async def test_at_most_one_waits_and_that_is_the_newest() -> None:
    voice = Voice()
    voice.may.clear()
    async with speaking(voice) as (speech, saying):
        speech.say("a", "de")
        await voice.asks(1)
        for words in ("bb", "ccc", "dddd"):
            speech.say(words, "de")
        voice.may.set()
        assert await saying.next() == 100
        assert await saying.next() == 400
        assert not saying.busy
    assert [words for words, _ in voice.asked] == ["a", "dddd"]


async def test_a_hush_also_ends_what_is_just_being_made() -> None:
    voice = Voice()
    voice.may.clear()
    async with speaking(voice) as (speech, saying):
        speech.say("a", "de")
        await voice.asks(1)
        speech.say("bb", "de")
        speech.hush()
        voice.may.set()
        speech.say("ccc", "de")
        assert await saying.next() == 300
    assert [words for words, _ in voice.asked] == ["a", "ccc"]


async def test_a_failure_is_said_without_the_words_and_the_next_phrase_is_spoken(
    caplog: pytest.LogCaptureFixture,
) -> None:
    voice = Voice()
    voice.fails = True
    with listening("robot.speech.speech") as log:
        async with speaking(voice) as (speech, saying):
            speech.say("Geheimnis", "de")
            await log.hears("could not be spoken")
            voice.fails = False
            speech.say("bb", "de")
            assert await saying.next() == 200
    assert "Geheimnis" not in caplog.text


async def test_a_robot_without_a_synthesizer_says_so_once_and_is_silent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with speaking(None) as (speech, saying):
        await speech.prepare()
        speech.say("Hallo", "de")
        await asyncio.sleep(0)
        assert not speech.can_speak
        assert not saying.busy
    assert "no synthesizer is installed" in caplog.text


@pytest.mark.parametrize("works", [True, False])
async def test_the_first_try_shows_whether_it_can_speak(
    works: bool, caplog: pytest.LogCaptureFixture
) -> None:
    voice = Voice()
    voice.fails = not works
    async with speaking(voice) as (speech, saying):
        with caplog.at_level(logging.INFO):
            await speech.prepare()
        assert speech.can_speak is works
        assert not saying.busy
    assert ("phrases are spoken" in caplog.text) is works
