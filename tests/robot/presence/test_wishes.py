import pytest

from bridge.protocol.board import (
    AnswerUnderstood,
    Follow,
    HeldSheets,
    Phrase,
    Rights,
    SayPhrase,
    TakeStill,
)
from bridge.protocol.channels import EventUp, Gesture
from bridge.protocol.fields import RightName
from robot.media.types.framing import Framing
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence import wish_events
from robot.presence.classroom import Classroom
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.phrases import PHRASES_BURST
from robot.presence.rights import ALL_RIGHTS, ChildRights
from robot.presence.viewing import WHOLE
from robot.presence.wishes import Wishes

P = "P" * 22
BOTH = frozenset(MediaPart)


class Desk:
    """A child's wishes at a robot that can do everything."""

    def __init__(self) -> None:
        self.classroom = Classroom()
        self.wishes = Wishes(ChildRights(self.classroom))
        for event in (wish_events.CameraAble(8.0, still=True), wish_events.VoiceInstalled(True)):
            self.wishes.told(event)
        self.wishes.told(wish_events.ClassKeyOpened(True))
        self.now = 50.0
        self.settle()

    def say(
        self, message: EventUp, *, seeing: bool = True, audible: bool = True
    ) -> list[PresenceEffect]:
        said = ev.PupilSaid(P, message)
        return self.wishes.of(said, self.now, seeing=seeing, audible=audible)

    def settle(
        self,
        running: frozenset[MediaPart] = BOTH,
        *,
        somebody: bool = True,
        audible: bool = True,
    ) -> list[PresenceEffect]:
        return self.wishes.settle(running, somebody=somebody, audible=audible)

    def forbid(self, right: RightName) -> None:
        self.classroom.forbid(right, 1000.0)


def test_what_the_parts_can_do_becomes_a_right() -> None:
    desk = Desk()
    assert {desk.wishes.rights.state(right) for right in ALL_RIGHTS} == {"on"}
    desk.wishes.told(wish_events.CameraAble(1.0, still=False))
    desk.wishes.told(wish_events.VoiceInstalled(False))
    desk.wishes.told(wish_events.ClassKeyOpened(False))
    assert desk.wishes.rights.told == Rights("unable", "unable", "unable", "on")
    assert not desk.wishes.can_speak


# ---- the crop


def test_a_crop_goes_to_the_camera_once() -> None:
    desk = Desk()
    desk.wishes.crop(ev.CropAsked(P, 4.0, 0.75, 0.25))
    assert desk.settle() == [fx.SetCrop(4.0, 0.75, 0.25)]
    assert desk.settle() == []
    desk.wishes.crop(ev.CropAsked(P, 4.0, 0.75, 0.25))
    assert desk.settle() == []


def test_a_zoom_that_is_forbidden_is_taken_back_at_once() -> None:
    desk = Desk()
    desk.wishes.crop(ev.CropAsked(P, 4.0, 0.75, 0.25))
    desk.say(Follow(1, on=True))
    desk.settle()
    desk.forbid("zoom")
    assert desk.settle() == [fx.SetCrop(1.0, 0.5, 0.5), fx.FollowTeacher(False)]
    desk.wishes.crop(ev.CropAsked(P, 4.0, 0.75, 0.25))
    assert desk.wishes.viewing.asked == WHOLE
    assert desk.settle() == []


def test_the_class_sees_a_zoom_while_it_leaves() -> None:
    wishes = Desk().wishes
    wishes.told(wish_events.CropShown(2.0))
    assert wishes.is_near(BOTH)
    assert not wishes.is_near(frozenset({MediaPart.SOUND}))
    wishes.told(wish_events.CropShown(1.0))
    assert not wishes.is_near(BOTH)


# ---- following


def test_the_view_follows_until_the_child_moves_it_or_the_teacher_is_gone() -> None:
    desk = Desk()
    assert desk.say(Follow(1, on=True)) == []
    assert desk.settle() == [fx.FollowTeacher(True)]
    desk.wishes.told(wish_events.FollowingEnded())
    assert desk.settle() == [fx.FollowTeacher(False)]
    desk.say(Follow(2, on=True))
    desk.settle()
    desk.wishes.crop(ev.CropAsked(P, 2.0, 0.5, 0.5))
    assert fx.FollowTeacher(False) in desk.settle()


def test_nobody_is_followed_without_a_picture() -> None:
    desk = Desk()
    desk.say(Follow(1, on=True))
    desk.settle()
    sound = frozenset({MediaPart.SOUND})
    assert desk.settle(sound) == [fx.FollowTeacher(False)]
    assert desk.settle() == [fx.FollowTeacher(True)]


# ---- the still


def test_a_still_is_taken_where_the_child_sees() -> None:
    desk = Desk()
    assert desk.say(TakeStill(1)) == [fx.AskStill(P)]
    assert desk.say(TakeStill(2)) == []
    desk.wishes.told(wish_events.StillChanged("sending"))
    assert desk.say(TakeStill(3), seeing=False) == []
    assert desk.wishes.viewing.still == "failed"


def test_a_still_that_is_not_taken_fails_by_itself() -> None:
    desk = Desk()
    desk.say(TakeStill(1))
    (due_s,) = desk.wishes.deadlines()
    desk.wishes.tick(due_s)
    assert desk.wishes.viewing.still == "failed"


def test_a_still_that_is_forbidden_stops_on_its_way() -> None:
    desk = Desk()
    desk.say(TakeStill(1))
    desk.wishes.told(wish_events.StillChanged("sending"))
    desk.forbid("still")
    assert desk.settle() == [fx.AllowTransfers(still=False, sheets=True, to_child=True)]
    assert desk.wishes.viewing.still == "none"


# ---- phrases


def test_a_phrase_is_shown_and_spoken_if_the_child_wants() -> None:
    desk = Desk()
    assert desk.say(SayPhrase(1, 1, "again")) == []
    assert desk.wishes.phrases.newest == Phrase(1, "again")
    assert desk.say(SayPhrase(2, 2, "text", "Where? ", aloud=True)) == [fx.Speak("text", "Where?")]
    assert desk.wishes.phrases.newest == Phrase(2, "text", "Where?", aloud=True)


@pytest.mark.parametrize("voiceless", [True, False], ids=["no voice", "in a break"])
def test_a_phrase_that_cannot_be_spoken_is_shown(voiceless: bool) -> None:
    desk = Desk()
    if voiceless:
        desk.wishes.told(wish_events.VoiceInstalled(False))
    assert desk.say(SayPhrase(1, 1, "yes", aloud=True), audible=voiceless) == []
    assert desk.wishes.phrases.newest == Phrase(1, "yes", aloud=False)


def test_a_pause_and_a_forbidden_voice_silence_it_in_the_middle_of_a_word() -> None:
    desk = Desk()
    desk.say(SayPhrase(1, 1, "yes", aloud=True))
    assert desk.settle() == []
    assert desk.settle(audible=False) == [fx.StopSpeaking()]
    assert desk.settle(audible=False) == []
    desk.say(SayPhrase(2, 2, "yes", aloud=True))
    desk.forbid("speech")
    assert desk.settle() == [fx.StopSpeaking()]


def test_phrases_come_no_faster_than_a_person_says_them() -> None:
    wishes = Desk().wishes
    said = [wishes.takes(SayPhrase(n, n, "no"), 50.0) for n in range(1, PHRASES_BURST + 2)]
    assert said == [*[True] * PHRASES_BURST, False]
    assert wishes.takes(Gesture(9, "nod"), 50.0)


# ---- rights


@pytest.mark.parametrize(
    ("right", "message", "what"),
    [
        ("still", TakeStill(1), "still"),
        ("zoom", Follow(1, on=True), "follow"),
        ("speech", SayPhrase(1, 1, "yes", aloud=True), "phrase"),
    ],
)
def test_what_a_right_forbids_is_refused(right: RightName, message: EventUp, what: str) -> None:
    desk = Desk()
    desk.forbid(right)
    assert desk.say(message) == [fx.RefuseWish(P, what, "not_allowed", "channel")]
    assert (desk.wishes.phrases.newest, desk.wishes.viewing.still) == (None, "none")
    assert not desk.wishes.viewing.following


def test_what_needs_no_right_is_taken_without_any() -> None:
    desk = Desk()
    for right in ALL_RIGHTS:
        desk.forbid(right)
    assert desk.say(SayPhrase(1, 1, "yes")) == []
    assert desk.say(Follow(2, on=False)) == []
    assert desk.say(AnswerUnderstood(3, "no")) == []
    assert desk.wishes.phrases.newest is not None
    assert desk.wishes.understood.answer == "no"


def test_words_of_a_child_stand_in_no_effect_that_is_logged() -> None:
    assert "Where" not in repr(fx.Speak("text", "Where?"))


# ---- transfers


def test_nothing_crosses_to_nobody_and_nothing_leaves_in_a_pause() -> None:
    desk = Desk()
    nothing: frozenset[MediaPart] = frozenset()
    paused = fx.AllowTransfers(still=True, sheets=True, to_child=False)
    assert desk.settle(nothing) == [paused]
    assert desk.settle(nothing, somebody=False) == [
        fx.AllowTransfers(still=False, sheets=False, to_child=False)
    ]
    assert desk.settle() == [fx.AllowTransfers(still=True, sheets=True, to_child=True)]


def test_with_the_stay_everything_goes() -> None:
    desk = Desk()
    desk.wishes.crop(ev.CropAsked(P, 4.0, 0.75, 0.25))
    desk.say(SayPhrase(1, 1, "yes", aloud=True))
    desk.say(AnswerUnderstood(2, "yes"))
    desk.say(TakeStill(3))
    desk.wishes.told(wish_events.SheetsHeld(2, (3,), ("to_class",)))
    desk.wishes.told(wish_events.TransferChanged("sheet"))
    desk.settle()
    assert desk.wishes.viewing.asked == Framing(4.0, 0.75, 0.25)
    assert desk.wishes.forget() == [fx.ForgetPictures()]
    assert desk.settle(frozenset(), somebody=False, audible=False) == [
        fx.StopSpeaking(),
        fx.SetCrop(1.0, 0.5, 0.5),
        fx.AllowTransfers(still=False, sheets=False, to_child=False),
    ]
    wishes = desk.wishes
    assert (wishes.phrases.newest, wishes.understood.answer) == (None, None)
    assert (wishes.viewing.still, wishes.sheets, wishes.transferring) == (
        "none",
        HeldSheets(),
        None,
    )
