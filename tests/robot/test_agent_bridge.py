import asyncio
import time
from pathlib import Path

import pytest

from bridge.protocol.channels import (
    Ack,
    Ended,
    Hand,
    Refused,
)
from bridge.protocol.clocks import off_in_words
from bridge.protocol.keys import to_text
from bridge.protocol.signaling import Answer, Inside, Leave, Revoke
from robot.agent import Agent
from robot.links.inbox import Priority
from tests.robot.pupils import pupil_of
from tests.robot.schools import config_for, lesson, running, school

pytestmark = pytest.mark.long


async def test_a_right_that_is_taken_back_ends_the_lesson_and_the_child_hears_of_it(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        await one.bridge.tell(Revoke(to_text(bytes(32)), "no_loan"))  # another pupil's
        await child.sees(5)
        await one.bridge.tell(Revoke(child.public, "no_loan"))
        ended = await child.hears(Ended)
        assert (ended.presence, ended.reason) == (child.presence, "revoked")
        assert (await one.bridge.hears(Ended)).reason == "revoked"
        await one.room.shows("asleep")


@pytest.mark.parametrize("reason", ["revoked", "left"])
async def test_who_has_to_go_does_not_wait_for_room_in_a_childs_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    async with lesson(tmp_path) as (one, child):
        full = "robot.links.inbox.Inbox._has_room"
        monkeypatch.setattr(full, lambda _, line: line is not Priority.CHILD)
        gone = {"revoked": Revoke(child.public, "no_loan"), "left": Leave(child.presence)}
        await one.bridge.tell(gone[reason])
        assert (await one.bridge.hears(Ended)).reason == reason


async def test_a_bridge_that_comes_back_is_told_who_is_inside(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        await one.bridge.hang_up()
        inside = await one.bridge.hears(Inside)
        assert (inside.presence, inside.pupil_key) == (child.presence, child.public)


async def test_a_robot_that_the_bridge_no_longer_knows_lets_nobody_stay(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        one.bridge.refusal = "signature"
        await one.bridge.hang_up()
        assert (await child.hears(Ended)).reason == "revoked"
        await one.room.shows("asleep")


async def test_the_lesson_goes_on_without_the_bridge_and_signaling_returns(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        await one.bridge.hang_up()
        await child.sees(10)
        seq = child.say(Hand, raised=True)
        await child.hears(Ack, lambda ack: ack.seq == seq)
        await one.bridge.until(lambda: one.bridge.hellos == 2)
        await one.tells(lambda p: p.hand.raised)
        await child.sees()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(("recvonly", "sendrecv"), "sdp_video_uplink", id="a picture to the robot"),
        pytest.param(("sha-256 ", "sha-256 00:"), "sdp_fingerprint", id="a broken fingerprint"),
        pytest.param(("opus/48000/2", "PCMU/8000"), "sdp_codec", id="no Opus"),
        pytest.param(("m=audio", "x=audio"), "sdp_malformed", id="not a description"),
    ],
)
async def test_a_bad_offer_is_refused_by_name_and_nothing_is_built(
    tmp_path: Path, spoil: tuple[str, str], code: str
) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        good = await child.offer()
        text = good.sdp.replace(*spoil)
        await one.bridge.tell(
            type(good)(good.presence, good.attempt, text, good.binding, good.pupil_key)
        )
        refused = await one.bridge.hears(Refused)
        assert (refused.code, refused.re) == (code, child.presence)
        await asyncio.sleep(0)
        assert one.room.seen[-1].signal == "asleep"
        assert not any(isinstance(message, Answer) for message in one.bridge.said)


async def test_a_fingerprint_swapped_by_the_bridge_is_caught(tmp_path: Path) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        good = await child.offer()
        other = await child.offer()
        await one.bridge.tell(
            type(good)(good.presence, good.attempt, other.sdp, good.binding, good.pupil_key)
        )
        assert (await one.bridge.hears(Refused)).code == "binding"


async def test_an_offer_that_is_played_back_is_refused(tmp_path: Path) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        invite = await child.offer()
        await one.bridge.tell(invite)
        await one.bridge.hears(Answer)
        await one.bridge.tell(invite)
        assert (await one.bridge.hears(Refused)).code == "replayed"


async def test_an_offer_from_before_a_restart_wakes_nobody(tmp_path: Path) -> None:
    async with school(tmp_path) as one, pupil_of(one.bridge, one.key) as child:
        old = await child.offer()
        before = one.bridge.offer_nonce
        await one.life.end()
        second = Agent(config_for(tmp_path, one.bridge.url), one.agent._identity)
        async with running(second):
            await one.bridge.until(lambda: one.bridge.offer_nonce not in ("", before))
            await one.bridge.tell(old)
            assert (await one.bridge.hears(Refused)).code == "expired"
            assert {state.signal for state in one.room.seen} == {"asleep"}


@pytest.mark.parametrize(("later_s", "opens"), [(60.0, False), (86400.0, True)])
async def test_what_the_class_closed_opens_with_the_bridges_next_day_alone(
    tmp_path: Path, later_s: float, opens: bool
) -> None:
    noon = 1_795_431_600.0
    async with school(tmp_path, unix_s=noon) as one, pupil_of(one.bridge, one.key) as child:
        assert (await one.acts("end")).refused is None
        before = one.bridge.offer_nonce
        one.bridge.unix_s = noon + later_s
        await one.life.end()
        second = Agent(config_for(tmp_path, one.bridge.url), one.agent._identity)
        async with running(second):
            await one.bridge.until(lambda: one.bridge.offer_nonce not in ("", before))
            await one.bridge.tell(await child.offer())
            if opens:
                await one.bridge.hears(Answer)
            else:
                assert (await one.bridge.hears(Refused)).code == "not_allowed"


@pytest.mark.parametrize("off_s", [-400 * 86400.0, -7200.0, 180.0, 86400.0])
async def test_no_lesson_fails_for_a_robots_clock(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, off_s: float
) -> None:
    async with lesson(tmp_path, unix_s=time.time() - off_s) as (one, child):
        await child.sees(3)
        assert one.bridge.hellos == 1
    told = [r.getMessage() for r in caplog.records if "clock" in r.getMessage()]
    assert told == [f"agent: this robot's clock is {off_in_words(off_s)}"]


async def test_rubbish_on_every_road_is_dropped_and_the_lesson_goes_on(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        for text in ("", "{", '{"type":"hand"}', '{"type":"fire","seq":1}', "[" * 500, "x" * 2000):
            child.say_raw(text)
            child.say_raw(text.encode(), control=True)
            await one.bridge.tell_raw(text)
        refused = await child.hears(Refused, lambda r: r.code == "unknown_type")
        assert refused.text
        seq = child.say(Hand, raised=True)
        await child.hears(Ack, lambda ack: ack.seq == seq)
        await child.sees()


async def test_a_third_data_channel_never_opens_and_the_lesson_goes_on(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (_, child):
        assert child.pc is not None
        more = child.pc.createDataChannel("more")
        await child.sees(10)
        assert more.readyState == "connecting"


async def test_a_camera_that_is_not_there_is_told_to_the_bridge_before_a_child_comes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with school(tmp_path, camera="/dev/video63") as one:
        told = await one.tells(lambda p: bool(p.troubles))
        assert told.presence is None
        assert told.lost == ("camera",)
        assert told.troubles
        (trouble,) = (each for each in told.troubles if each.part == "camera")
        assert "/dev/video63 is not there: plug the camera in" in trouble.text
    assert "camera: does not work: /dev/video63 is not there" in caplog.text
