"""Sound cards that FFmpeg opens: the first form that a card takes, words where it takes none."""

import errno
import os
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from robot.media.devices import alsa_cards
from robot.media.devices.microphones import run_microphone
from robot.media.devices.speakers import run_speaker
from robot.media.types.cells import Samples, SoundFanout
from robot.media.types.spec import parse_microphone, parse_speaker
from tests.robot.media.devices.card_tree import card_tree
from tests.robot.media.devices.test_speakers import until
from tests.robot.media.live import Told, loudest_hz, running, samples
from tests.robot.media.types.test_resampling import tone

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def one_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alsa_cards, "ROOT", card_tree(tmp_path / "kernel", "cp"))


async def test_a_card_that_is_not_there_is_named_and_never_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(av, "open", None)
    told = Told()
    async with running(run_speaker(parse_speaker("alsa:hw:7"), Hum(), told)):
        lost = await told.next()
    assert "sound card hw:7 is not there: plug it in" in lost.text


class Hum:
    """A child that hums at 700 Hz."""

    def __init__(self) -> None:
        self._wave = tone(700, 48_000, 30.0)
        self._at = 0

    def take(self, count: int) -> Samples:
        self._at += count
        return self._wave[self._at - count : self._at]


class Cards:
    """`av.open` for `alsa:` with one card, whose sound is files of this form.

    FFmpeg takes the nearest rate of an input by itself; nothing else is taken in another form.
    """

    def __init__(self, folder: Path, rate_hz: int, channels: int) -> None:
        self.folder = folder
        self.rate_hz, self.channels = rate_hz, channels
        self.error: int | None = None
        self.blocks = 0
        """Blocks of 10 ms that were played."""
        self.written = folder / "played.wav"
        self._open = av.open

    def __call__(self, url: str, mode: str, format: str, options: Any, **more: Any) -> Any:
        assert (url, format) == ("hw:1", "alsa")
        if self.error is not None:
            raise av.error.OSError(self.error, os.strerror(self.error))
        if mode == "w":
            return Output(self, self._open(str(self.written), "w", format="wav"))
        if options["channels"] != str(self.channels):
            raise av.error.OSError(errno.EIO, os.strerror(errno.EIO))
        heard = self.folder / "heard.wav"
        with self._open(str(heard), "w", format="wav") as wav:
            stream = wav.add_stream("pcm_s16le", rate=self.rate_hz)
            stream.layout = "mono" if self.channels == 1 else "stereo"
            wave = np.repeat(tone(440, self.rate_hz), self.channels).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(wave, "s16", stream.layout.name)
            frame.sample_rate = self.rate_hz
            wav.mux(stream.encode(frame))
        return self._open(str(heard), "r")


class Output:
    """An output that takes one form alone."""

    def __init__(self, cards: Cards, real: Any) -> None:
        self._cards = cards
        self._real = real

    def add_stream(self, codec: str, rate: int) -> Any:
        self.stream = self._real.add_stream(codec, rate=rate)
        return self.stream

    def start_encoding(self) -> None:
        form = (self.stream.rate, self.stream.layout.nb_channels)
        if form != (self._cards.rate_hz, self._cards.channels):
            raise av.error.OSError(errno.EIO, os.strerror(errno.EIO))
        self._real.start_encoding()

    def mux(self, packets: Any) -> None:
        self._cards.blocks += 1
        self._real.mux(packets)

    def close(self) -> None:
        self._real.close()

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@pytest.mark.parametrize("form", [(48_000, 1), (48_000, 2), (44_100, 1), (16_000, 2)])
async def test_a_card_of_another_form_is_heard_and_played(
    form: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = Cards(tmp_path, *form)
    monkeypatch.setattr(av, "open", cards)
    sounds, told = SoundFanout(), Told()
    async with running(run_microphone(parse_microphone("alsa:hw:1"), sounds, told)):
        wave = await samples(sounds, 20)
    assert loudest_hz(wave[len(wave) // 3 :]) == pytest.approx(440, abs=5)
    told = Told()
    async with running(run_speaker(parse_speaker("alsa:hw:1"), Hum(), told)):
        await until(lambda: cards.blocks > 30)
    with cards._open(str(cards.written), "r") as wav:
        frames = [frame.to_ndarray().reshape(-1) for frame in wav.decode(audio=0)]
    played = np.concatenate(frames)[:: form[1]]
    hz = loudest_hz(played[len(played) // 3 :]) * form[0] / 48_000
    assert hz == pytest.approx(700, abs=12)
    assert told.silent


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.EBUSY, "another program uses it"),
        (errno.ENOENT, "plug it in"),
        (errno.ENODEV, "plug it in"),
        (errno.EIO, "sound card hw:1: Input/output error"),
    ],
)
async def test_a_card_that_cannot_be_opened_is_named(
    number: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = Cards(tmp_path, 48_000, 1)
    cards.error = number
    monkeypatch.setattr(av, "open", cards)
    told = Told()
    async with running(run_microphone(parse_microphone("alsa:hw:1"), SoundFanout(), told)):
        assert text in (await told.next()).text
    async with running(run_speaker(parse_speaker("alsa:hw:1"), Hum(), told)):
        assert text in (await told.next()).text
