"""The robot says its name by lights and sound, while no agent runs. No microphone is opened."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np

from robot.doctor.body_visit import visited, why_silent
from robot.doctor.findings import Both
from robot.media.devices.sound import SoundDevices
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.types.spec import SourceEvent, SourceNotice
from robot.media.voice.earcons import earcon
from robot.settings.config import RobotConfig
from robot.setup.guide import SaidName
from robot.speech.speech import find_voice
from robot.speech.synthesizer import SynthesizerError

SHOW_S = 4.0
LATE_S = 6.0
"""Longest time beyond the length of the sound."""

TAIL_S = 0.4
"""Time for which the card still plays what it was given."""


NO_LIGHT = Both("das Licht zeigt es nicht", "the light does not show it")


class Clip:
    """A voice that plays one sound, and then silence.

    Args:
        ended: Called once, on the speaker's thread, when all of it was taken.
    """

    def __init__(self, sound: Samples, ended: Callable[[], None]) -> None:
        self._rest = sound
        self._ended: Callable[[], None] | None = ended

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples."""
        now, self._rest = self._rest[:count], self._rest[count:]
        if not len(self._rest) and self._ended is not None:
            self._ended()
            self._ended = None
        return np.pad(now, (0, count - len(now)))


async def name_aloud(config: RobotConfig, words: str) -> SaidName:
    """Show `identify`, and play its sound and the words; return what became of it."""
    path = Path(config.body.socket)
    async with visited(path) as visit:
        if visit is None:
            why = await why_silent(path)
            silent = Both(f"der Körper antwortet nicht: {path}", f"the body does not answer: {why}")
            return SaidName(False, (silent,))
        lacks: list[Both] = []
        visit.link.show("identify", 0.0)
        try:
            if not await visit.until(lambda state: state.signal == "identify", SHOW_S):
                lacks.append(NO_LIGHT)
            sound, no_voice = await _sound(config, words)
            if no_voice:
                said = f"espeak-ng: {no_voice}"
                lacks.append(
                    Both(f"ohne Stimme, nur der Ton: {said}", f"no voice, tones only: {said}")
                )
            not_heard = await _play(config, sound)
            if not_heard:
                lacks.append(Both(f"Lautsprecher: {not_heard}", f"speaker: {not_heard}"))
        finally:
            await visit.rest()
    return SaidName(NO_LIGHT not in lacks, tuple(lacks))


async def _sound(config: RobotConfig, words: str) -> tuple[Samples, str]:
    """Return the sound, and why it has no words; empty if it has."""
    signal = earcon("identify")
    voice = find_voice(config.sound.phrases)
    if isinstance(voice, str):
        return signal, voice
    try:
        spoken = await voice(words, "de")
    except SynthesizerError as error:
        return signal, str(error)
    return np.concatenate((signal, spoken)), ""


async def _play(config: RobotConfig, sound: Samples) -> str:
    """Play it; return why it was not played; empty if it was."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    lost: list[str] = []

    def end() -> None:
        loop.call_soon_threadsafe(ended.set)

    def told(event: SourceEvent) -> None:
        lost[:] = [event.text] if event.lost else []

    def noticed(notice: SourceNotice) -> None:
        lost[:] = lost or [notice.text]

    devices = SoundDevices(
        config.microphone_spec(),
        config.speaker_spec(),
        Clip(sound, end),
        "off",
        config.sound.ceiling_db,
        noticed,
    )
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(devices.run_speaker(told), name="speaker")
        try:
            async with asyncio.timeout(len(sound) / SAMPLE_HZ + LATE_S):
                await ended.wait()
                await asyncio.sleep(TAIL_S)
        except TimeoutError:
            lost[:] = lost or ["the speaker takes no sound"]
        playing.cancel()
    return lost[0] if lost else ""
