"""Phrases aloud: one is spoken, and at most one waits."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import numpy as np

from bridge.protocol.fields import PhraseKind, PhraseLanguage
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.saying import Saying
from robot.speech.sentences import sentence
from robot.speech.synthesizer import PROGRAM, SynthesizerError, installed, synthesize

log = logging.getLogger(__name__)

PROBE = "Ja."
"""Words that are synthesized, and not played, to see whether it works."""

Synthesize = Callable[[str, PhraseLanguage], Awaitable[Samples]]


@dataclass(frozen=True)
class _Wanted:
    words: str
    language: PhraseLanguage
    after_s: float = 0.0


class Speech:
    """Speaks phrases into the class's speaker.

    Args:
        synthesize: Returns the sound of words; a text says why there is none.
        saying: Plays it.
        tell: Called once with why phrases cannot be spoken; with an empty text if they can.
    """

    def __init__(
        self, synthesize: Synthesize | str, saying: Saying, tell: Callable[[str], None]
    ) -> None:
        self._synthesize = synthesize
        self._saying = saying
        self._tell = tell
        self._wanted: _Wanted | None = None
        self._news = asyncio.Event()
        self._stops = 0

    def speak(
        self, kind: PhraseKind, text: str, language: PhraseLanguage, after_s: float = 0.0
    ) -> None:
        """Speak this phrase soon; it takes the place of one that waits.

        Args:
            after_s: Silence before it, for a sound that is played at the same time.
        """
        self._wanted = _Wanted(sentence(kind, text, language), language, after_s)
        self._news.set()

    def stop(self) -> None:
        """Be silent at once, and forget what waits."""
        self._wanted = None
        self._stops += 1
        self._saying.hush()

    async def run(self) -> None:
        """Try whether there is a voice, then speak what is wanted, until cancelled."""
        lacks = await self._lacks()
        if lacks:
            log.warning("speech: phrases are shown, not spoken: %s", lacks)
        else:
            log.info("speech: phrases are spoken by %s", PROGRAM)
        self._tell(lacks)
        while True:
            await self._news.wait()
            self._news.clear()
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                await self._say(wanted)

    async def _lacks(self) -> str:
        if isinstance(self._synthesize, str):
            return self._synthesize
        try:
            await self._synthesize(PROBE, "de")
        except SynthesizerError as error:
            return f"{PROGRAM} {error}"
        return ""

    async def _say(self, wanted: _Wanted) -> None:
        if isinstance(self._synthesize, str):
            return
        stops = self._stops
        try:
            sound = await self._synthesize(wanted.words, wanted.language)
        except SynthesizerError as error:
            log.warning("speech: a phrase could not be spoken: %s", error)
            return
        if stops == self._stops:
            before = np.zeros(round(wanted.after_s * SAMPLE_HZ), sound.dtype)
            self._saying.say(np.concatenate((before, sound)) if len(before) else sound)


def find_voice(wanted: bool) -> Synthesize | str:
    """Return what synthesizes phrases, or why there is nothing.

    Args:
        wanted: False if the configuration switches it off.
    """
    if not wanted:
        return "sound.phrases is false"
    program = installed()
    if program is None:
        return f"{PROGRAM} is not installed"
    return functools.partial(synthesize, program)
