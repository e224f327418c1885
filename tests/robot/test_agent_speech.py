"""Phrases that the robot speaks, as the class hears them from its speaker."""

from pathlib import Path

import numpy as np
import pytest

from bridge.protocol.board import SayPhrase
from bridge.protocol.fields import PhraseLanguage
from bridge.protocol.presence import Snapshot
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.presence.loudness import USUAL, gain
from robot.speech.sentences import SENTENCES
from robot.speech.synthesizer import installed, synthesize
from tests.robot.played import samples_of
from tests.robot.schools import School, lesson

pytestmark = pytest.mark.long

LONG = "Ich möchte euch gern erzählen, was ich heute früh am Fenster gesehen habe, ja?"
ALIKE = 0.98
SOON_S = 0.8
"""Time in which the earcon of a pause is over."""


async def spoken(words: str, language: PhraseLanguage = "de") -> Samples:
    return await synthesize(installed() or "", words, language)


def is_in(wav: Path, phrase: Samples) -> bool:
    """Return whether this phrase is in the file, at the usual volume."""
    played, wanted = (
        samples_of(wav).astype(float),
        phrase.astype(float) * gain(USUAL, whisper=False),
    )
    if len(played) < len(wanted):
        return False
    size = 1 << (len(played) + len(wanted)).bit_length()
    found = np.fft.irfft(np.fft.rfft(played, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return bool(found[: len(played)].max() > ALIKE * np.dot(wanted, wanted))


async def silent_from(one: School, wav: Path, start: int) -> None:
    """Wait for what the class hears after this and its earcon; it must be silent."""
    after = start + round(SOON_S * SAMPLE_HZ)
    await one.room.until(lambda: len(samples_of(wav)) > after + SAMPLE_HZ // 2)
    assert not samples_of(wav)[after:].any()


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_phrase_aloud_is_heard_in_the_class_and_lights_the_robot(
    tmp_path: Path, language: PhraseLanguage
) -> None:
    wav = tmp_path / "class.wav"
    async with lesson(tmp_path, speaker=f"file:{wav}") as (one, child):
        await child.hears(Snapshot, lambda p: p.can_speak and p.rights.speech == "on")
        child.say(SayPhrase, number=1, kind="no_board", aloud=True, language=language)
        await one.room.shows("speaking")
        phrase = await spoken(SENTENCES["no_board"][language], language)
        await one.room.until(lambda: is_in(wav, phrase))
        told = await child.hears(Snapshot, lambda p: p.phrase is not None)
        assert told.phrase is not None
        assert told.phrase.aloud
        await one.room.shows("present")


async def test_a_phrase_that_is_only_shown_is_not_heard(tmp_path: Path) -> None:
    wav = tmp_path / "class.wav"
    async with lesson(tmp_path, speaker=f"file:{wav}") as (one, child):
        await child.hears(Snapshot, lambda p: p.can_speak)
        child.say(SayPhrase, number=1, kind="text", text=LONG)
        await child.hears(Snapshot, lambda p: p.phrase is not None)
        await silent_from(one, wav, len(samples_of(wav)))


async def test_the_class_cuts_a_phrase_off_with_its_button(tmp_path: Path) -> None:
    wav = tmp_path / "class.wav"
    async with lesson(tmp_path, speaker=f"file:{wav}") as (one, child):
        await child.hears(Snapshot, lambda p: p.can_speak)
        child.say(SayPhrase, number=1, kind="text", text=LONG, aloud=True)
        await one.room.shows("speaking")
        child.say(SayPhrase, number=2, kind="text", text=LONG, aloud=True)  # waits
        await child.hears(Snapshot, lambda p: p.phrase is not None and p.phrase.number == 2)
        one.room.press("pause")
        await child.hears(Snapshot, lambda p: p.paused_by == ("button",))
        await silent_from(one, wav, len(samples_of(wav)))
        assert not is_in(wav, await spoken(LONG))
        child.say(SayPhrase, number=3, kind="yes", aloud=True)  # while the class is closed
        closed = await child.hears(
            Snapshot, lambda p: p.phrase is not None and p.phrase.number == 3
        )
        assert closed.phrase is not None
        assert not closed.phrase.aloud
        await silent_from(one, wav, len(samples_of(wav)))


async def test_a_robot_without_a_synthesizer_says_so_and_shows_the_phrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("robot.speech.speech.installed", lambda: None)
    async with lesson(tmp_path) as (_, child):
        child.say(SayPhrase, number=1, kind="text", text="Geheimnis", aloud=True)
        told = await child.hears(Snapshot, lambda p: p.phrase is not None)
        assert told.phrase is not None
        assert (told.can_speak, told.rights.speech, told.phrase.aloud) == (False, "on", False)
    assert "phrases are shown, not spoken: espeak-ng is not installed" in caplog.text
    assert "Geheimnis" not in caplog.text
