import logging
import socket

import msgspec
import pytest

from bridge.base.allowances import BUDDY_BURST
from bridge.protocol import keys
from bridge.protocol.channels import Ended, Hand, Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.presence import Outfit, Power, Snapshot, TeacherNote
from bridge.protocol.signaling import (
    Answer,
    Binding,
    Done,
    Invite,
    Leave,
    Ping,
    Pong,
    RelayDown,
    RelayUp,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from bridge.protocol.vocabulary import SignalName
from tests.bridge.people import (
    PUPIL_NAME,
    SDP,
    House,
    hello_robot,
    new_nonce,
    offer,
    snapshot,
)


def answer_to(presence: str) -> Answer:
    binding = Binding(nonce=new_nonce(), reply_to=new_nonce(), signature="B" * 86)
    return Answer(presence=presence, attempt=1, sdp=SDP, binding=binding)


async def test_a_lesson_is_introduced_from_offer_to_end(house: House) -> None:
    device = await house.paired_device()
    presence = new_nonce()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        assert (await pupil.hear(WelcomePupil)).robot_online
        asked = offer(presence)
        await pupil.say(asked)
        invite = await robot.hear(Invite)
        assert (invite.sdp, invite.binding) == (asked.sdp, asked.binding)
        assert invite.pupil_key == keys.public_text(device)
        await robot.say(answer_to(presence))
        assert (await pupil.hear(Answer)).presence == presence
        await pupil.say(
            TrickledCandidate(
                presence=presence,
                attempt=1,
                candidate="candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0",
            )
        )
        forwarded = await robot.hear(TrickledCandidate)
        assert forwarded.candidate == "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host"
        await pupil.say(RelayUp(presence=presence, message=Hand(seq=1, raised=True)))
        assert (await robot.hear(RelayUp)).message == Hand(seq=1, raised=True)
        await robot.say(snapshot(presence))
        assert (await pupil.hear(Snapshot)).presence == presence
        await robot.say(RelayDown(presence=presence, message=snapshot(presence, 2)))
        await pupil.hear(RelayDown)
        await pupil.say(Leave(presence=presence))
        await robot.hear(Leave)
        await robot.say(Ended(presence=presence, reason="left"))
        assert (await pupil.hear(Ended)).reason == "left"


async def test_a_second_pupil_hears_nothing_of_the_first(house: House) -> None:
    first, second = await house.paired_device(), await house.paired_device()
    one, two = new_nonce(), new_nonce()
    async with (
        house.robot_link() as robot,
        house.pupil(first) as inside,
        house.pupil(second) as outside,
    ):
        await robot.hear(WelcomeRobot)
        await inside.hear(WelcomePupil)
        await outside.hear(WelcomePupil)
        await inside.say(offer(one))
        await robot.hear(Invite)
        await robot.say(snapshot(one))
        await inside.hear(Snapshot)
        await outside.say(offer(two))
        await robot.hear(Invite)
        await robot.say(Refused(code="busy", text="Somebody else is in this robot.", re=two))
        refused = await outside.hear(Refused)
        assert (refused.code, refused.re) == ("busy", two)
        await outside.say(Leave(presence=one))
        assert (await outside.hear(Refused)).code == "unknown_presence"


async def test_a_teacher_sees_who_is_there_and_acts(house: House) -> None:
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        await robot.say(snapshot(new_nonce()))
        async with house.teacher() as teacher:
            welcome = await teacher.hear(WelcomeTeacher)
            assert (welcome.pupil_name, welcome.robot_online) == (PUPIL_NAME, True)
            assert (await teacher.hear(Snapshot)).signal == "present"
            act = TeacherAction(id=new_nonce(), action="pause")
            await teacher.say(act)
            assert await robot.hear(TeacherAction) == act
            await robot.say(Done(id=act.id))
            assert await teacher.hear(Done) == Done(id=act.id)


async def test_whoever_keeps_many_robots_finds_in_the_log_which_one_is_held(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bridge.signaling.endpoint")
    signals: tuple[SignalName, ...] = ("present", "identify", "identify", "present", "identify")
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        for seq, signal in enumerate(signals, start=1):
            told = msgspec.structs.replace(snapshot(None), seq=seq, signal=signal)
            await robot.say(told)
            assert (await teacher.hear(Snapshot)).signal == signal
    held = [record for record in caplog.records if "here I am" in record.getMessage()]
    assert len(held) == 2


async def test_whoever_keeps_many_robots_reads_once_which_of_them_has_to_be_charged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bridge.signaling.endpoint")
    low = Power(level="low", gauge="known")
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        for seq in (1, 2, 3):
            await robot.say(snapshot(None, seq, battery_percent=20.0 - seq, power=low))
            assert (await teacher.hear(Snapshot)).power.level == "low"
    told = [record.getMessage() for record in caplog.records if "battery" in record.getMessage()]
    assert len(told) == 1
    assert told[0].endswith("battery is low (19 %)")


async def test_everybody_is_told_when_the_robot_comes_and_goes(house: House) -> None:
    device = await house.paired_device()
    async with house.pupil(device) as pupil, house.teacher() as teacher:
        await pupil.hear(WelcomePupil)
        await teacher.hear(WelcomeTeacher)
        async with house.robot_link() as robot:
            await robot.hear(WelcomeRobot)
            assert (await pupil.hear(RobotStatus)).online
            assert (await teacher.hear(RobotStatus)).online
        assert not (await pupil.hear(RobotStatus)).online
        assert not (await teacher.hear(RobotStatus)).online
        await pupil.say(offer(new_nonce()))
        assert (await pupil.hear(Refused)).code == "robot_away"


async def test_the_newest_link_of_a_robot_wins(house: House) -> None:
    async with house.robot_link() as old:
        await old.hear(WelcomeRobot)
        async with house.robot_link() as new:
            await new.hear(WelcomeRobot)
            assert await old.closed() == 4001
            async with house.teacher() as teacher:
                assert (await teacher.hear(WelcomeTeacher)).robot_online


async def test_whoever_asks_whether_the_bridge_is_there_is_answered(house: House) -> None:
    device = await house.paired_device()
    async with (
        house.robot_link() as robot,
        house.pupil(device) as pupil,
        house.teacher() as teacher,
    ):
        assert (await robot.hear(WelcomeRobot)).answers_ping
        assert (await pupil.hear(WelcomePupil)).answers_ping
        assert (await teacher.hear(WelcomeTeacher)).answers_ping
        for one in (robot, pupil, teacher):
            await one.say(Ping())
            await one.hear(Pong)


async def test_a_buddy_sees_the_state_and_may_only_help(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with house.robot_link() as robot, house.buddy() as buddy, house.teacher() as teacher:
            await robot.hear(WelcomeRobot)
            welcome = await buddy.hear(WelcomeTeacher)
            until = house.loan.until_date.isoformat()
            assert (welcome.role, welcome.until) == ("buddy", until)
            welcome = await teacher.hear(WelcomeTeacher)
            assert (welcome.role, welcome.until) == ("teacher", until)
            note = TeacherNote(1, "text", "Well done, Lena")
            outfit = Outfit("Lenas", "mint", "cap")
            await robot.say(snapshot(None, said=note, outfit=outfit))
            assert (await teacher.hear(Snapshot)).said == note
            seen = await buddy.hear(Snapshot)
            assert (seen.said, seen.outfit) == (None, outfit)
            action = TeacherAction(id=new_nonce(), action="call_teacher")
            await buddy.say(action)
            assert await robot.hear(TeacherAction) == action
            refused_action = TeacherAction(id=new_nonce(), action="end")
            await buddy.say(refused_action)
            refused = await buddy.hear(Refused)
            assert (refused.code, refused.re) == ("not_allowed", refused_action.id)
            text = TeacherAction(id=new_nonce(), action="text", text="Well done, Lena")
            await teacher.say(text)
            assert await robot.hear(TeacherAction) == text
    assert "Lena" not in caplog.text
    assert "Well done" not in caplog.text


async def test_a_buddy_who_says_too_much_leaves_room_for_the_teacher(house: House) -> None:
    async with house.robot_link() as robot, house.buddy() as buddy, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await buddy.hear(WelcomeTeacher)
        await teacher.hear(WelcomeTeacher)
        for _ in range(BUDDY_BURST + 1):
            await buddy.say(TeacherAction(id=new_nonce(), action="louder"))
        assert (await buddy.hear(Refused)).code == "too_fast"
        await teacher.say(TeacherAction(id=new_nonce(), action="seen"))
        carried = [(await robot.hear(TeacherAction)).action for _ in range(BUDDY_BURST + 1)]
        assert carried == ["louder"] * BUDDY_BURST + ["seen"]


async def test_the_office_reads_why_a_robot_was_away_and_the_class_that_its_line_broke(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
        async with house.peer(origin=None) as robot:
            hello = hello_robot(house.robot_key, robot.nonce, house.robot.id)
            await robot.say(msgspec.structs.replace(hello, trouble="proxy_password"))
            await robot.hear(WelcomeRobot)
            assert (await teacher.hear(RobotStatus)).online
            robot.socket.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            gone = await teacher.hear(RobotStatus)
            assert (gone.online, gone.lost) == (False, True)
            async with house.teacher() as late:
                assert (await late.hear(WelcomeTeacher)).robot_lost
    assert "robot karlsson-1: it did not reach the bridge before: the proxy wants" in caplog.text
