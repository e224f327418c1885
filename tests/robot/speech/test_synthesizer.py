"""Against the real espeak-ng, and against programs that misbehave."""

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ
from robot.speech import synthesizer
from robot.speech.sentences import SENTENCES
from robot.speech.synthesizer import SynthesizerError, installed, synthesize
from robot.speech.wave import LONGEST_S

pytestmark = pytest.mark.long

PROGRAM = installed() or ""


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "espeak-ng"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


async def test_every_fixed_phrase_is_spoken_in_both_languages() -> None:
    for sentences in SENTENCES.values():
        spoken = [await synthesize(PROGRAM, words, lang) for lang, words in sentences.items()]
        assert all(0.4 < len(sound) / SAMPLE_HZ < 4 for sound in spoken)


async def test_a_longer_sentence_takes_longer_and_another_language_sounds_different() -> None:
    short = await synthesize(PROGRAM, "Ja.", "de")
    long = await synthesize(PROGRAM, "Ich sehe die Tafel nicht.", "de")
    english = await synthesize(PROGRAM, "Ja.", "en")
    assert len(long) > 1.5 * len(short)
    assert len(english) != len(short) or not np.array_equal(english, short)


@pytest.mark.parametrize(
    "words",
    [
        "-v en --path=/tmp; $(touch x) `id` | & <voice name='x'>",
        "'\"\\",
        "🙂" * 80,
        "漢字 Ω Ж",
        "1234567890" * 8,
        "W" * 80,
    ],
)
async def test_no_words_are_a_command_or_too_long(words: str) -> None:
    sound = await synthesize(PROGRAM, words, "de")
    assert 0 < len(sound) <= LONGEST_S * SAMPLE_HZ


async def test_words_without_a_sound_are_an_error() -> None:
    with pytest.raises(SynthesizerError, match="silence"):
        await synthesize(PROGRAM, "...", "de")


async def test_the_words_stand_in_no_command_line_and_in_no_variable(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    spy = program(
        tmp_path,
        f'tr "\\0" " " </proc/$$/cmdline >{seen}; env >>{seen}; ulimit -a >>{seen}; '
        f"pwd >>{seen}; cat >{tmp_path}/stdin; exit 3",
    )
    with pytest.raises(SynthesizerError, match="ended with 3"):
        await synthesize(spy, "Geheimnis", "de")
    assert "Geheimnis" not in seen.read_text()
    assert "HOME=/nonexistent" in seen.read_text()
    assert os.environ["PATH"] not in seen.read_text()
    assert (tmp_path / "stdin").read_text() == "Geheimnis"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("cat >/dev/null; while :; do :; done", "no answer|ended with -", id="hangs"),
        pytest.param("cat >/dev/null; exec yes", "no sound", id="floods"),
        pytest.param("exit 1", "ended with 1|went away", id="does not listen"),
        pytest.param("cat >/dev/null; echo hello", "no sound", id="says something else"),
        pytest.param("cat >/dev/null; kill -9 $$", "ended with -9", id="is killed"),
    ],
)
async def test_a_program_that_misbehaves_is_an_error_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, what: str
) -> None:
    monkeypatch.setattr(synthesizer, "DEADLINE_S", 1.0)
    with pytest.raises(SynthesizerError, match=what):
        await synthesize(program(tmp_path, text), "Hallo", "de")


async def test_the_limits_hold_before_the_words_are_there(tmp_path: Path) -> None:
    limits = tmp_path / "limits"
    spy = program(tmp_path, f"cat >/dev/null; cat /proc/self/limits >{limits}; exit 1")
    with pytest.raises(SynthesizerError):
        await synthesize(spy, "Hallo", "de")
    rows = {line[:26].strip(): line[26:].split() for line in limits.read_text().splitlines()}
    assert rows["Max cpu time"][:2] == ["4", "4"]
    assert rows["Max address space"][0] == str(256 * 1024 * 1024)
    assert rows["Max core file size"][0] == "0"
    assert rows["Max open files"][0] == "32"


async def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SynthesizerError, match="cannot be started"):
        await synthesize(str(tmp_path / "none"), "Hallo", "de")


async def test_nothing_that_was_said_stands_in_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(SynthesizerError) as failed:
        await synthesize(program(tmp_path, "exit 2"), "Geheimnis", "de")
    assert "Geheimnis" not in caplog.text + str(failed.value)
