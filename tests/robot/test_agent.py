import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.channels import (
    Ack,
    Beat,
    Ended,
    Hand,
    Look,
    Microphone,
    PoseReport,
    Refused,
    Rest,
)
from bridge.protocol.keys import to_text
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import (
    Answer,
    Done,
    Leave,
    RelayDown,
    RelayUp,
    TeacherAction,
    TrickledCandidate,
)
from hardware.motion.config import NoView
from hardware.signals.rhythm import FLASH_APART_S
from robot import agent as agent_module
from robot.agent import Agent
from robot.call import call as call_module
from robot.call.quality import Measured
from robot.health import NO_BODY
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.bridges import bridge_stand_in
from tests.robot.pupils import pupil_of
from tests.robot.schools import config_for, lesson, running, school

pytestmark = pytest.mark.long


async def test_a_child_comes_in_and_sees_and_hears_the_class(tmp_path: Path) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        # A light that has just come on may not brighten again at once.
        await one.room.until(lambda: one.room.seen[-1].at_s > one.room.seen[0].at_s + FLASH_APART_S)
        await child.join()
        await child.until(lambda: child.sounds >= 10)
        snapshot = await child.hears(Snapshot, lambda p: p.signal == "present")
        assert snapshot.connected
        assert snapshot.head is not None
        signals = [state.signal for state in one.room.seen]
        assert signals.index("joining") < signals.index("present")


async def test_a_hand_is_acknowledged_raised_seen_and_told(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        seq = child.say(Hand, raised=True)
        await child.hears(Ack, lambda ack: ack.seq == seq)
        await one.room.shows("hand")
        await one.tells(lambda p: p.hand.raised and p.signal == "hand")
        assert (await one.acts("seen")).refused is None
        await child.hears(Snapshot, lambda p: p.hand.seen)
        await one.room.shows("seen")


async def test_a_look_turns_the_measured_head(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (_, child):
        child.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=20.0, tilt_deg=5.0)
        pose = await child.hears(PoseReport, lambda p: abs(p.pan_deg - 20.0) < 1.0 and not p.moving)
        assert not pose.at_limit


async def test_a_child_that_aims_beyond_what_the_head_can_do_is_told_by_the_body(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        child.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=170.0, tilt_deg=0.0)
        await child.hears(PoseReport, lambda p: p.at_limit)
        assert one.room.seen[-1].at_limit
        child.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=0.0, tilt_deg=0.0)
        await child.until(
            lambda: not [m for m in child.heard if isinstance(m, PoseReport)][-1].at_limit
        )


async def test_a_child_that_aims_into_a_no_view_zone_is_told_while_the_head_still_turns(
    tmp_path: Path,
) -> None:
    zone = NoView(30.0, 60.0)
    async with lesson(tmp_path, no_view=(zone,)) as (_, child):
        child.heard.clear()
        child.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=45.0, tilt_deg=0.0)
        await child.hears(PoseReport, lambda p: p.at_limit)
        first = next(m for m in child.heard if isinstance(m, PoseReport) and m.at_limit)
        assert first.pan_deg < 15.0  # it is not told by arriving at the edge


class BadLine:
    """Judges every line alike."""

    def __init__(self, read: Callable[[], Measured], tell: Callable[..., Awaitable[None]]) -> None:
        self._read = read
        self._tell = tell

    async def run(self) -> None:
        assert self._read().loss == 0.0
        await self._tell("poor", "off")


async def test_class_and_child_are_told_of_a_bad_line_and_the_sound_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_module, "LineWatch", BadLine)
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        await child.join()
        await one.room.shows("line_bad")
        told = await child.hears(Snapshot, lambda p: p.signal == "line_bad")
        assert (told.line, told.picture) == ("poor", "off")
        before = child.sounds
        await child.until(lambda: child.sounds >= before + 10)


async def test_a_second_child_is_told_busy_and_gets_nothing(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child), pupil_of(one.bridge, one.key) as other:
        await one.bridge.tell(await other.offer())
        refused = await one.bridge.hears(Refused, lambda r: r.re == other.presence)
        assert refused.code == "busy"
        await child.sees(10)
        assert other.frames == 0
        assert not [
            a for a in one.bridge.said if isinstance(a, Answer) and a.presence == other.presence
        ]


async def test_the_pause_button_stops_the_pictures_until_it_is_pressed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.body.body.HURRY_S", 0.0)
    async with lesson(tmp_path) as (one, child):
        one.room.press("pause")
        await child.hears(Snapshot, lambda p: p.paused_by == ("button",) and p.signal == "paused")
        await one.acts("resume")
        pictures, poses = child.frames, len(child.heard)
        await child.until(lambda: len(child.heard) >= poses + 10)
        assert child.frames <= pictures + 3  # what was on its way or being decoded
        one.room.press("pause")
        await child.sees()
        await one.room.shows("present")


async def test_the_teacher_pauses_nothing_waits_to_be_sent_and_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.presence.actions.SLIP_S", 0.0)
    async with lesson(tmp_path) as (one, child):
        lines = one.agent._senses.lines
        waiting, clearings = lines.sounds.subscribe(), lines.pictures.clearings
        await child.until(lambda: len(waiting) > 0)
        await one.acts("pause", 1)
        await one.room.shows("paused")
        assert (len(waiting), lines.pictures.clearings > clearings) == (0, True)
        await one.acts("resume", 2)
        await child.sees()


async def test_a_child_who_comes_into_a_paused_robot_gets_neither_picture_nor_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.presence.actions.SLIP_S", 0.0)
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        await one.acts("pause", 1)
        await child.join()
        snapshot = await child.hears(Snapshot, lambda p: p.connected)
        assert snapshot.paused_by == ("teacher",)
        await child.until(lambda: len([m for m in child.heard if isinstance(m, PoseReport)]) >= 3)
        assert (child.frames, one.agent._senses.lines.pictures.number) == (0, 0)
        await one.acts("resume", 2)
        await child.sees()


async def test_volume_buttons_and_teacher_turn_the_same_volume(tmp_path: Path) -> None:
    async with school(tmp_path) as one:
        one.room.press("volume_up")
        await one.tells(lambda p: p.volume == 7)
        await one.acts("louder")
        await one.tells(lambda p: p.volume == 8)


async def test_candidates_may_come_late_and_rubbish_among_them_is_dropped(tmp_path: Path) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        invite = await child.offer()
        lines = invite.sdp.splitlines(keepends=True)
        late = [line.strip()[2:] for line in lines if line.startswith("a=candidate")]
        bare = "".join(line for line in lines if not line.startswith("a=candidate"))
        sent = child.invite(bare)
        await one.bridge.tell(sent)
        for text in ("rubbish", "candidate:1 1 udp 1 school.example.org 5000 typ host", *late):
            await one.bridge.tell(TrickledCandidate(child.presence, child.attempt, text))
        answer = await one.bridge.hears(Answer)
        await child.accept(sent, answer)
        await child.sees()


async def test_a_break_stops_everything_and_ends(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        child.say(Rest, on=True)
        await one.room.shows("on_break")
        await child.hears(Snapshot, lambda p: p.rest and p.signal == "on_break")
        child.say(Rest, on=False)
        await child.sees()


async def test_the_voice_is_played_only_with_the_microphone_on(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        child.say(Microphone, on=True)
        await one.room.shows("speaking")
        child.say(Microphone, on=False)
        await one.room.shows("present")


async def test_a_rebuilt_line_replaces_the_old_one(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        old = child.pc
        child.say(Hand, raised=True)
        await one.room.shows("hand")
        await child.join()
        await child.sees()
        assert old is not None
        await child.until(lambda: old.connectionState == "closed")
        assert (await one.tells(lambda p: p.hand.raised)).presence == child.presence


async def test_a_child_whose_line_is_gone_raises_its_hand_through_the_bridge(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        await child.leave_silently()
        await one.room.shows("line_bad")
        await one.bridge.tell(RelayUp(child.presence, Hand(seq=1000, raised=True)))
        relayed = await one.bridge.hears(RelayDown)
        assert relayed.message == Ack(1000)
        await one.tells(lambda p: p.hand.raised and p.line == "lost")


async def test_a_look_through_the_bridge_turns_the_head_while_the_channels_are_silent(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        await child.leave_silently()
        await one.room.shows("line_bad")
        pan_deg, number = 0.0, 0
        while abs(pan_deg - 20.0) >= 1.0:
            number, sent_ms = number + 1, time.monotonic() * 1000
            seq = 1000 + number
            await one.bridge.tell(RelayUp(child.presence, Look(seq, sent_ms, 20.0, 0.0)))
            await one.bridge.tell(RelayUp(child.presence, Beat(seq, sent_ms)))
            pan_deg = (await one.answers(number)).pan_deg
        assert one.room.seen[-1].measured_pan_deg == pytest.approx(20.0, abs=2.0)


async def test_leaving_through_the_bridge_puts_the_robot_to_sleep(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        await one.bridge.tell(Leave(child.presence))
        ended = await one.bridge.hears(Ended)
        assert (ended.presence, ended.reason) == (child.presence, "left")
        await one.room.shows("asleep")


async def test_a_lost_body_stops_the_pictures_and_is_named(tmp_path: Path) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge:
        agent = Agent(config_for(tmp_path, bridge.url), identity)
        async with running(agent), pupil_of(bridge, identity.public) as child:
            async with body_at(tmp_path / "body.sock") as room:
                await bridge.linked()
                await child.join()
                await child.sees()
                await room.shows("present")
            lost = await bridge.hears(
                Snapshot, lambda p: p.presence is not None and "body" in p.lost
            )
            assert lost.signal == "fault"
            assert lost.fault
            async with body_at(tmp_path / "body.sock") as room:
                await room.shows("present")
                await child.sees()


async def test_a_missing_camera_is_named_and_the_sound_goes_on(tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such-camera.mp4")
    async with school(tmp_path, missing) as one, pupil_of(one.bridge, one.key) as child:
        await child.join()
        await child.until(lambda: child.sounds >= 20)
        await child.hears(Snapshot, lambda p: p.lost == ("camera",))
        assert child.frames == 0


async def test_a_robot_without_a_body_is_ready_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    address = tmp_path / "notify.sock"
    monkeypatch.setattr(agent_module, "BODY_FIRST_S", 0.0)
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        async with (
            asyncio.timeout(WAIT_S),
            bridge_stand_in() as bridge,
            running(Agent(config_for(tmp_path, bridge.url), identity)),
        ):
            said = [(await loop.sock_recv(systemd, 200)).decode() for _ in range(2)]
            assert said[0] == f"READY=1\nSTATUS=robot; no body yet: {NO_BODY}"
            assert said[1] == f"STATUS=in touch with the bridge; no body yet: {NO_BODY}"
            async with body_at(tmp_path / "body.sock"):
                assert b"body is simulated" in await loop.sock_recv(systemd, 200)


async def test_ending_for_today_outlives_a_restart(tmp_path: Path) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge, body_at(tmp_path / "body.sock") as room:
        async with running(Agent(config_for(tmp_path, bridge.url), identity)):
            await bridge.linked()
            await bridge.tell(TeacherAction(to_text(bytes(16)), "end"))
            await bridge.hears(Done)
        async with running(Agent(config_for(tmp_path, bridge.url), identity)):
            await bridge.until(lambda: bridge.hellos == 2)
            await room.shows("not_allowed")
            async with pupil_of(bridge, identity.public) as child:
                await bridge.tell(await child.offer())
                assert (await bridge.hears(Refused)).code == "not_allowed"


async def test_stopping_ends_the_stay_and_parks_the_head(tmp_path: Path) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge, body_at(tmp_path / "body.sock") as room:
        agent = Agent(config_for(tmp_path, bridge.url), identity)
        async with pupil_of(bridge, identity.public) as child:
            async with running(agent) as life:
                await bridge.linked()
                await child.join()
                await child.sees()
                await life.end()
            assert (await bridge.hears(Ended)).reason == "shutdown"
        await room.shows("asleep")
