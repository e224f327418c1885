import asyncio
from pathlib import Path

import numpy as np
import pytest

from robot.media.devices import card_place, portaudio
from robot.media.devices.duplex import SoundCard
from robot.media.devices.sound import SoundDevices, shared_device
from robot.media.echo.limiter import LimitedVoice
from robot.media.types.cells import Samples, SoundFanout
from robot.media.types.spec import EchoMode, SourceNotice, parse_microphone, parse_speaker
from tests.robot.media.live import Told, running


class Silence:
    def take(self, count: int) -> Samples:
        return np.zeros(count, np.int16)


def made(
    microphone: str, speaker: str, echo: EchoMode = "software"
) -> tuple[SoundDevices, list[str]]:
    told: list[str] = []

    def notice(notice: SourceNotice) -> None:
        told.append(notice.text)

    return (
        SoundDevices(
            parse_microphone(microphone), parse_speaker(speaker), Silence(), echo, -1.0, notice
        ),
        told,
    )


@pytest.mark.parametrize(
    ("microphone", "speaker", "device"),
    [
        ("portaudio:USB", "portaudio:USB", "USB"),
        ("portaudio:", "portaudio:", ""),
        ("portaudio:USB", "portaudio:HDMI", None),
        ("alsa:hw:1", "alsa:hw:1,0", "(hw:1,0)"),
        ("alsa:plughw:1", "alsa:plughw:1,0", "(plughw:1,0)"),
        ("alsa:plughw:1", "alsa:hw:1,0", None),
        ("alsa:plughw:CARD=USB,DEV=0", "alsa:plughw:CARD=USB,DEV=0", "(plughw:3,0)"),
        ("alsa:plughw:CARD=gone", "alsa:plughw:CARD=gone", "plughw:CARD=gone"),
        ("alsa:default", "alsa:", "default"),
        ("alsa:hw:1,0", "alsa:hw:1,1", None),
        ("alsa:hw:1", "portaudio:USB", None),
        ("classroom:", "classroom:", None),
        ("testtone:", "file:voice.wav", None),
    ],
)
def test_one_card_is_known_as_one(
    microphone: str,
    speaker: str,
    device: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "card3").mkdir()
    (tmp_path / "USB").symlink_to("card3")
    monkeypatch.setattr(card_place, "ALSA_CARDS", tmp_path)
    assert shared_device(parse_microphone(microphone), parse_speaker(speaker)) == device


def test_options_for_ffmpeg_are_left_to_ffmpeg() -> None:
    microphone = parse_microphone("alsa:hw:1", options={"channels": "2"})
    assert shared_device(microphone, parse_speaker("alsa:hw:1")) is None


@pytest.mark.parametrize("echo", ["software", "hardware", "ducking"])
def test_one_card_gets_one_stream(echo: EchoMode) -> None:
    made_sound, told = made("portaudio:USB", "portaudio:USB", echo)
    assert isinstance(made_sound._card, SoundCard)
    assert told == []


FFMPEG = "microphone and speaker are not both portaudio: or alsa:"


def test_off_means_that_nothing_is_done() -> None:
    assert made("portaudio:USB", "portaudio:USB", "off")[0]._card is None


async def test_two_cards_are_told_in_words_when_the_microphone_opens() -> None:
    made_sound, told = made("portaudio:no such one", "portaudio:no such other")
    lost = Told()
    async with running(made_sound.run_microphone(SoundFanout(), lost)):
        await lost.next()
    assert told == ["the echo is not cancelled: microphone and speaker are not one sound card"]


async def test_alsa_without_portaudio_goes_on_as_two_streams(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(portaudio, "available", lambda: False)
    made_sound, told = made("alsa:hw:77", "alsa:hw:77")
    lost = Told()
    async with running(made_sound.run_microphone(SoundFanout(), lost)):
        await lost.next()
    assert told == ["the echo is not cancelled: libportaudio2 is missing"]


async def test_a_made_class_needs_no_card() -> None:
    made_sound, told = made("classroom:", "classroom:")
    sounds, lost = SoundFanout(), Told()
    queue = sounds.subscribe()
    async with running(made_sound.run_speaker(lost), made_sound.run_microphone(sounds, lost)):
        await queue.get()
    assert told == []
    assert lost.silent


def test_what_people_hear_is_limited_and_what_is_recorded_is_not() -> None:
    assert isinstance(made("null:", "alsa:hw:1")[0]._voice, LimitedVoice)
    assert isinstance(made("null:", "file:voice.wav")[0]._voice, Silence)


@pytest.mark.parametrize(
    ("source", "echo", "words"),
    [
        ("/dev/no_such_input", "software", ["the echo is not cancelled: " + FFMPEG]),
        ("/dev/no_such_input", "hardware", []),
        ("testtone:", "software", []),
    ],
)
async def test_an_echo_that_nothing_takes_out_is_told_in_words(
    source: str, echo: EchoMode, words: list[str]
) -> None:
    made_sound, told = made(source, "alsa:no such card", echo)
    async with running(made_sound.run_microphone(SoundFanout(), Told())):
        await asyncio.sleep(0)
    assert told == words
