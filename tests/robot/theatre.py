import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import sdp
from bridge.protocol.channels import Look
from bridge.protocol.fields import PhraseKind, PhraseLanguage
from bridge.protocol.keys import to_text
from bridge.protocol.sealed import FromSession
from bridge.protocol.signaling import (
    Binding,
    FromRobot,
    Invite,
)
from hardware.contract import wire
from robot.call.admission import AdmittedOffer
from robot.call.calls import Calls
from robot.call.lines import Lines
from robot.call.road_prober import RoadProber
from robot.links.body_link import BodyLink
from robot.links.bridge_link import Link
from robot.media.types.cells import Newest, SoundFanout
from robot.media.voice.ringing import Ringing
from robot.media.voice.saying import Saying
from robot.media.voice.voice import VoiceIn
from robot.messenger import Messenger
from robot.presence import effects as fx
from robot.presence.events import MediaPart
from robot.presence.machine import PresenceMachine
from robot.settings.config import BridgeSection
from robot.settings.identity import Identity
from robot.sources import Sources
from robot.stage import Outputs, Stage
from robot.steering.steering import Steering
from robot.steering.views import Views
from robot.storage import note
from robot.storage.keeper import Keeper
from tests.bridge.protocol import samples

P = "P" * 22
ID = to_text(bytes(16))
PUPIL = Identity(Ed25519PrivateKey.generate())


class Notes(Link):
    """A link whose other end is a list."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(
            BridgeSection(url="ws://localhost/signal"), "karlsson-1", identity, _nobody
        )
        self.sent: list[Any] = []
        self.has_room = True
        self.many = 0

    @property
    def waiting(self) -> int:
        return self.many

    @property
    def is_up(self) -> bool:
        return True

    def send(self, message: FromRobot) -> bool:
        if self.has_room:
            self.sent.append(message)
        return self.has_room


class Puppet(BodyLink):
    """A body whose other end is a list."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"), _nobody)
        self.told: list[wire.AnyIntent] = []

    def _send(self, make: Any) -> bool:
        intent = make(len(self.told) + 1)
        timed = isinstance(intent, wire.Target | wire.Keep | wire.PerformGesture)
        self.told.append(msgspec.structs.replace(intent, at_s=None) if timed else intent)
        return True


class Booths(Calls):
    """Calls in which nobody picks up."""

    def start(self, guest: AdmittedOffer, servers: Sequence[dict[str, str]]) -> None:
        return None


async def _nobody(news: object) -> None:
    return None


class Things:
    """Camera, voice and sheets whose work is a list."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.keys: list[bytes | None] = []
        self.heard: list[FromSession] = []

    def set_crop(self, zoom: float, x: float, y: float) -> None:
        self.done.append(("crop", zoom, x, y))

    def take_still(self, presence_id: str) -> None:
        self.done.append(("still", presence_id))

    def follow(self, on: bool) -> None:
        self.done.append(("follow", on))

    def speak(
        self, kind: PhraseKind, text: str, language: PhraseLanguage, after_s: float = 0.0
    ) -> None:
        self.done.append(("speak", kind, text, language))

    def stop(self) -> None:
        self.done.append("silent")

    def allow(self, allowed: fx.AllowTransfers) -> None:
        self.done.append(allowed)

    def forget(self) -> None:
        self.done.append("forgotten")

    def use_key(self, class_key: bytes | None) -> None:
        self.keys.append(class_key)

    def hear(self, message: FromSession) -> None:
        self.heard.append(message)


class Theatre:
    """A stage with nothing behind it."""

    def __init__(self, tasks: asyncio.TaskGroup, folder: Path) -> None:
        self.identity = Identity(Ed25519PrivateKey.generate())
        self.link = Notes(self.identity)
        self.body = Puppet()
        self.voice = VoiceIn()
        self.saying = Saying(self.voice)
        self.ringing = Ringing(self.saying)
        self.views = Views(folder)
        self.story: list[str] = []
        self.seq = 0
        self.keeper = Keeper(folder, lambda: None)
        self.sources = Sources(
            self._film, lambda part: self.story.append(f"{part.value} cut"), lambda part: None
        )
        self.running = [tasks.create_task(w) for w in (self.keeper.run(), self.sources.run())]
        lines = Lines(Newest(), SoundFanout(), self.voice)
        self.steering = Steering(self.body, self.views, 66.0)
        self.things = Things()
        self.steering.greet(wire.Greeting(2, "simulated", -90.0, 90.0, -30.0, 30.0, True))
        machine = PresenceMachine()
        self.messenger = Messenger(
            machine,
            self.identity,
            self.steering,
            self.link,
            Booths(tasks, lines, _nobody),
            RoadProber(),
            self.keeper,
        )
        self.stage = Stage(
            machine,
            self.messenger,
            self.steering,
            self.body,
            Outputs(
                *(self.sources, self.voice, self.saying, self.ringing, self.keeper),
                *(self.things, self.things, self.things),
            ),
            note.ClassNote(),
        )

    def looks(self, pan_deg: float, tilt_deg: float) -> None:
        self.seq += 1
        self.steering.hear(Look(self.seq, 1000.0 * self.seq, pan_deg, tilt_deg), "1", self.seq)

    async def _film(self, part: MediaPart) -> None:
        self.story.append(f"{part.value} on")
        try:
            await asyncio.Event().wait()
        finally:
            self.story.append(f"{part.value} off")

    async def accepts(self, guest: AdmittedOffer) -> None:
        self.messenger.expect(guest)
        self.performs(fx.Accept(guest.invite.presence, guest.invite.attempt))

    def performs(self, *effects: fx.PresenceEffect) -> None:
        self.stage.perform(effects, 1.0)

    def end(self) -> None:
        for task in self.running:
            task.cancel()


def guest(attempt: int = 1, presence: str = P) -> AdmittedOffer:
    text = samples.offers()[0]
    bound = Binding(ID, ID, "A" * 86)
    return AdmittedOffer(
        Invite(presence, attempt, text, bound, PUPIL.public), sdp.clean_offer(text)
    )
