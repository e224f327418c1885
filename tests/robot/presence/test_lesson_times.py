"""The loan's times at the robot itself: it needs no bridge to keep to them."""

from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.lesson_times import OPENED_S, LessonTimes
from tests.robot.stages import ANNA, ENTER, P, Q, Stage, only

AN_HOUR_S = 3600.0


def told(
    stage: Stage, *spans: tuple[float, float], by_teacher: bool = False
) -> list[PresenceEffect]:
    now = stage.now
    openings = tuple((now + first, now + last) for first, last in spans)
    return stage.say(ev.LoanTold("loan", openings=openings, by_teacher=by_teacher))


def test_a_loan_without_times_is_always_open() -> None:
    times = LessonTimes()
    assert not times.outside
    assert not times.over
    assert times.deadlines() == []


def test_the_lesson_ends_at_its_time_without_a_word_of_the_bridge() -> None:
    stage = Stage()
    told(stage, (-1.0, 0.5))
    for event in ENTER:
        stage.say(event)
    effects = stage.wait(0.5)
    stop = effects.index(fx.StopMedia(MediaPart.PICTURE))
    assert stop < effects.index(fx.EndPresence(P, "lesson_over"))
    assert fx.RefusePupil(Q, "closed_now") in stage.say(ev.Invited(ANNA, Q, 1))


def test_nobody_comes_in_before_the_lesson_and_a_child_does_in_it() -> None:
    stage = Stage()
    told(stage, (AN_HOUR_S, 2 * AN_HOUR_S))
    assert fx.RefusePupil(P, "closed_now") in stage.say(ev.Invited(ANNA, P, 1))
    stage.wait(AN_HOUR_S)
    assert fx.Accept(Q, 1) in stage.say(ev.Invited(ANNA, Q, 1))


def test_a_loan_that_is_locked_ends_the_lesson_at_once() -> None:
    stage = Stage(*ENTER)
    assert only(told(stage), fx.EndPresence) == [fx.EndPresence(P, "lesson_over")]


def test_the_teacher_opens_each_lesson() -> None:
    stage = Stage()
    told(stage, (-1.0, 24 * AN_HOUR_S), by_teacher=True)
    assert stage.signal == "not_allowed"
    assert fx.RefusePupil(P, "not_allowed") in stage.say(ev.Invited(ANNA, P, 1))
    stage.say(ev.TeacherActed("open", "resume"))
    assert fx.Accept(Q, 1) in stage.say(ev.Invited(ANNA, Q, 1))
    assert fx.EndPresence(Q, "ended_by_class") in stage.say(ev.TeacherActed("end", "end"))
    assert fx.RefusePupil(P, "not_allowed") in stage.say(ev.Invited(ANNA, P, 1))


def test_what_the_teacher_opened_does_not_last_until_the_next_day() -> None:
    times = LessonTimes()
    times.told(((0.0, 90_000.0),), by_teacher=True, now=1.0)
    times.open(1.0)
    assert not times.over
    assert times.deadlines() == [90_000.0, 1.0 + OPENED_S]
    times.tick(1.0 + OPENED_S)
    assert times.over


def test_an_opening_closes_on_its_last_second() -> None:
    times = LessonTimes()
    times.told(((10.0, 20.0), (20.5, 30.0)), by_teacher=False, now=0.0)
    seen = []
    for now in (9.9, 10.0, 19.9, 20.0, 20.5, 30.0):
        times.tick(now)
        seen.append(times.outside)
    assert seen == [True, False, False, True, False, True]
