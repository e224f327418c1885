"""Phrases aloud: one is spoken, and at most one waits."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bridge.protocol.fields import PhraseLanguage
from robot.media.types.cells import Samples
from robot.media.voice.saying import Saying
from robot.speech.synthesizer import SynthesizerError

log = logging.getLogger(__name__)

PROBE = "Ja."
"""Words that are synthesized, and not played, to see whether it works."""

Synthesize = Callable[[str, PhraseLanguage], Awaitable[Samples]]


@dataclass(frozen=True)
class _Wanted:
    words: str
    language: PhraseLanguage


class Speech:
    """Speaks phrases into the class's speaker.

    Args:
        synthesize: Returns the sound of words; None where no synthesizer is installed.
        saying: Plays it.
    """

    def __init__(self, synthesize: Synthesize | None, saying: Saying) -> None:
        self._synthesize = synthesize
        self._saying = saying
        self._wanted: _Wanted | None = None
        self._news = asyncio.Event()
        self._hushes = 0
        self.can_speak = False
        """A synthesizer is installed and works; known after `prepare`."""

    async def prepare(self) -> None:
        """See once whether there is a voice, and say so."""
        if self._synthesize is None:
            log.warning("speech: no synthesizer is installed; phrases are shown, not spoken")
            return
        try:
            await self._synthesize(PROBE, "de")
        except SynthesizerError as error:
            log.warning("speech: the synthesizer %s; phrases are shown, not spoken", error)
            return
        self.can_speak = True
        log.info("speech: phrases are spoken")

    def say(self, words: str, language: PhraseLanguage) -> None:
        """Speak these words soon; they take the place of those that wait."""
        self._wanted = _Wanted(words, language)
        self._news.set()

    def hush(self) -> None:
        """Be silent at once, and forget what waits."""
        self._wanted = None
        self._hushes += 1
        self._saying.hush()

    async def run(self) -> None:
        """Speak what is wanted, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            wanted, self._wanted = self._wanted, None
            if wanted is None or self._synthesize is None:
                continue
            hushes = self._hushes
            try:
                sound = await self._synthesize(wanted.words, wanted.language)
            except SynthesizerError as error:
                log.warning("speech: a phrase could not be spoken: %s", error)
                continue
            if hushes == self._hushes:
                self._saying.say(sound)
