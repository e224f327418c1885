import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import binding, sdp
from bridge.protocol.channels import Ack, Presence, Refused, SavedView
from bridge.protocol.keys import to_text
from bridge.protocol.signaling import Answer, Binding, Done, Ended, FromRobot, Invite, RelayDown
from hardware import wire
from robot import events as ev
from robot.admission import Guest
from robot.body_link import BodyLink
from robot.call import CallId, Lines
from robot.calls import Calls
from robot.config import Bridge
from robot.events import Part
from robot.gaze import Aim, Gaze, Limits
from robot.identity import Identity
from robot.link import Link
from robot.loudness import gain
from robot.media.cells import Newest, SoundFanout
from robot.media.ringing import Ringing
from robot.media.voice import VoiceIn
from robot.presence import PresenceMachine
from robot.sources import Sources
from robot.stage import MOST_GUESTS, Stage
from robot.telling import Telling
from robot.views import Views
from tests.bridge.protocol import samples

P = "P" * 22
ID = to_text(bytes(16))
PUPIL = Identity(Ed25519PrivateKey.generate())


class Notes(Link):
    """A link whose other end is a list."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(Bridge(url="ws://localhost/signal"), "karlsson-1", identity, _nobody)
        self.sent: list[Any] = []

    def send(self, message: FromRobot) -> bool:
        self.sent.append(message)
        return True


class Puppet(BodyLink):
    """A body whose other end is a list."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"), _nobody)
        self.told: list[wire.AnyIntent] = []

    def _send(self, make: Any) -> bool:
        intent = make(len(self.told) + 1)
        timed = isinstance(intent, wire.Target | wire.Keep | wire.Gesture)
        self.told.append(msgspec.structs.replace(intent, at_s=None) if timed else intent)
        return True


class Booths(Calls):
    """Calls in which nobody picks up."""

    def start(self, guest: Guest, servers: Sequence[dict[str, str]]) -> None:
        return None


async def _nobody(news: object) -> None:
    return None


class Theatre:
    """A stage with nothing behind it."""

    def __init__(self, tasks: asyncio.TaskGroup, folder: Path) -> None:
        self.identity = Identity(Ed25519PrivateKey.generate())
        self.link = Notes(self.identity)
        self.body = Puppet()
        self.voice = VoiceIn()
        self.ringing = Ringing(self.voice)
        self.views = Views(folder)
        self.story: list[str] = []
        lines = Lines(Newest(), SoundFanout(), self.voice)
        self.gaze = Gaze()
        self.gaze.limits = Limits(-90.0, 90.0, -30.0, 30.0)
        self.telling = Telling()
        self.stage = Stage(
            PresenceMachine(),
            self.gaze,
            self.telling,
            self.identity,
            self.body,
            self.link,
            Booths(tasks, lines, _nobody),
            Sources(tasks, self._film, lambda part: self.story.append(f"{part.value} cleared")),
            self.voice,
            self.ringing,
            self.views,
            66.0,
            folder,
        )

    async def _film(self, part: Part) -> None:
        self.story.append(f"{part.value} on")
        try:
            await asyncio.Event().wait()
        finally:
            self.story.append(f"{part.value} off")

    async def accepts(self, guest: Guest) -> None:
        self.stage.expect(guest)
        await self.performs(ev.Accept(guest.invite.presence, guest.invite.attempt))

    async def performs(self, *effects: ev.Effect) -> None:
        await self.stage.perform(effects, 1.0)


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with asyncio.TaskGroup() as tasks:
        yield Theatre(tasks, tmp_path)


def guest(attempt: int = 1, presence: str = P) -> Guest:
    text = samples.offers()[0]
    bound = Binding(0, ID, "A" * 86)
    return Guest(Invite(presence, attempt, text, bound, PUPIL.public), sdp.clean_offer(text))


async def test_the_body_is_told_in_order(theatre: Theatre) -> None:
    await theatre.performs(
        ev.Show("joining"), ev.MoveArm(True), ev.Rise(), ev.ReleaseBody(), ev.ParkHead()
    )
    assert theatre.body.told == [
        wire.Show(1, "joining"),
        wire.RaiseHand(2, True),
        wire.Target(3, 0.0, 0.0),
        wire.Release(4),
        wire.Park(5),
    ]
    assert not theatre.gaze.open


async def test_holding_and_parking_take_no_more_wishes(theatre: Theatre) -> None:
    await theatre.performs(ev.Rise(), ev.Hold())
    assert theatre.gaze.look(20.0, 0.0) is None
    await theatre.performs(ev.ParkHead(forget=True), ev.Rise())
    assert theatre.body.told[-1] == wire.Target(3, 0.0, 0.0)


async def test_the_head_goes_back_to_a_saved_place(theatre: Theatre) -> None:
    await theatre.performs(ev.Rise())
    theatre.gaze.look(30.0, 5.0)
    await theatre.performs(ev.SaveView("board"))
    theatre.gaze.look(-40.0, 0.0)
    await theatre.performs(ev.GoToView("teacher"), ev.GoToView("board"))
    assert theatre.body.told == [wire.Target(1, 0.0, 0.0), wire.Target(2, 30.0, 5.0)]


async def test_a_saved_place_is_told_at_once(theatre: Theatre) -> None:
    await theatre.performs(ev.Rise(), ev.SaveView("table"))
    theatre.stage.send_snapshot(1.0)
    [told] = theatre.link.sent
    assert isinstance(told, Presence)
    assert told.views == (SavedView("table", 0.0, 0.0),)


async def test_a_parked_head_goes_nowhere_and_saves_nothing(theatre: Theatre) -> None:
    theatre.views.save("board", Aim(30.0, 0.0))
    await theatre.performs(ev.ParkHead(), ev.SaveView("table"), ev.GoToView("board"))
    await theatre.performs(ev.MakeGesture("nod"))
    assert theatre.body.told == [wire.Park(1)]
    assert theatre.views.where("table") is None


async def test_a_chime_is_as_loud_as_the_robot_and_never_whispers(theatre: Theatre) -> None:
    await theatre.performs(ev.SetLoudness(8, True), ev.Chime("joining"))
    assert theatre.ringing.gain == gain(8, whisper=False)
    assert np.abs(theatre.ringing.take(9600)).max() > 0


async def test_a_source_is_closed_before_the_next_effect(theatre: Theatre) -> None:
    await theatre.performs(ev.StartMedia(Part.PICTURE))
    await asyncio.sleep(0)
    await theatre.performs(ev.StopMedia(Part.PICTURE), ev.Show("paused"))
    # Before it is closed, and once more: it may have given something while it closed.
    cleared = "picture cleared"
    assert theatre.story == ["picture on", cleared, "picture off", cleared]
    assert theatre.body.told == [wire.Show(1, "paused")]


async def test_the_voice_is_muted_and_set(theatre: Theatre) -> None:
    await theatre.performs(ev.MuteVoice(), ev.SetLoudness(4, True))
    assert theatre.voice.muted
    assert theatre.voice.gain == gain(4, whisper=True)
    await theatre.performs(ev.UnmuteVoice())
    assert not theatre.voice.muted


async def test_the_bridge_is_told_what_concerns_it(theatre: Theatre) -> None:
    await theatre.performs(
        ev.Refuse(P, "busy"), ev.End(P, "left"), ev.Done(ID), ev.Ack(P, 3, "relay")
    )
    refused, *others = theatre.link.sent
    assert isinstance(refused, Refused)
    assert (refused.code, refused.re) == ("busy", P)
    assert others == [Ended(P, "left"), Done(ID), RelayDown(P, Ack(3))]


async def test_an_acknowledgement_takes_the_other_road_when_the_channel_is_gone(
    theatre: Theatre,
) -> None:
    await theatre.performs(ev.Ack(P, 3, "channel"))
    assert theatre.link.sent == [RelayDown(P, Ack(3))]


async def test_an_answer_is_signed_for_the_pupil_who_asked(theatre: Theatre) -> None:
    text = samples.sdp("aiortc_answer.sdp")
    await theatre.accepts(guest())
    theatre.stage.answer(CallId(P, 1), text)
    [answer] = theatre.link.sent
    assert isinstance(answer, Answer)
    stay = binding.Stay(P, 1, PUPIL.public, reply_to=ID)
    summary = sdp.check_answer(text)
    binding.check(
        answer.binding,
        "answer",
        theatre.identity.public,
        stay,
        summary,
        answer.binding.expires - 30,
    )
    theatre.stage.answer(CallId(P, 1), text)
    assert len(theatre.link.sent) == 1


async def test_refused_guests_take_no_answer_away(theatre: Theatre) -> None:
    await theatre.accepts(guest())
    for number in range(MOST_GUESTS + 1):
        other = f"{number}" * 22
        theatre.stage.expect(guest(presence=other))
        await theatre.performs(ev.Refuse(other, "busy"))
    theatre.stage.answer(CallId(P, 1), samples.sdp("aiortc_answer.sdp"))
    assert isinstance(theatre.link.sent[-1], Answer)


async def test_only_the_newest_accepted_invitations_wait(theatre: Theatre) -> None:
    for attempt in range(1, MOST_GUESTS + 2):
        await theatre.accepts(guest(attempt))
    theatre.stage.answer(CallId(P, 1), samples.sdp("aiortc_answer.sdp"))
    assert theatre.link.sent == []


async def test_snapshots_count_up_and_carry_head_and_pose(theatre: Theatre) -> None:
    await theatre.performs(ev.SendPresence())
    theatre.stage.measured_deg = (10.0, -5.0)
    theatre.stage.send_snapshot(1.0)
    theatre.stage.send_snapshot(1.0)
    await theatre.stage.perform([ev.SendPresence()], 2.0)
    theatre.stage.send_snapshot(2.0)
    first, second = theatre.link.sent
    assert isinstance(first, Presence)
    assert (first.pan_deg, first.tilt_deg) == (10.0, -5.0)
    assert first.head is not None
    assert (first.head.pan_max_deg, first.head.lens_deg) == (90.0, 66.0)
    assert second.seq > first.seq


async def test_nobody_is_there_to_be_told_the_pose(theatre: Theatre) -> None:
    theatre.stage.send_pose(5.0, "relay")
    assert theatre.link.sent == []
