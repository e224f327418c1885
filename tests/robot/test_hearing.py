"""What body, bridge and child say, as events of the machine."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.process import notify
from bridge.protocol.board import Crop
from bridge.protocol.causes import CAUSES, WORDS, NetworkCause
from bridge.protocol.channels import Beat, Hand, Look, Microphone, Refused
from bridge.protocol.openings import LoanRights, WelcomeRobot
from bridge.protocol.sealed import SessionSealed, SessionSealedAck, SessionSealedAsk
from bridge.protocol.sealing import seal_class_key
from bridge.protocol.signaling import (
    FreshServers,
    Leave,
    LoanStatus,
    RelayUp,
    Revoke,
    TeacherAction,
)
from hardware.contract import wire
from robot.call.admission import Admission
from robot.call.call import (
    Answered,
    CallDown,
    CallId,
    CallLine,
    CallSends,
    CallUp,
    ChannelSaid,
    EventsUp,
)
from robot.health import ServiceStatus
from robot.hearing import Hearing, open_class_key
from robot.links.body_link import BodyDown, BodyNews, BodySaid, BodyUp
from robot.links.bridge_link import (
    LinkDenied,
    LinkDown,
    LinkEnrolled,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.links.offer_nonces import OfferNonces
from robot.media.outgoing.recent import SentNow
from robot.presence import effects, events
from robot.presence.events import PresenceEvent
from robot.settings.identity import Identity
from robot.speech.troubles import BODY_NOT_CHOSEN, name_aloud, trouble_aloud
from robot.storage import note
from tests.robot.steering.test_steering import state
from tests.robot.theatre import ID, PUPIL, P, Theatre

CALL = CallId(P, 1)
GREETING = wire.Greeting(2, "simulated", -90.0, 90.0, -30.0, 30.0, True)


class Listener:
    """A hearing on an empty stage, and the events that it made."""

    def __init__(self, theatre: Theatre, folder: Path) -> None:
        self.theatre = theatre
        self.events: list[PresenceEvent] = []
        self.now = 1.0
        self.hearing = Hearing(
            theatre.stage,
            theatre.steering,
            Admission(lambda: theatre.identity.public, OfferNonces(lambda: ID)),
            theatre.identity,
            ServiceStatus(),
            note.read(folder),
            self._decide,
        )

    def _decide(self, event: PresenceEvent, now: float) -> None:
        self.events.append(event)
        self.theatre.stage.machine.handle(event, now)

    def let_in(self) -> None:
        for event in (events.BodyReported("asleep"), events.Invited(PUPIL.public, P, 1)):
            self._decide(event, self.now)
        self.events.clear()


@pytest.fixture
async def listener(tmp_path: Path) -> AsyncIterator[Listener]:
    async with asyncio.TaskGroup() as tasks:
        theatre = Theatre(tasks, tmp_path)
        yield Listener(theatre, tmp_path)
        theatre.end()


async def test_the_body_is_heard(listener: Listener) -> None:
    said = state(12.0)
    everything: list[BodyNews] = [
        BodyUp(GREETING),
        BodySaid(said),
        BodySaid(wire.Pressed("volume_up")),
        BodySaid(wire.Pressed("volume_down")),
        BodySaid(wire.Pressed("identify")),
        BodySaid(wire.RefusedIntent("malformed", "no number")),
        BodyDown(),
    ]
    for news in everything:
        listener.hearing.hear_body(news, 1.0)
    assert listener.events == [
        events.BodyLinked(),
        events.BodyReported(
            said.signal, said.paused, said.faults, said.power, said.gesture, said.servos
        ),
        events.VolumePressed(1),
        events.VolumePressed(-1),
        events.IdentifyPressed(),
        events.BodyLost(),
    ]
    assert listener.theatre.steering.measured_deg[0] == 12.0


def spoken(listener: Listener) -> list[object]:
    return [done[2] for done in listener.theatre.things.done if isinstance(done, tuple)]


def time_passes(listener: Listener, seconds: float) -> list[str]:
    """Let the agent's loop look again that much later; return the signals that come up."""
    listener.now += seconds
    todo = listener.theatre.stage.machine.tick(listener.now)
    listener.hearing.tick(listener.now)
    return [each.signal for each in todo if isinstance(each, effects.ShowSignal)]


async def test_a_robot_says_what_is_wrong_with_itself_once_and_when_it_is_asked(
    listener: Listener,
) -> None:
    hearing = listener.hearing
    for cause in ("twin", "silent", "twin"):
        hearing.hear_bridge(LinkTroubled(cause), listener.now)
    time_passes(listener, 0.1)
    assert spoken(listener) == [trouble_aloud("twin")]
    before = hearing.leads_nowhere
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), listener.now)
    hearing.hear_bridge(LinkTroubled("no_network"), listener.now)
    assert (before, hearing.leads_nowhere) == (False, True)
    time_passes(listener, 100.0)
    hearing.hear_body(BodySaid(wire.Pressed("identify")), listener.now)
    time_passes(listener, 0.1)
    assert spoken(listener)[1:] == [trouble_aloud("no_network")]
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), listener.now)
    hearing.hear_body(BodySaid(wire.Pressed("identify")), listener.now)
    time_passes(listener, 100.0)
    assert spoken(listener)[2:] == [name_aloud("Karlsson")]


async def test_nobody_inside_hears_the_robots_name(listener: Listener) -> None:
    hearing = listener.hearing
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), 1.0)
    listener.let_in()
    hearing.hear_body(BodySaid(wire.Pressed("identify")), 1.0)
    assert spoken(listener) == []


@pytest.mark.parametrize("cause", CAUSES)
async def test_every_cause_is_shown_spoken_and_told_with_its_remedy(
    listener: Listener, cause: NetworkCause, told: list[str]
) -> None:
    listener._decide(events.BodyReported("asleep"), listener.now)
    listener.hearing.hear_bridge(LinkTroubled(cause), listener.now)
    assert time_passes(listener, 10.0) == ["no_bridge"]
    assert spoken(listener) == [trouble_aloud(cause)]
    assert WORDS[cause] in told[-1]


async def test_a_body_that_is_not_chosen_is_said_and_told(
    listener: Listener, told: list[str]
) -> None:
    greeting = wire.Greeting(3, "find", -90.0, 90.0, -30.0, 30.0, False)
    listener.hearing.hear_body(BodyUp(greeting), listener.now)
    listener.hearing.hear_bridge(LinkTroubled("not_enrolled"), listener.now)
    for _ in range(3):
        time_passes(listener, 10.0)
    assert spoken(listener) == [BODY_NOT_CHOSEN, trouble_aloud("not_enrolled")]
    assert "sudo karlsson-robot setup" in told[-1]
    listener.hearing.hear_body(BodyUp(GREETING), listener.now)
    assert "setup" not in told[-1]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the service manager reads."""
    said: list[str] = []
    monkeypatch.setattr(notify, "status", said.append)
    return said


async def test_a_robot_says_nothing_of_itself_to_a_child_or_in_a_pause(listener: Listener) -> None:
    listener.hearing.hear_body(BodySaid(state(0.0, paused=True)), 1.0)
    listener.hearing.hear_bridge(LinkTroubled("twin"), 1.0)
    time_passes(listener, 0.1)
    listener.hearing.hear_body(BodySaid(state(0.0)), 1.0)
    listener.let_in()
    listener.hearing.hear_bridge(LinkTroubled("copied"), 1.0)
    time_passes(listener, 0.1)
    assert spoken(listener) == []


async def test_a_technician_is_told_of_enrolment_and_twins(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    listener.hearing.hear_bridge(LinkEnrolled("karlsson-9", "Kalle"), 1.0)
    listener.hearing.hear_bridge(LinkSaid(Refused("twin", "Another robot.")), 1.0)
    assert caplog.text.count("another robot with the same key is connected") == 1
    assert listener.events == []


async def test_the_bridge_is_heard(listener: Listener) -> None:
    for news in (
        LinkSaid(Revoke(PUPIL.public, "not_allowed")),
        LinkDenied(),
        LinkSaid(Leave(P)),
        LinkSaid(Leave(P, closing=True)),
        LinkSaid(Refused("too_fast", "too fast")),
        LinkDown(),
        LinkTroubled("portal"),
    ):
        listener.hearing.hear_bridge(news, 1.0)
    assert listener.events == [
        events.RightRevoked(PUPIL.public),
        events.RightRevoked(),
        events.PupilLeft(P),
        events.PageClosed(P),
        events.BridgeReached(False),
        events.BridgeReached(False),
    ]


async def test_the_day_is_told_once_and_a_teachers_day_ends_by_the_bridges_clock(
    listener: Listener,
) -> None:
    noon_s = note.day_left_s(0.0) + 12 * 3600.0
    for _ in range(2):
        listener.hearing.hear_bridge(LinkUp(WelcomeRobot(1, "r-1", "Karlsson", unix_s=noon_s)), 1.0)
    listener.hearing.hear_bridge(LinkSaid(TeacherAction(ID, "end")), 11.0)
    told, *_, acted = listener.events
    assert events.BridgeReached(True) in listener.events
    assert isinstance(told, events.DayTold)
    assert isinstance(acted, events.TeacherActed)
    assert acted.day_left_s == pytest.approx(12 * 3600.0 - 10.0)


async def test_the_loan_of_today_is_heard_where_the_bridge_tells_it(listener: Listener) -> None:
    for loan in ("L" * 22, None):
        welcome = WelcomeRobot(1, "r-1", "Karlsson", unix_s=1e9, loan=loan)
        listener.hearing.hear_bridge(LinkUp(welcome), 1.0)
    told = [event for event in listener.events if isinstance(event, events.LoanTold)]
    assert told == [events.LoanTold("L" * 22), events.LoanTold("")]


async def test_rights_and_class_key_follow_the_loan(listener: Listener) -> None:
    theatre, key = listener.theatre, bytes(range(16))
    sealed = seal_class_key(key, theatre.identity.public, "r-1", bytes(range(32)))
    foreign = seal_class_key(key, PUPIL.public, "r-1", bytes(range(32)))
    welcome = WelcomeRobot(1, "r-1", "Karlsson", unix_s=1e9, sealed_class_key=sealed)
    without = LoanRights(zoom=False)
    for news in (
        LinkUp(welcome),
        LinkSaid(LoanStatus("L" * 22, without, sealed)),
        LinkSaid(LoanStatus("L" * 22, without, foreign)),
        LinkSaid(LoanStatus()),
    ):
        listener.hearing.hear_bridge(news, 1.0)
    passed = events.DayTold | events.BridgeReached
    told = [event for event in listener.events if not isinstance(event, passed)]
    assert told == [
        events.LoanTold(""),
        events.ClassKeyOpened(True),
        events.LoanTold("L" * 22, without),
        events.LoanTold("L" * 22, without),
        events.ClassKeyOpened(False),
        events.LoanTold(""),
        events.ClassKeyOpened(False),
    ]
    assert theatre.things.keys == [key, None, None]


async def test_sealed_parts_reach_only_a_robot_that_may_take_them(listener: Listener) -> None:
    theatre, part = listener.theatre, SessionSealed(ID, ID, 0, 1, "A" * 40)
    listener.hearing.hear_bridge(LinkSaid(part), 1.0)
    listener.hearing.hear_bridge(LinkSaid(SessionSealedAsk(ID, 1)), 1.0)
    assert theatre.link.sent == [SessionSealedAck(ID, ID, 0, "not_allowed")]
    assert theatre.things.heard == []
    theatre.stage.machine.wishes.told(events.ClassKeyOpened(True))
    listener.hearing.hear_bridge(LinkSaid(part), 1.0)
    assert theatre.things.heard == [part]


async def test_a_crop_is_heard_if_it_is_new_and_in_time(listener: Listener) -> None:
    listener.let_in()
    for seq, sent_ms in ((1, 0.0), (1, 0.0), (3, -9000.0), (2, 10.0)):
        crop = Crop(seq, max(0.0, sent_ms), 2.0, 0.5, 0.25)
        now = 1.0 if sent_ms >= 0 else 10.0
        listener.hearing.hear_call(ChannelSaid(CALL, crop), now)
    asked = [event for event in listener.events if isinstance(event, events.CropAsked)]
    assert asked == [events.CropAsked(P, 2.0, 0.5, 0.25)] * len(asked)
    assert len(asked) == 2
    heard = [event for event in listener.events if isinstance(event, events.PupilHeard)]
    assert len(heard) == 4


async def test_a_flood_of_crops_costs_the_camera_twenty_turns_a_second(
    listener: Listener,
) -> None:
    listener.let_in()
    for seq in range(1, 601):
        now = 1.0 + seq / 60
        crop = Crop(seq, 1000 * now, 2.0, 0.5, seq / 1000)
        listener.hearing.hear_call(ChannelSaid(CALL, crop), now)
    listener.hearing.hear_call(ChannelSaid(CALL, Beat(1, 12000.0)), 12.0)
    listener.hearing.hear_call(ChannelSaid(CALL, Beat(2, 12200.0)), 12.2)
    asked = [event for event in listener.events if isinstance(event, events.CropAsked)]
    assert len(asked) <= 10 * 20 + 20 + 1
    assert asked[-1] == events.CropAsked(P, 2.0, 0.5, 0.6), "the newest wins in the end"
    assert asked.count(asked[-1]) == 1


async def test_a_look_of_the_child_ends_the_following(listener: Listener) -> None:
    listener.let_in()
    look = Look(1, 0.0, 10.0, 0.0)
    listener.hearing.hear_call(ChannelSaid(CALL, look), 1.0)
    listener.theatre.stage.machine.wishes.viewing.following = True
    listener.hearing.hear_call(ChannelSaid(CALL, look), 1.0)
    assert [e for e in listener.events if isinstance(e, events.PupilLooked)] == [
        events.PupilLooked(P)
    ]


async def test_a_call_is_heard(listener: Listener) -> None:
    listener.let_in()
    microphone = Microphone(seq=1, on=True)
    for news in (
        Answered(CALL, "nobody waits for this"),
        CallUp(CALL),
        EventsUp(CALL),
        ChannelSaid(CALL, microphone),
        CallLine(CALL, "poor", "off"),
        CallSends(CALL, SentNow(640, 480, sound=True)),
        CallDown(CALL, "closed"),
    ):
        listener.hearing.hear_call(news, 1.0)
    assert listener.events == [
        events.Connected(P, 1),
        events.PupilSaid(P, microphone, "channel"),
        events.LineMeasured(P, 1, "poor", "off"),
        events.SendingMeasured(P, 1, 640, 480, sound=True),
        events.PeerLost(P, 1),
    ]


async def test_words_of_a_teacher_reach_the_machine_and_no_log(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        action = TeacherAction(ID, "text", "Well done.")
        listener.hearing.hear_bridge(LinkSaid(action), 1.0)
    (acted,) = listener.events
    assert isinstance(acted, events.TeacherActed)
    assert (acted.action, acted.text) == ("text", "Well done.")
    assert "Well done" not in caplog.text + repr(acted)


async def test_looks_and_beats_are_signs_of_life_on_the_path_they_came_by(
    listener: Listener,
) -> None:
    listener.let_in()
    listener.hearing.hear_call(ChannelSaid(CALL, Look(1, 1000.0, 20.0, 0.0)), 1.0)
    listener.hearing.hear_bridge(LinkSaid(RelayUp(P, Beat(2, 1000.0))), 1.0)
    assert listener.events == [events.PupilHeard(P, "channel"), events.PupilHeard(P, "relay")]


async def test_what_is_said_for_a_stay_that_is_over_is_counted_and_dropped(
    listener: Listener,
) -> None:
    listener.let_in()
    over = replace(CALL, presence_id="O" * 22)
    listener.hearing.hear_call(ChannelSaid(over, Hand(seq=1, raised=True)), 1.0)
    assert listener.events == []
    assert listener.theatre.stage.machine.stale == 1


async def test_the_servers_that_the_bridge_told_last_are_used(listener: Listener) -> None:
    first, fresh = ({"urls": "turn:first.example"},), ({"urls": "turn:fresh.example"},)
    welcome = WelcomeRobot(version=1, robot="kalle-1", robot_name="Kalle", ice_servers=first)
    listener.hearing.hear_bridge(LinkUp(welcome), listener.now)
    assert listener.theatre.messenger._ice_servers == first
    listener.hearing.hear_bridge(LinkSaid(FreshServers(fresh)), listener.now)
    assert listener.theatre.messenger._ice_servers == fresh


def test_a_foreign_class_key_is_not_opened() -> None:
    robot = Identity(Ed25519PrivateKey.generate())
    for sealed in (seal_class_key(bytes(16), PUPIL.public, "r-1", bytes(range(32))), "A"):
        assert open_class_key(robot, "r-1", sealed) is None
