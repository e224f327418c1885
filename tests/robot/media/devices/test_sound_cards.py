"""Sound cards as they come: other rates, other channels, later, elsewhere, taken, suspended."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from robot.media.devices import card_list, card_place, portaudio
from robot.media.devices.duplex import SoundCard
from robot.media.devices.microphones import run_microphone
from robot.media.devices.sound import SoundDevices
from robot.media.devices.speakers import run_speaker
from robot.media.types.cells import SAMPLE_HZ, Samples, SoundFanout
from robot.media.types.spec import parse_microphone, parse_speaker
from tests.robot.media.devices.sound_cards import (
    LOUD,
    TONE_HZ,
    Card,
    FakePortAudioError,
    Machine,
    installed,
)
from tests.robot.media.devices.test_speakers import until
from tests.robot.media.live import Told, loudest_hz, running, samples

pytestmark = pytest.mark.long

VOICE_HZ = 700.0
FORMS = [
    pytest.param({"rates": (16_000,)}, id="16 kHz"),
    pytest.param({"rates": (8_000,)}, id="8 kHz"),
    pytest.param({"rates": (44_100,)}, id="44.1 kHz"),
    pytest.param({"rates": (96_000,)}, id="96 kHz"),
    pytest.param({"inputs": (2,), "outputs": (2,)}, id="stereo"),
    pytest.param({"inputs": (1,), "outputs": (2,)}, id="mono in, stereo out"),
    pytest.param({"rates": (44_100,), "inputs": (1,), "outputs": (2,)}, id="both"),
    pytest.param({"rates": (16_000,), "inputs": (6,), "outputs": (2,)}, id="array"),
]


class Tone:
    """A child that hums, at a volume that the class set."""

    def __init__(self) -> None:
        self.volume = 1.0
        self._at = 0

    def take(self, count: int) -> Samples:
        at = (np.arange(count) + self._at) / SAMPLE_HZ
        self._at += count
        wave = LOUD * self.volume * np.sin(2 * np.pi * VOICE_HZ * at)
        return np.rint(wave).astype(np.int16)


class Through:
    """Cancels nothing, and looks at what it is given."""

    def __init__(self) -> None:
        self.far: list[Samples] = []

    def process(self, near: Samples, far: Samples) -> Samples:
        assert len(near) == len(far) == 480
        self.far.append(far)
        return near


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    # A busy machine holds up the simulated card, too: that is no silence.
    monkeypatch.setattr(portaudio, "SILENCE_S", 20.0)
    return installed(monkeypatch, Machine(), tmp_path)


def played(card: Card, rate_hz: int) -> tuple[float, float]:
    """Return the loudest tone of what was played, and its height; channels must agree."""
    wave = np.concatenate(card.played)
    assert (wave == wave[:, :1]).all()
    middle = wave[len(wave) // 4 :, 0].astype(float)
    hz = loudest_hz(middle) * rate_hz / SAMPLE_HZ
    return hz, float(np.abs(middle).max())


@pytest.mark.parametrize("form", FORMS)
async def test_a_card_of_any_form_is_heard_and_played(
    form: dict[str, Any], machine: Machine
) -> None:
    card = machine.plug("USB", **form)
    sounds, told, voice = SoundFanout(), Told(), Tone()
    async with running(run_microphone(parse_microphone("portaudio:USB"), sounds, told)):
        wave = await samples(sounds, 30)
    assert loudest_hz(wave[len(wave) // 3 :]) == pytest.approx(TONE_HZ, abs=5)
    assert np.abs(wave[-4800:]).max() == pytest.approx(LOUD, rel=0.05)
    async with running(run_speaker(parse_speaker("portaudio:USB"), voice, told)):
        await until(lambda: len(card.played) > 60)
    rate_hz = card.rates[0]
    hz, height = played(card, rate_hz)
    assert hz == pytest.approx(VOICE_HZ, abs=5)
    assert height == pytest.approx(LOUD, rel=0.05)
    assert told.silent


@pytest.mark.parametrize("form", FORMS)
async def test_both_ways_on_one_card_of_any_form_stay_side_by_side(
    form: dict[str, Any], machine: Machine
) -> None:
    card = machine.plug("USB", **form)
    sounds, told, through = SoundFanout(), Told(), Through()
    one = SoundCard("USB", Tone(), "software", lambda notice: None, lambda: through)
    async with running(one.run_speaker(told), one.run_microphone(sounds, told)):
        wave = await samples(sounds, 30)
    assert loudest_hz(wave[len(wave) // 3 :]) == pytest.approx(TONE_HZ, abs=5)
    far = np.concatenate(through.far)
    assert loudest_hz(far) == pytest.approx(VOICE_HZ, abs=5)
    assert played(card, card.rates[0])[0] == pytest.approx(VOICE_HZ, abs=5)
    assert told.silent


async def test_a_card_that_comes_later_or_again_is_found(machine: Machine) -> None:
    sounds, told = SoundFanout(), Told()
    work = run_microphone(parse_microphone("portaudio:USB"), sounds, told, retry_s=(0.01,))
    async with running(work):
        assert "plug it in" in (await told.next()).text
        machine.plug("HDMI")
        machine.plug("USB")
        assert not (await told.next()).lost
        await samples(sounds, 3)


async def test_the_volume_of_the_class_outlives_a_replug(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.2)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.2)
    first = machine.plug("USB")
    voice, told = Tone(), Told()
    voice.volume = 0.25
    work = run_speaker(parse_speaker("portaudio:USB"), voice, told, retry_s=(0.01,))
    async with running(work):
        await until(lambda: len(first.played) > 10)
        machine.pull("USB")
        assert (await told.next()).lost
        again = machine.plug("USB", rates=(44_100,))
        assert not (await told.next()).lost
        await until(lambda: len(again.played) > 60)
    assert played(again, 44_100)[1] == pytest.approx(LOUD / 4, rel=0.05)


async def test_a_card_found_beside_another_that_plays(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_list, "LOOK_EVERY", 5)
    speaker = machine.plug("HDMI")
    sounds, heard, spoken, voice = SoundFanout(), Told(), Told(), Tone()
    quick = (0.01,)
    async with running(
        run_speaker(parse_speaker("portaudio:HDMI"), voice, spoken, retry_s=quick),
        run_microphone(parse_microphone("portaudio:USB"), sounds, heard, retry_s=quick),
    ):
        assert (await heard.next()).lost
        await until(lambda: len(speaker.played) > 5)
        machine.plug("USB")
        assert not (await heard.next()).lost
        assert (await spoken.next()).lost  # for a moment: the list cannot be read beside a stream
        assert not (await spoken.next()).lost
        await samples(sounds, 2)


async def test_a_card_in_use_is_named_and_tried_again(machine: Machine) -> None:
    card = machine.plug("USB")
    card.busy = True
    sounds, told = SoundFanout(), Told()
    work = run_microphone(parse_microphone("portaudio:USB"), sounds, told, retry_s=(0.01,))
    async with running(work):
        assert "another program uses it" in (await told.next()).text
        card.busy = False
        assert not (await told.next()).lost


async def test_a_portaudio_that_does_not_start_is_told_and_tried_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.plug("USB")

    def broken() -> None:
        raise FakePortAudioError("PortAudio not initialized [PaErrorCode -10000]")

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["sounddevice"], "_initialize", broken)
        sounds, told = SoundFanout(), Told()
        work = run_microphone(parse_microphone("portaudio:USB"), sounds, told, retry_s=(0.01,))
        async with running(work):
            assert "not initialized" in (await told.next()).text
            patch.undo()
            assert not (await told.next()).lost


async def test_a_card_that_its_server_suspends_is_opened_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.2)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.2)
    card = machine.plug("pulse")
    sounds, told = SoundFanout(), Told()
    work = run_microphone(parse_microphone("portaudio:pulse"), sounds, told, retry_s=(0.01,))
    async with running(work):
        await samples(sounds, 2)
        card.suspended = True
        assert "silent" in (await told.next()).text
        card.suspended = False
        assert not (await told.next()).lost


@pytest.mark.parametrize("layer", ["hw", "plughw"])
async def test_what_was_asked_for_is_opened_also_under_another_number(
    layer: str, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_place, "ALSA_CARDS", tmp_path)
    monkeypatch.setattr(portaudio, "SILENCE_S", 0.2)
    monkeypatch.setattr(portaudio, "WAKE_S", 0.2)

    def number(card: int) -> None:
        folder = tmp_path / f"card{card}"
        folder.mkdir()
        (folder / "id").write_text("Headset\n")
        (tmp_path / "Headset").unlink(missing_ok=True)
        (tmp_path / "Headset").symlink_to(f"card{card}")

    machine.plug("HDMI")
    machine.plug("USB")
    number(1)
    name = f"alsa:{layer}:1"
    devices = SoundDevices(
        parse_microphone(name),
        parse_speaker(name),
        Tone(),
        "hardware",
        -1.0,
        lambda notice: None,
    )
    sounds, heard, spoken = SoundFanout(), Told(), Told()
    async with running(devices.run_speaker(spoken), devices.run_microphone(sounds, heard)):
        await samples(sounds, 2)
        assert {form["device"] for _, form in machine.opened} == {f"({layer}:1,0)"}
        machine.pull("USB")
        machine.plug("Webcam")
        machine.plug("USB")
        number(2)
        await lost_and_back(heard)
        await samples(sounds, 2)
        assert machine.opened[-1][1]["device"] == f"({layer}:2,0)"


async def lost_and_back(told: Told) -> None:
    assert (await told.next()).lost
    while (await told.next()).lost:
        pass
