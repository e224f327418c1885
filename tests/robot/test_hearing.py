"""Messages of body, bridge and child, as events of the machine."""

import logging
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.board import Crop
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
from robot.call.call import (
    Answered,
    CallDown,
    CallLine,
    CallSends,
    CallUp,
    ChannelSaid,
    EventsUp,
)
from robot.hearing import open_class_key
from robot.links.body_link import BodyDown, BodyNews, BodySaid, BodyUp
from robot.links.bridge_link import (
    LinkDenied,
    LinkDown,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.media.outgoing.recent import SentNow
from robot.presence import events, wish_events
from robot.settings.identity import Identity
from robot.storage import note
from tests.robot.listeners import CALL, GREETING, Listener
from tests.robot.steering.test_steering import state
from tests.robot.theatre import ID, PUPIL, P


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
        wish_events.ClassKeyOpened(True),
        events.LoanTold("L" * 22, without),
        events.LoanTold("L" * 22, without),
        wish_events.ClassKeyOpened(False),
        events.LoanTold(""),
        wish_events.ClassKeyOpened(False),
    ]
    assert theatre.things.keys == [key, None, None]


async def test_the_loans_times_count_by_the_bridges_clock(listener: Listener) -> None:
    openings = ((1e9 + 60.0, 1e9 + 120.0),)
    welcome = WelcomeRobot(1, "r-1", "Karlsson", unix_s=1e9, openings=openings, by_teacher=True)
    for now, news in ((5.0, LinkUp(welcome)), (6.0, LinkSaid(LoanStatus(openings=())))):
        listener.hearing.hear_bridge(news, now)
    told = [event for event in listener.events if isinstance(event, events.LoanTold)]
    assert [one.openings for one in told] == [((65.0, 125.0),), ()]
    assert told[0].by_teacher


async def test_sealed_parts_reach_only_a_robot_that_may_take_them(listener: Listener) -> None:
    theatre, part = listener.theatre, SessionSealed(ID, ID, 0, 1, "A" * 40)
    listener.hearing.hear_bridge(LinkSaid(part), 1.0)
    listener.hearing.hear_bridge(LinkSaid(SessionSealedAsk(ID, 1)), 1.0)
    assert theatre.link.sent == [SessionSealedAck(ID, ID, 0, "not_allowed")]
    assert theatre.things.heard == []
    theatre.stage.machine.wishes.told(wish_events.ClassKeyOpened(True))
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
