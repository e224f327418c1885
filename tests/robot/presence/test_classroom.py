import math

import pytest

from hardware.contract.wire import Fault, FaultCode, ServoHealth
from robot.presence.classroom import RELEASE_S, Classroom
from robot.presence.effects import Remember
from robot.presence.events import BodyReported, DayTold
from robot.presence.loudness import USUAL


def fault(code: FaultCode) -> Fault:
    return Fault(code=code, part="pan", text=f"{code} in words")


def paused_by(classroom: Classroom) -> tuple[str, ...]:
    return classroom.paused_by


def lost(classroom: Classroom) -> tuple[str, ...]:
    return classroom.lost


def is_closed(classroom: Classroom) -> bool:
    return classroom.closed


def test_button_and_teacher_pause_apart_and_each_lifts_its_own() -> None:
    classroom = Classroom()
    classroom.body_reported(BodyReported("present", paused=True), now=1.0)
    classroom.act("pause")
    assert paused_by(classroom) == ("button", "teacher")
    classroom.act("resume")
    assert paused_by(classroom) == ("button",)
    classroom.body_reported(BodyReported("present", paused=False), now=1.0)
    assert paused_by(classroom) == ()


def test_a_button_stays_latched_while_the_body_is_away() -> None:
    classroom = Classroom()
    classroom.body_reported(BodyReported("paused", paused=True), now=1.0)
    classroom.body_lost()
    assert paused_by(classroom) == ("button",)


def test_closed_for_today_opens_when_the_day_is_over() -> None:
    classroom = Classroom()
    classroom.close(100.0)
    assert classroom.deadlines() == [100.0]
    classroom.tick(99.0)
    assert is_closed(classroom)
    classroom.tick(100.0)
    assert not is_closed(classroom)
    assert classroom.deadlines() == []


def test_what_was_closed_stays_so_until_the_day_is_told() -> None:
    classroom = Classroom(closed_until_s=math.inf, volume=9)
    assert classroom.deadlines() == []
    classroom.tick(1e9)
    assert is_closed(classroom)
    assert classroom.day_told(DayTold(60.0, volume_counts=True), now=5.0)
    assert (classroom.deadlines(), classroom.volume) == ([65.0], 9)
    assert classroom.day_told(DayTold(0.0, volume_counts=False), now=6.0)
    assert not is_closed(classroom)
    assert classroom.volume == USUAL


def test_an_open_robot_is_not_closed_by_the_day() -> None:
    classroom = Classroom()
    assert not classroom.day_told(DayTold(60.0, volume_counts=True), now=5.0)
    assert not is_closed(classroom)


def test_resume_opens_what_was_closed_for_today() -> None:
    classroom = Classroom(paused_by_teacher=True, closed_until_s=100.0)
    classroom.act("resume")
    assert not is_closed(classroom)
    assert classroom.remember(5.0) == Remember(paused=False, ended_for_s=0.0)


def test_what_outlives_a_restart_is_told_in_seconds_left() -> None:
    classroom = Classroom()
    classroom.act("pause")
    classroom.close(100.0)
    assert classroom.remember(40.0) == Remember(paused=True, ended_for_s=60.0)


def test_a_body_away_is_a_fault_and_named() -> None:
    classroom = Classroom()
    assert classroom.faulty
    assert lost(classroom) == ("body",)
    assert "Körper" in (classroom.fault_text or "")


@pytest.mark.parametrize("code", ["lights", "driver", "servo_stalled", "servo_hot"])
def test_any_fault_of_the_body_counts_and_is_named(code: FaultCode) -> None:
    classroom = Classroom()
    classroom.body_linked()
    classroom.body_reported(BodyReported("present", faults=(fault(code),)), now=1.0)
    assert classroom.faulty
    assert (classroom.fault_text, classroom.fault_code) == (f"pan: {code} in words", code)


def test_failed_parts_are_tried_again_until_they_work() -> None:
    classroom = Classroom()
    broken = BodyReported("fault", faults=(fault("servo_silent"),))
    classroom.body_reported(broken, now=1.0)
    classroom.body_reported(broken, now=5.0)
    assert classroom.deadlines() == [1.0 + RELEASE_S]
    assert not classroom.tick(RELEASE_S)
    assert classroom.tick(1.0 + RELEASE_S)
    assert not classroom.tick(2.0 + RELEASE_S)
    classroom.body_reported(BodyReported("present"), now=30.0)
    assert classroom.deadlines() == []


def test_lost_parts_are_named_in_a_fixed_order() -> None:
    classroom = Classroom()
    classroom.body_linked()
    classroom.troubles.changed("speaker", lost=True)
    classroom.troubles.changed("camera", lost=True)
    assert lost(classroom) == ("camera", "speaker")
    classroom.troubles.changed("camera", lost=False)
    assert lost(classroom) == ("speaker",)


def test_a_body_that_does_not_answer_is_named_with_its_remedy() -> None:
    classroom = Classroom()
    (trouble,) = classroom.broken
    assert trouble.part == "body"
    assert "systemctl status karlsson-body" in trouble.text
    classroom.body_linked()
    assert classroom.broken == ()


def test_teacher_and_buttons_turn_the_same_volume() -> None:
    classroom = Classroom()
    classroom.act("louder")
    classroom.turn_volume(-3)
    classroom.act("quieter")
    assert classroom.volume == 3


def test_warm_motors_are_told_until_the_body_is_away() -> None:
    classroom = Classroom()
    warm = (ServoHealth("pan", load=0.1, temperature_c=60.0),)
    classroom.body_reported(BodyReported("present", servos=warm), now=1.0)
    told = [classroom.strained.told]
    classroom.body_lost()
    assert [*told, classroom.strained.told] == ["warm", "none"]


def test_a_pause_a_fault_and_the_end_of_the_day_stop_all_media() -> None:
    def healthy() -> Classroom:
        classroom = Classroom()
        classroom.body_reported(BodyReported("present"), now=1.0)
        return classroom

    assert not healthy().stops_media
    paused, faulty, closed, away = (healthy() for _ in range(4))
    paused.act("pause")
    faulty.body_reported(BodyReported("fault", faults=(fault("lights"),)), now=2.0)
    closed.close(100.0)
    away.body_lost()
    assert all(one.stops_media for one in (paused, faulty, closed, away))
