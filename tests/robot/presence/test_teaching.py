from typing import get_args

import pytest

from bridge.protocol.board import SayPhrase
from bridge.protocol.channels import AskForHelp, Hand, ShowFeeling
from bridge.protocol.fields import RightName
from bridge.protocol.presence import TeacherNote
from bridge.protocol.signaling import TeacherActionName
from robot.presence.classroom import Classroom
from robot.presence.effects import AnswerTeacher, Remember
from robot.presence.events import TeacherActed
from robot.presence.notes import Notes
from robot.presence.phrases import Phrases
from robot.presence.standing import Standing
from robot.presence.teaching import REMEMBERED, Teaching

TO_CHILD: list[TeacherActionName] = [
    "seen",
    "your_turn",
    "feeling_seen",
    "help_coming",
    "say_again",
    "soon",
    "short_break",
    "text",
    "phrase_seen",
]


class Class:
    def __init__(self) -> None:
        self.standing, self.classroom, self.notes = Standing(), Classroom(), Notes()
        self.phrases = Phrases()
        self.teaching = Teaching(self.standing, self.classroom, self.notes, self.phrases)
        self.count = 0

    def act(
        self,
        action: TeacherActionName,
        *,
        somebody: bool = True,
        text: str = "",
        right: RightName | None = None,
    ) -> str | None:
        self.count += 1
        event = TeacherActed(str(self.count), action, 3600.0, text, right)
        *_, answer = self.teaching.hear(event, somebody, 50.0)
        assert isinstance(answer, AnswerTeacher)
        assert answer.id == event.id
        return answer.refused


@pytest.mark.parametrize("action", TO_CHILD)
def test_nothing_is_said_to_nobody(action: TeacherActionName) -> None:
    school = Class()
    assert school.act(action, somebody=False, text="Hello") == "out_of_order"
    assert school.notes.last is None
    assert not school.standing.your_turn


@pytest.mark.parametrize("action", sorted(set(get_args(TeacherActionName)) - set(TO_CHILD)))
def test_the_class_can_always_act(action: TeacherActionName) -> None:
    assert Class().act(action, somebody=False) is None


@pytest.mark.parametrize("action", ["seen", "feeling_seen", "help_coming", "phrase_seen"])
def test_what_was_not_asked_cannot_be_answered(action: TeacherActionName) -> None:
    assert Class().act(action) == "out_of_order"


def test_hand_feeling_and_help_are_each_answered() -> None:
    school = Class()
    school.standing.apply(Hand(1, raised=True), 10.0)
    school.standing.apply(ShowFeeling(2, "sad"), 10.0)
    school.standing.apply(AskForHelp(3, wanted=True), 10.0)
    answers = [school.act(action) for action in ("seen", "feeling_seen", "help_coming")]
    assert answers == [None, None, None]
    assert school.standing.hand_seen
    assert school.standing.feeling_seen
    assert school.standing.help.coming


def test_a_message_reaches_the_child_with_its_words() -> None:
    school = Class()
    assert school.act("short_break") is None
    assert school.notes.last == TeacherNote(1, "short_break")
    assert school.act("text", text="Well done.") is None
    assert school.notes.last == TeacherNote(2, "text", "Well done.")


def test_each_phrase_is_answered_once() -> None:
    school = Class()
    school.phrases.say(SayPhrase(1, 1, "question"), aloud=False)
    assert school.act("phrase_seen") is None
    assert school.phrases.seen
    assert school.act("phrase_seen") == "out_of_order"
    school.phrases.say(SayPhrase(2, 2, "question"), aloud=False)
    assert not school.phrases.seen


def test_a_right_is_forbidden_until_the_day_ends_or_it_is_allowed() -> None:
    school = Class()
    assert school.act("forbid", right="zoom") is None
    assert school.act("forbid", right="sheets", somebody=False) is None
    assert school.classroom.forbids("zoom")
    assert school.act("allow", right="zoom") is None
    assert not school.classroom.forbids("zoom")
    school.classroom.tick(50.0 + 3599.0)
    assert school.classroom.forbids("sheets")
    school.classroom.tick(50.0 + 3600.0)
    assert not school.classroom.forbids("sheets")


def test_a_right_that_is_not_named_changes_nothing() -> None:
    school = Class()
    assert school.act("forbid") is None
    assert school.classroom.remember(50.0) == Remember(paused=False, ended_for_s=0.0)


def test_what_is_forbidden_is_written_down_before_it_is_answered() -> None:
    told = Class().teaching.hear(TeacherActed("x", "forbid", right="still"), True, 50.0)
    assert told == [
        Remember(paused=False, ended_for_s=0.0, forbidden=frozenset({"still"})),
        AnswerTeacher("x", None, lasts=True),
    ]


def test_a_buddy_calls_until_the_teacher_has_seen_it() -> None:
    school = Class()
    school.act("call_teacher", somebody=False)
    assert school.classroom.buddy_call.waits
    school.act("call_seen", somebody=False)
    assert school.classroom.buddy_call.answer == "seen"


def test_only_what_outlives_a_restart_is_written_down() -> None:
    assert not REMEMBERED & set(TO_CHILD)
    assert set(get_args(TeacherActionName)) >= REMEMBERED


def test_words_stand_in_no_log() -> None:
    assert "Well done" not in repr(TeacherActed("a", "text", text="Well done."))


def test_an_action_is_carried_out_once_and_answered_alike() -> None:
    school = Class()
    event = TeacherActed("x", "louder")
    first, again = (school.teaching.hear(event, somebody=False, now=50.0) for _ in range(2))
    assert [type(effect) for effect in first] == [Remember, AnswerTeacher]
    assert again == [AnswerTeacher("x")]
    assert school.classroom.volume == 7


def test_only_a_new_end_ends_a_stay() -> None:
    school = Class()
    assert not school.teaching.ends(TeacherActed("x", "pause"))
    end = TeacherActed("x", "end")
    assert school.teaching.ends(end)
    school.teaching.hear(end, somebody=True, now=50.0)
    assert school.classroom.closed
    assert not school.teaching.ends(end)
