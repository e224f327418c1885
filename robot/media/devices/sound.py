"""Configured microphone and speaker: together on one card, or each by itself."""

from collections.abc import Callable

from robot.media.devices import portaudio
from robot.media.devices.card_place import CardPlace, parse
from robot.media.devices.duplex import SoundCard
from robot.media.devices.microphones import run_microphone
from robot.media.devices.reopening import OnEvent
from robot.media.devices.speakers import run_speaker
from robot.media.echo.limiter import LimitedVoice, Voice
from robot.media.types.cells import SoundFanout
from robot.media.types.spec import EchoMode, SourceNotice, SourceSpec

CARDS = ("portaudio", "alsa")


class SoundDevices:
    """The robot's microphone and speaker.

    Args:
        echo: Method of echo cancellation where both are one sound card.
        ceiling_db: Loudest sample on speakers that people hear.
        on_notice: Called on the loop's thread with notices for the technician.
    """

    def __init__(
        self,
        microphone: SourceSpec,
        speaker: SourceSpec,
        voice: Voice,
        echo: EchoMode,
        ceiling_db: float,
        on_notice: Callable[[SourceNotice], None],
    ) -> None:
        self._microphone = microphone
        self._speaker = speaker
        heard = speaker.scheme not in ("classroom", "null", "file")
        self._voice = LimitedVoice(voice, ceiling_db) if heard else voice
        self._on_notice = on_notice
        self._echoes = ""
        self._told = False
        self._card: SoundCard | None = None
        schemes = {microphone.scheme, speaker.scheme}
        if echo == "off" or schemes & {"classroom", "testtone", "null", "file"}:
            return
        if schemes - set(CARDS):
            if echo != "hardware":
                self._echoes = "microphone and speaker are not both portaudio: or alsa:"
            return
        device = shared_device(microphone, speaker)
        if device is None:
            self._echoes = "microphone and speaker are not one sound card"
        elif speaker.scheme == "alsa" and not portaudio.available():
            self._echoes = "libportaudio2 is missing"
        else:
            self._card = SoundCard(_Place(microphone, device), self._voice, echo, on_notice)

    def tell_limits(self) -> None:
        """Give notice, once, of what cannot work with these devices together."""
        if self._echoes and not self._told:
            self._told = True
            text = f"the echo is not cancelled: {self._echoes}"
            self._on_notice(SourceNotice("microphone", text))

    async def run_speaker(self, on_event: OnEvent) -> None:
        """Play the voice until cancelled."""
        if self._card is not None:
            await self._card.run_speaker(on_event)
        else:
            await run_speaker(self._speaker, self._voice, on_event)

    async def run_microphone(self, sounds: SoundFanout, on_event: OnEvent) -> None:
        """Put the class's sound into `sounds` until cancelled; then close the microphone."""
        if self._card is not None:
            await self._card.run_microphone(sounds, on_event)
            return
        self.tell_limits()
        await run_microphone(self._microphone, sounds, on_event)


class _Place:
    """Place of a common card: found anew at each opening, under whatever number it has."""

    def __init__(self, microphone: SourceSpec, name: str) -> None:
        self._place = CardPlace(microphone.rest) if microphone.scheme == "alsa" else None
        self._name = name

    def __call__(self) -> str:
        """Return PortAudio's name of the card for now."""
        return self._name if self._place is None else _alsa_device(self._place.now())


def shared_device(microphone: SourceSpec, speaker: SourceSpec) -> str | None:
    """Return PortAudio's name of the common card; None for two cards."""
    if microphone.scheme != speaker.scheme or microphone.scheme not in CARDS:
        return None
    if microphone.options or speaker.options:
        return None
    if microphone.scheme == "portaudio":
        return microphone.rest if microphone.rest == speaker.rest else None
    one, other = _alsa_device(microphone.rest), _alsa_device(speaker.rest)
    return one if one == other else None


def _alsa_device(name: str) -> str:
    """Return a part of PortAudio's name for an ALSA device, `(hw:1,0)`, or the name itself.

    `plughw:` stays `plughw:`: what was asked for is what is opened.
    """
    parts = parse(name)
    if parts is None:
        return name or "default"
    number = parts.number()
    return name if number is None else f"({parts.layer}:{number},{parts.device})"
