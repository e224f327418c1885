"""One process of espeak-ng for each phrase, with limits.

The text goes through a pipe: never into the command line, a file or a log. The process finds no
home and no sound server, and its time, memory and output are bounded.
"""

import asyncio
import os
import resource
import shutil
import signal
from contextlib import suppress

from bridge.protocol.fields import PhraseLanguage
from robot.media.types.cells import Samples
from robot.speech.wave import MOST_BYTES, WaveError, samples_of

PROGRAM = "espeak-ng"
VOICES: dict[PhraseLanguage, str] = {"de": "de", "en": "en-gb"}
WORDS_A_MINUTE = 150
"""Chosen by measuring (docs/decisions/0036): slower than the 175 of the program."""

DEADLINE_S = 5.0
"""Longest time for one phrase: a Raspberry Pi needs less than a tenth of it."""
END_S = 1.0
"""Longest time for a killed process to be gone."""

MEBIBYTE = 1024 * 1024
LIMITS = {
    resource.RLIMIT_CPU: 4,
    resource.RLIMIT_AS: 256 * MEBIBYTE,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 32,
    # Its sound library reserves as much shared memory, although nothing is played there.
    resource.RLIMIT_FSIZE: 64 * MEBIBYTE,
}
"""Limits of the process, set before it gets the text."""

ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # Its sound library looks for a sound server at every start.
    "HOME": "/nonexistent",
    "PULSE_SERVER": "unix:/nonexistent",
}


class SynthesizerError(RuntimeError):
    """The phrase cannot be spoken; the text names no words of it."""


def installed() -> str | None:
    """Return the path of the synthesizer, or None if there is none."""
    return shutil.which(PROGRAM)


async def synthesize(program: str, words: str, language: PhraseLanguage) -> Samples:
    """Return the spoken words, mono at 48 kHz.

    Args:
        program: Path of espeak-ng.
        words: At most `sentences.MOST_CHARACTERS`, without control characters.
        language: Language in which they are spoken.

    Raises:
        SynthesizerError: It cannot be started, takes too long, fails, or gives no sound.
    """
    wave = await _output(program, words, language)
    try:
        # Half a million samples: not on the loop that answers the class.
        return await asyncio.to_thread(samples_of, wave)
    except WaveError as error:
        raise SynthesizerError(f"no sound: {error}") from error


async def _output(program: str, words: str, language: PhraseLanguage) -> bytes:
    try:
        child = await asyncio.create_subprocess_exec(
            *(program, "--stdin", "--stdout", "-b", "1"),
            *("-v", VOICES[language], "-s", str(WORDS_A_MINUTE)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise SynthesizerError(f"cannot be started: {error.strerror}") from error
    try:
        async with asyncio.timeout(DEADLINE_S):
            wave = await _talk(child, words)
            code = 0 if len(wave) == MOST_BYTES else await child.wait()
    except TimeoutError as error:
        raise SynthesizerError(f"no answer in {DEADLINE_S:g} s") from error
    except OSError as error:
        raise SynthesizerError(f"went away: {error.strerror}") from error
    finally:
        await _end(child)
    if code != 0:
        raise SynthesizerError(f"ended with {code}")
    return wave


async def _talk(child: asyncio.subprocess.Process, words: str) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    for limit, value in LIMITS.items():
        with suppress(ProcessLookupError):
            resource.prlimit(child.pid, limit, (value, value))
    child.stdin.write(words.encode())
    child.stdin.close()
    wave = bytearray()
    # What goes on for longer is cut off there.
    while len(wave) < MOST_BYTES and (part := await child.stdout.read(MOST_BYTES - len(wave))):
        wave += part
    return bytes(wave)


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill what still runs of it, and wait until it is gone and its pipes are closed."""
    assert child.stdout is not None
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    with suppress(TimeoutError):
        async with asyncio.timeout(END_S):
            while await child.stdout.read(MEBIBYTE):
                pass
            await child.wait()
