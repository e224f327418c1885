from pathlib import Path

import msgspec

from bridge.protocol import binding, sdp
from bridge.protocol.channels import Ack, Ended, Refused
from bridge.protocol.presence import ReleaseState, SavedView, Snapshot
from bridge.protocol.signaling import Answer, Done, Inside, RelayDown
from robot.call.call import CallId
from robot.messenger import MOST_ADMITTED
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.storage.note import FILE
from tests.bridge.protocol import samples
from tests.deadline import WAIT_S
from tests.robot.steering.test_steering import state
from tests.robot.theatre import (
    ID,
    PUPIL,
    P,
    Theatre,
    guest,
)


async def test_a_saved_place_is_told_at_once(theatre: Theatre) -> None:
    theatre.performs(fx.Rise(), fx.SaveView("table"))
    theatre.messenger.send_snapshot(1.0)
    [told] = theatre.link.sent
    assert isinstance(told, Snapshot)
    assert told.views == (SavedView("table", 0.0, 0.0),)


async def test_a_robot_that_runs_as_usual_says_nothing_of_a_safe_mode(theatre: Theatre) -> None:
    theatre.performs(fx.Rise(), fx.SaveView("table"))
    theatre.messenger.send_snapshot(1.0)
    assert b"safe_mode" not in msgspec.json.encode(theatre.link.sent[0])


async def test_the_bridge_is_told_what_concerns_it(theatre: Theatre) -> None:
    theatre.performs(
        fx.RefusePupil(P, "busy"),
        fx.EndPresence(P, "left"),
        fx.AnswerTeacher(ID),
        fx.SendAck(P, 3, "relay"),
    )
    refused, *others = theatre.link.sent
    assert isinstance(refused, Refused)
    assert (refused.code, refused.re) == ("busy", P)
    assert others == [Ended(P, "left"), Done(ID), RelayDown(P, Ack(3))]


async def test_the_bridge_is_told_who_is_inside_when_somebody_is(theatre: Theatre) -> None:
    theatre.messenger.tell_who_is_inside()
    assert theatre.link.sent == []
    for event in (ev.BodyLinked(), ev.BodyReported("asleep"), ev.Invited(PUPIL.public, P, 1)):
        theatre.stage.machine.handle(event, 0.0)
    theatre.messenger.tell_who_is_inside()
    assert theatre.link.sent == [Inside(P, PUPIL.public)]


async def test_an_acknowledgement_takes_the_other_road_when_the_channel_is_gone(
    theatre: Theatre,
) -> None:
    theatre.performs(fx.SendAck(P, 3, "channel"))
    assert theatre.link.sent == [RelayDown(P, Ack(3))]


async def test_a_lasting_answer_waits_until_the_wish_is_written_down(
    theatre: Theatre, tmp_path: Path
) -> None:
    theatre.performs(fx.Remember(paused=True, ended_for_s=0.0), fx.AnswerTeacher(ID, lasts=True))
    assert theatre.link.sent == []
    theatre.messenger.answer_kept()
    assert theatre.link.sent == []
    await theatre.keeper.flush(WAIT_S)
    theatre.messenger.answer_kept()
    assert theatre.link.sent == [Done(ID)]
    assert msgspec.json.decode((tmp_path / FILE).read_bytes())["paused"] is True
    theatre.performs(fx.Remember(paused=True, ended_for_s=0.0), fx.AnswerTeacher(ID, lasts=True))
    assert theatre.link.sent == [Done(ID), Done(ID)]


async def test_what_the_disk_does_not_take_is_said_to_whoever_asks(
    theatre: Theatre, tmp_path: Path
) -> None:
    tmp_path.joinpath(FILE).mkdir()
    theatre.performs(fx.Remember(paused=True, ended_for_s=0.0), fx.AnswerTeacher(ID, lasts=True))
    await theatre.keeper.flush(WAIT_S)
    theatre.messenger.answer_kept()
    theatre.performs(fx.AnswerTeacher(ID, lasts=True), fx.AnswerTeacher(ID))
    assert theatre.link.sent == [Done(ID, "not_kept"), Done(ID, "not_kept"), Done(ID)]


async def test_a_disk_that_does_not_answer_is_waited_for_no_longer_than_the_page_waits(
    theatre: Theatre,
) -> None:
    theatre.performs(fx.Remember(paused=True, ended_for_s=0.0), fx.AnswerTeacher(ID, lasts=True))
    due_s = theatre.messenger.deadline
    assert due_s is not None
    theatre.messenger.answer_late(due_s - 0.1)
    assert theatre.link.sent == []
    theatre.messenger.answer_late(due_s)
    assert theatre.link.sent == [Done(ID, "not_kept")]


async def test_a_flood_is_not_answered_word_for_word(theatre: Theatre) -> None:
    theatre.link.many = 100
    theatre.performs(
        fx.AnswerTeacher(ID, "too_fast"), fx.AnswerTeacher(ID, "out_of_order"), fx.AnswerTeacher(ID)
    )
    assert theatre.link.sent == [Done(ID, "out_of_order"), Done(ID)]


async def test_a_state_for_which_the_link_has_no_room_is_told_later(theatre: Theatre) -> None:
    theatre.performs(fx.SendSnapshot())
    theatre.link.has_room = False
    theatre.messenger.send_snapshot(1.0)
    theatre.link.has_room = True
    theatre.messenger.send_snapshot(2.0)
    assert [type(message) for message in theatre.link.sent] == [Snapshot]


async def test_an_answer_is_signed_for_the_pupil_who_asked(theatre: Theatre) -> None:
    text = samples.sdp("aiortc_answer.sdp")
    await theatre.accepts(guest())
    theatre.messenger.answer(CallId(P, 1), text)
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
    )
    theatre.messenger.answer(CallId(P, 1), text)
    assert len(theatre.link.sent) == 1


async def test_a_child_whose_call_failed_is_told_once(theatre: Theatre) -> None:
    await theatre.accepts(guest())
    theatre.messenger.failed(CallId(P, 1))
    theatre.messenger.failed(CallId(P, 1))
    [refused] = theatre.link.sent
    assert isinstance(refused, Refused)
    assert (refused.code, refused.re) == ("internal", P)


async def test_a_head_that_counts_turns_is_told_within_the_limits(theatre: Theatre) -> None:
    theatre.steering.report(state(1234.5, -1e9), 0.0)
    theatre.steering.telling.changed(0.0)
    theatre.messenger.send_snapshot(0.0)
    [snapshot] = theatre.link.sent
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.pan_deg, snapshot.tilt_deg) == (360.0, -360.0)


async def test_refused_guests_take_no_answer_away(theatre: Theatre) -> None:
    await theatre.accepts(guest())
    for number in range(MOST_ADMITTED + 1):
        other = f"{number}" * 22
        theatre.messenger.expect(guest(presence=other))
        theatre.performs(fx.RefusePupil(other, "busy"))
    theatre.messenger.answer(CallId(P, 1), samples.sdp("aiortc_answer.sdp"))
    assert isinstance(theatre.link.sent[-1], Answer)


async def test_only_the_newest_accepted_invitations_wait(theatre: Theatre) -> None:
    for attempt in range(1, MOST_ADMITTED + 2):
        await theatre.accepts(guest(attempt))
    theatre.messenger.answer(CallId(P, 1), samples.sdp("aiortc_answer.sdp"))
    assert theatre.link.sent == []


async def test_snapshots_count_up_and_carry_head_and_pose(theatre: Theatre) -> None:
    theatre.performs(fx.SendSnapshot())
    theatre.steering.report(state(10.0, -5.0), 1.0)
    theatre.messenger.send_snapshot(1.0)
    theatre.messenger.send_snapshot(1.0)
    theatre.stage.perform([fx.SendSnapshot()], 2.0)
    theatre.messenger.send_snapshot(2.0)
    first, second = theatre.link.sent
    assert isinstance(first, Snapshot)
    assert (first.pan_deg, first.tilt_deg) == (10.0, -5.0)
    assert first.head is not None
    assert (first.head.pan_max_deg, first.head.lens_deg) == (90.0, 66.0)
    assert second.seq > first.seq


async def test_nobody_is_there_to_be_told_the_pose(theatre: Theatre) -> None:
    theatre.messenger.send_pose(theatre.steering.pose, "relay")
    assert theatre.link.sent == []


async def test_a_child_is_told_what_it_has_no_right_to(theatre: Theatre) -> None:
    theatre.performs(fx.RefuseWish(P, "still", "not_allowed", "relay"))
    (told,) = theatre.link.sent
    assert isinstance(told, RelayDown)
    assert isinstance(told.message, Refused)
    assert (told.message.code, told.message.re) == ("not_allowed", "still")


async def test_the_release_is_told_once_to_each_link(theatre: Theatre) -> None:
    theatre.messenger.release = ReleaseState("1.5.0", "1.4.9")
    theatre.messenger.tell_who_is_inside()
    for now, told in ((1.0, True), (2.0, False)):
        theatre.steering.telling.changed(now)
        theatre.performs(fx.Rise(), fx.SaveView("table"))
        theatre.messenger.send_snapshot(now)
        snapshot = theatre.link.sent.pop()
        assert isinstance(snapshot, Snapshot)
        assert (snapshot.release == ReleaseState("1.5.0", "1.4.9")) is told
