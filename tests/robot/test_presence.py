import re
from collections.abc import Iterable

import pytest

from bridge.protocol.channels import (
    Bye,
    Hand,
    Line,
    ListenOnly,
    Microphone,
    Rest,
    ShowFeeling,
    SoundOnly,
    Whisper,
)
from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from bridge.protocol.signaling import TeacherActionName
from hardware.wire import Fault
from robot import events as ev
from robot import presence as module
from robot.classroom import RELEASE_S, Classroom
from robot.events import Effect, Event, Part, Reason
from robot.presence import JOIN_S, PresenceMachine, State
from robot.standing import HAND_WAITS_S, SEEN_S, TURN_S

P, Q = "P" * 22, "Q" * 22
ANNA, BEN = "A" * 43, "B" * 43


class Stage:
    """The machine with a body that shows what it is told, and a clock."""

    def __init__(self, *events: Event, classroom: Classroom | None = None) -> None:
        self.machine = PresenceMachine(classroom)
        self.now = 100.0
        self.told: list[Effect] = []
        self.paused = False
        self.away = False
        self.faults: tuple[Fault, ...] = ()
        for event in (ev.BodyLinked(), ev.BodyReported("asleep"), *events):
            self.say(event)

    def say(self, event: Event) -> list[Effect]:
        """Hand in an event, and let the body report what it was then told to show."""
        if isinstance(event, ev.BodyLinked | ev.BodyLost):
            self.away = isinstance(event, ev.BodyLost)
        if isinstance(event, ev.BodyReported):
            self.faults = event.faults
        return self._follow(self.machine.handle(event, self.now))

    def wait(self, seconds: float) -> list[Effect]:
        """Let time pass, with every tick that falls due."""
        end_s = self.now + seconds
        told: list[Effect] = []
        while (due_s := self.machine.deadline) is not None and due_s <= end_s:
            self.now = max(self.now, due_s)
            told += self._follow(self.machine.tick(self.now))
        self.now = end_s
        return told

    def _follow(self, effects: list[Effect]) -> list[Effect]:
        told = list(effects)
        for effect in effects:
            if isinstance(effect, ev.Show) and not self.away:
                report = ev.BodyReported(effect.signal, self.paused, self.faults)
                told += self._follow(self.machine.handle(report, self.now))
        self.told += told
        return told

    @property
    def signal(self) -> str:
        return self.machine.snapshot().signal


JOIN = (ev.Invited(ANNA, P, 1),)
ENTER = (*JOIN, ev.Connected(P, 1))
PAUSE = ev.TeacherActed("pause-1", "pause")
HOT = Fault(code="servo_hot", part="pan", text="70 degrees")


def only(effects: Iterable[Effect], *kinds: type[Effect]) -> list[Effect]:
    return [effect for effect in effects if isinstance(effect, kinds)]


# ---- coming and going


def test_a_child_joins_with_the_light_before_the_camera() -> None:
    stage = Stage()
    effects = stage.say(ev.Invited(ANNA, P, 1))
    assert effects.index(ev.Accept(P, 1)) < effects.index(ev.Show("joining"))
    assert effects.index(ev.Show("joining")) < effects.index(ev.StartMedia(Part.PICTURE))
    assert stage.machine.state is State.JOINING


def test_a_connected_child_is_shown_as_present() -> None:
    stage = Stage(*ENTER)
    assert stage.signal == "present"
    assert stage.machine.snapshot().connected


def test_leaving_closes_the_camera_before_the_light_goes_out() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.PupilLeft(P))
    stop = effects.index(ev.StopMedia(Part.PICTURE))
    assert stop < effects.index(ev.End(P, "left")) < effects.index(ev.Show("asleep"))
    assert ev.ParkHead(forget=True) in effects
    assert stage.machine.state is State.ASLEEP


def test_goodbye_is_acknowledged_before_the_stay_ends() -> None:
    effects = Stage(*ENTER).say(ev.Said(P, Bye(seq=9)))
    assert effects[0] == ev.Ack(P, 9, "channel")
    assert ev.End(P, "left") in effects


def test_a_child_that_never_connects_is_let_go() -> None:
    stage = Stage(*JOIN)
    assert ev.End(P, "gone") in stage.wait(JOIN_S)
    assert stage.signal == "asleep"


def test_shutting_down_ends_the_stay() -> None:
    assert ev.End(P, "shutdown") in Stage(*ENTER).say(ev.ShutDown())


# ---- who may come in


def test_another_child_is_told_that_the_robot_is_busy_and_nothing_is_built() -> None:
    stage = Stage(*ENTER)
    assert stage.say(ev.Invited(BEN, Q, 1)) == [ev.Refuse(Q, "busy")]
    assert stage.machine.presence == P


def test_a_higher_attempt_is_built_beside_and_replaces_when_it_stands() -> None:
    stage = Stage(*ENTER)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [ev.Accept(P, 2)]
    assert stage.machine.state is State.PRESENT
    assert ev.CloseCalls(P, below=2) in stage.say(ev.Connected(P, 2))


@pytest.mark.parametrize("attempt", [1, 2])
def test_an_attempt_that_is_not_higher_is_refused(attempt: int) -> None:
    stage = Stage(*JOIN, ev.Invited(ANNA, P, 2))
    assert stage.say(ev.Invited(ANNA, P, attempt)) == [ev.Refuse(P, "replayed")]


def test_an_older_attempt_that_connects_late_is_good_until_the_newer_one_stands() -> None:
    stage = Stage(*JOIN, ev.Invited(ANNA, P, 2), ev.Connected(P, 1))
    assert stage.machine.state is State.PRESENT
    stage.say(ev.Connected(P, 2))
    stage.say(ev.Connected(P, 1))
    assert stage.machine.stale == 1


def test_a_reloaded_tab_takes_over_at_once_with_hand_and_feeling() -> None:
    stage = Stage(
        *ENTER,
        ev.Said(P, Hand(seq=7, raised=True)),
        ev.Said(P, ShowFeeling(seq=8, feeling="happy")),
        ev.Said(P, Microphone(seq=9, on=True)),
    )
    effects = stage.say(ev.Invited(ANNA, Q, 1))
    assert only(effects, ev.End, ev.CloseCalls, ev.Accept) == [
        ev.End(P, "taken_over"),
        ev.CloseCalls(P),
        ev.Accept(Q, 1),
    ]
    assert not only(effects, ev.StopMedia)
    assert ev.MuteVoice() in effects
    snapshot = stage.machine.snapshot()
    assert (snapshot.hand.raised, snapshot.feeling, snapshot.microphone) == (True, "happy", False)
    stage.say(ev.Said(Q, Microphone(seq=1, on=True)))
    assert stage.machine.snapshot().microphone


def test_an_old_tab_that_was_taken_over_hears_so_again_and_takes_nothing_back() -> None:
    stage = Stage(*ENTER, ev.Invited(ANNA, Q, 1))
    assert stage.say(ev.Invited(ANNA, P, 2)) == [ev.End(P, "taken_over")]
    assert stage.machine.presence == Q
    assert stage.machine.stale == 1


def test_a_child_whose_line_was_gone_too_long_comes_back_with_a_new_stay() -> None:
    stage = Stage(*ENTER)
    stage.wait(GRACE_S)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [ev.End(P, "gone")]
    assert ev.Accept(Q, 3) in stage.say(ev.Invited(ANNA, Q, 3))


@pytest.mark.parametrize(
    ("end", "reason"),
    [(ev.PupilLeft(P), "left"), (ev.TeacherActed("a", "end"), "ended_by_class")],
)
def test_a_stay_that_is_over_never_begins_again(end: Event, reason: Reason) -> None:
    stage = Stage(*ENTER, end)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [ev.End(P, reason)]
    assert stage.machine.state is State.ASLEEP


def test_nobody_enters_a_body_that_cannot_show_it() -> None:
    stage = Stage(ev.BodyLost())
    assert ev.Refuse(P, "fault") in stage.say(ev.Invited(ANNA, P, 1))


def test_nobody_is_let_in_under_a_servos_fault_and_nothing_opens() -> None:
    stage = Stage(ev.BodyReported("fault", faults=(HOT,)))
    effects = stage.say(ev.Invited(ANNA, P, 1))
    assert effects == [ev.Refuse(P, "fault")]
    stage.say(ev.BodyReported("asleep"))
    assert ev.Accept(P, 1) in stage.say(ev.Invited(ANNA, P, 1))


def test_a_child_inside_may_rebuild_its_line_while_the_body_is_away() -> None:
    stage = Stage(*ENTER, ev.BodyLost())
    assert stage.say(ev.Invited(ANNA, P, 2)) == [ev.Accept(P, 2)]


# ---- the line


def test_a_second_of_silence_says_that_the_line_is_bad_and_a_beat_brings_it_back() -> None:
    stage = Stage(*ENTER)
    stage.wait(LOST_AFTER_S)
    assert stage.machine.state is State.RECONNECTING
    assert stage.signal == "line_bad"
    assert stage.machine.snapshot().line == "lost"
    stage.say(ev.Heard(P))
    assert stage.signal == "present"


def test_beats_keep_a_child_present() -> None:
    stage = Stage(*ENTER)
    for _ in range(100):
        stage.wait(LOST_AFTER_S - 0.1)
        stage.say(ev.Heard(P))
    assert stage.machine.state is State.PRESENT


def test_a_lost_connection_keeps_the_stay_for_the_grace_and_then_ends_it() -> None:
    stage = Stage(*ENTER, ev.PeerLost(P, 1))
    assert stage.machine.state is State.RECONNECTING
    assert not only(stage.wait(GRACE_S - 0.1), ev.End)
    assert ev.End(P, "gone") in stage.wait(0.1)


def test_signs_of_life_through_the_bridge_keep_the_stay_but_not_the_line() -> None:
    stage = Stage(*ENTER, ev.PeerLost(P, 1))
    for _ in range(3):
        stage.wait(GRACE_S - 1.0)
        stage.say(
            ev.Said(P, Hand(seq=stage.told.count(ev.SendPresence()) + 1, raised=True), "relay")
        )
    assert stage.machine.state is State.RECONNECTING
    assert stage.machine.presence == P


def test_a_new_attempt_after_a_lost_line_brings_the_child_back_with_its_hand() -> None:
    stage = Stage(*ENTER, ev.Said(P, Hand(seq=1, raised=True)), ev.PeerLost(P, 1))
    stage.wait(10.0)
    stage.say(ev.Invited(ANNA, P, 2))
    stage.say(ev.Connected(P, 2))
    assert stage.machine.state is State.PRESENT
    assert stage.signal == "hand"


def test_a_poor_line_does_not_hide_the_hand() -> None:
    stage = Stage(*ENTER, ev.Said(P, Line(seq=1, level="poor")))
    assert stage.signal == "line_bad"
    stage.say(ev.Said(P, Hand(seq=2, raised=True)))
    assert stage.signal == "hand"


# ---- what the child does


def test_a_hand_goes_up_waits_is_seen_and_comes_down() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.Said(P, Hand(seq=1, raised=True)))
    assert ev.Ack(P, 1, "channel") in effects
    assert ev.MoveArm(True) in effects
    assert stage.signal == "hand"
    for _ in range(int(HAND_WAITS_S)):
        stage.wait(0.99)
        stage.say(ev.Heard(P))
    stage.wait(0.9)
    assert stage.signal == "hand_waiting"
    stage.say(ev.TeacherActed("seen-1", "seen"))
    assert stage.signal == "seen"
    stage.say(ev.Heard(P))
    stage.wait(0.9)
    stage.say(ev.Heard(P))
    stage.wait(0.9)
    stage.say(ev.Heard(P))
    stage.wait(SEEN_S - 1.8)
    assert stage.signal == "hand"
    assert ev.MoveArm(False) in stage.say(ev.Said(P, Hand(seq=2, raised=False)))
    assert stage.signal == "present"


def test_a_message_that_came_twice_is_acknowledged_twice_and_done_once() -> None:
    stage = Stage(*ENTER, ev.Said(P, Microphone(seq=5, on=True)))
    effects = stage.say(ev.Said(P, Microphone(seq=5, on=True), "relay"))
    assert effects == [ev.Ack(P, 5, "relay")]


def test_the_voice_is_played_only_with_the_microphone_on() -> None:
    stage = Stage(*ENTER)
    assert ev.UnmuteVoice() not in stage.told
    assert ev.UnmuteVoice() in stage.say(ev.Said(P, Microphone(seq=1, on=True)))
    assert ev.MuteVoice() in stage.say(ev.Said(P, ListenOnly(seq=2, on=True)))
    assert stage.signal == "resting"


def test_a_break_closes_everything_and_coming_back_opens_it() -> None:
    stage = Stage(*ENTER, ev.Said(P, Microphone(seq=1, on=True)))
    effects = stage.say(ev.Said(P, Rest(seq=2, on=True)))
    assert only(effects, ev.MuteVoice, ev.StopMedia, ev.Show) == [
        ev.MuteVoice(),
        ev.StopMedia(Part.PICTURE),
        ev.StopMedia(Part.SOUND),
        ev.Show("on_break"),
    ]
    effects = stage.say(ev.Said(P, Rest(seq=3, on=False)))
    assert only(effects, ev.StartMedia, ev.UnmuteVoice) == [
        ev.UnmuteVoice(),
        ev.StartMedia(Part.PICTURE),
        ev.StartMedia(Part.SOUND),
    ]


def test_sound_only_closes_the_camera_and_nothing_else() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.Said(P, SoundOnly(seq=1, on=True)))
    assert only(effects, ev.StopMedia) == [ev.StopMedia(Part.PICTURE)]
    assert stage.machine.running == {Part.SOUND}


def test_the_light_follows_the_voice_and_calms_down() -> None:
    stage = Stage(*ENTER, ev.Said(P, Microphone(seq=1, on=True)))
    assert ev.Show("speaking", 0.5) in stage.say(ev.VoiceHeard(0.5))
    stage.wait(0.5)
    assert stage.signal == "present"


def test_noise_with_the_microphone_off_lights_nothing() -> None:
    stage = Stage(*ENTER, ev.VoiceHeard(0.9))
    assert stage.signal == "present"


def test_whispering_is_shown_and_played_softly() -> None:
    stage = Stage(*ENTER, ev.Said(P, Microphone(seq=1, on=True)))
    assert ev.SetLoudness(6, True) in stage.say(ev.Said(P, Whisper(seq=2, on=True)))
    assert stage.signal == "whispering"


# ---- what the class does


def test_a_paused_robot_lets_a_child_in_but_nothing_out() -> None:
    stage = Stage(PAUSE, *ENTER, ev.Said(P, Microphone(seq=1, on=True)))
    assert ev.Accept(P, 1) in stage.told
    assert not only(stage.told, ev.StartMedia, ev.UnmuteVoice)
    assert stage.signal == "paused"


def test_only_the_button_lifts_the_buttons_pause() -> None:
    stage = Stage(*ENTER)
    stage.paused = True
    stage.say(ev.BodyReported("present", paused=True))
    stage.say(PAUSE)
    stage.say(ev.TeacherActed("r", "resume"))
    assert stage.machine.snapshot().paused_by == ("button",)
    assert stage.machine.running == frozenset()
    stage.paused = False
    stage.say(ev.BodyReported("paused", paused=False))
    assert stage.machine.running == frozenset(Part)


def test_pausing_lowers_the_arm_and_going_on_raises_it_again() -> None:
    stage = Stage(*ENTER, ev.Said(P, Hand(seq=1, raised=True)))
    assert ev.MoveArm(False) in stage.say(PAUSE)
    assert ev.MoveArm(True) in stage.say(ev.TeacherActed("r", "resume"))


def test_an_action_that_came_twice_is_done_once() -> None:
    stage = Stage(ev.TeacherActed("a", "louder"))
    assert stage.say(ev.TeacherActed("a", "louder")) == [ev.Done("a")]
    assert stage.machine.snapshot().volume == 7


@pytest.mark.parametrize("action", ["seen", "your_turn"])
def test_there_is_nobody_to_see_in_an_empty_robot(action: TeacherActionName) -> None:
    assert ev.Done("a", "out_of_order") in Stage().say(ev.TeacherActed("a", action))


def test_your_turn_reaches_the_child() -> None:
    stage = Stage(*ENTER, ev.TeacherActed("a", "your_turn"))
    assert stage.machine.snapshot().hand.your_turn


def test_a_turn_that_is_not_taken_ends_by_itself_and_is_told() -> None:
    stage = Stage(*ENTER, ev.TeacherActed("a", "your_turn"))
    stage.wait(GRACE_S / 2)
    stage.say(ev.Heard(P))
    stage.told.clear()
    stage.wait(TURN_S - GRACE_S / 2 - 0.1)
    stage.say(ev.Heard(P))
    assert stage.machine.snapshot().hand.your_turn
    assert ev.SendPresence() in stage.wait(0.1)
    assert not stage.machine.snapshot().hand.your_turn


def test_ending_for_today_sends_the_child_away_until_tomorrow() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.TeacherActed("a", "end", day_left_s=3600.0))
    assert ev.End(P, "ended_by_class") in effects
    assert ev.Remember(paused=False, ended_for_s=3600.0) in effects
    assert stage.signal == "not_allowed"
    assert ev.Refuse(Q, "not_allowed") in stage.say(ev.Invited(ANNA, Q, 1))
    stage.wait(3600.0)
    assert stage.signal == "asleep"
    assert ev.Accept(Q, 1) in stage.say(ev.Invited(ANNA, Q, 1))


def test_resume_opens_a_closed_robot() -> None:
    stage = Stage(ev.TeacherActed("a", "end"), ev.TeacherActed("b", "resume"))
    assert ev.Accept(P, 1) in stage.say(ev.Invited(ANNA, P, 1))


def test_a_restart_does_not_lift_the_teachers_pause() -> None:
    stage = Stage(*ENTER, classroom=Classroom(paused_by_teacher=True))
    assert not only(stage.told, ev.StartMedia)


# ---- what the body does


def test_a_lost_body_closes_the_sources_and_is_named() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.BodyLost())
    assert only(effects, ev.StopMedia) == [ev.StopMedia(Part.PICTURE), ev.StopMedia(Part.SOUND)]
    snapshot = stage.machine.snapshot()
    assert snapshot.signal == "fault"
    assert snapshot.lost == ("body",)
    assert snapshot.fault
    assert snapshot.presence == P


def test_a_body_that_is_back_shows_before_anything_opens() -> None:
    stage = Stage(*ENTER, ev.BodyLost())
    effects = stage.say(ev.BodyLinked())
    assert effects.index(ev.Show("present")) < effects.index(ev.StartMedia(Part.PICTURE))


def test_broken_lights_close_the_sources() -> None:
    stage = Stage(*ENTER)
    fault = Fault(code="lights", part="ring", text="the ring is dark")
    stage.say(ev.BodyReported("present", faults=(fault,)))
    assert stage.machine.running == frozenset()
    assert stage.machine.snapshot().fault == "the ring is dark"


def test_a_servos_fault_keeps_the_stay_and_its_hand_but_no_picture_and_no_sound() -> None:
    said = (ev.Said(P, Microphone(seq=1, on=True)), ev.Said(P, Hand(seq=2, raised=True)))
    stage = Stage(*ENTER, *said)
    effects = stage.say(ev.BodyReported("hand", faults=(HOT,)))
    assert only(effects, ev.MuteVoice, ev.StopMedia, ev.Show) == [
        ev.MuteVoice(),
        ev.StopMedia(Part.PICTURE),
        ev.StopMedia(Part.SOUND),
        ev.Show("fault"),
    ]
    snapshot = stage.machine.snapshot()
    assert (snapshot.presence, snapshot.hand.raised, snapshot.fault) == (P, True, HOT.text)
    effects = stage.say(ev.BodyReported("fault"))
    assert effects.index(ev.Show("hand")) < effects.index(ev.StartMedia(Part.PICTURE))
    assert ev.UnmuteVoice() in effects


def test_the_teachers_resume_tries_failed_parts_again() -> None:
    stage = Stage(*ENTER, ev.BodyReported("fault", faults=(HOT,)))
    assert ev.ReleaseBody() in stage.say(ev.TeacherActed("r", "resume"))
    assert ev.ReleaseBody() in stage.wait(RELEASE_S)


def test_lost_parts_and_battery_are_told() -> None:
    stage = Stage(*ENTER, ev.SourceChanged("camera", lost=True))
    stage.say(ev.BodyReported("present", battery_percent=40.0))
    snapshot = stage.machine.snapshot()
    assert snapshot.lost == ("camera",)
    assert snapshot.battery_percent == 40.0


def test_a_camera_that_was_closed_is_not_lost_any_more() -> None:
    stage = Stage(*ENTER, ev.SourceChanged("camera", lost=True), PAUSE)
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.SourceChanged("camera", lost=True))
    stage.say(ev.TeacherActed("r", "resume"))
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.SourceChanged("speaker", lost=True))
    assert stage.machine.snapshot().lost == ("speaker",)


def test_volume_buttons_turn_the_voice() -> None:
    assert ev.SetLoudness(7, False) in Stage().say(ev.VolumePressed(1))


# ---- the whole table

REACH: dict[State, tuple[Event, ...]] = {
    State.ASLEEP: (),
    State.JOINING: JOIN,
    State.PRESENT: ENTER,
    State.RECONNECTING: (*ENTER, ev.PeerLost(P, 1)),
}
A, J, R, N = State.ASLEEP, State.JOINING, State.PRESENT, State.RECONNECTING
TABLE: list[tuple[Event, tuple[State, State, State, State]]] = [
    # event                                  from ASLEEP, JOINING, PRESENT, RECONNECTING
    (ev.Invited(ANNA, P, 2), (J, J, R, N)),
    (ev.Invited(ANNA, Q, 1), (J, J, J, J)),
    (ev.Invited(BEN, Q, 1), (J, J, R, N)),
    (ev.Connected(P, 1), (A, R, R, R)),
    (ev.Connected(Q, 1), (A, J, R, N)),
    (ev.PeerLost(P, 1), (A, J, N, N)),
    (ev.PeerLost(P, 7), (A, J, R, N)),
    (ev.Heard(P), (A, J, R, N)),
    (ev.Heard(P, "relay"), (A, J, R, N)),
    (ev.Heard(Q), (A, J, R, N)),
    (ev.Said(P, Hand(seq=1, raised=True)), (A, J, R, N)),
    (ev.Said(P, Bye(seq=1)), (A, A, A, A)),
    (ev.Said(Q, Bye(seq=1)), (A, J, R, N)),
    (ev.PupilLeft(P), (A, A, A, A)),
    (ev.PupilLeft(Q), (A, J, R, N)),
    (ev.TeacherActed("a", "pause"), (A, J, R, N)),
    (ev.TeacherActed("a", "resume"), (A, J, R, N)),
    (ev.TeacherActed("a", "seen"), (A, J, R, N)),
    (ev.TeacherActed("a", "your_turn"), (A, J, R, N)),
    (ev.TeacherActed("a", "louder"), (A, J, R, N)),
    (ev.TeacherActed("a", "quieter"), (A, J, R, N)),
    (ev.TeacherActed("a", "end"), (A, A, A, A)),
    (ev.BodyLinked(), (A, J, R, N)),
    (ev.BodyReported("present", paused=True), (A, J, R, N)),
    (ev.BodyLost(), (A, J, R, N)),
    (ev.VolumePressed(1), (A, J, R, N)),
    (ev.SourceChanged("camera", lost=True), (A, J, R, N)),
    (ev.VoiceHeard(0.5), (A, J, R, N)),
    (ev.ShutDown(), (A, A, A, A)),
]


@pytest.mark.parametrize("start", State, ids=lambda state: state.name)
@pytest.mark.parametrize(("event", "after"), TABLE, ids=lambda value: type(value).__name__)
def test_every_event_in_every_state_leads_where_the_table_says(
    start: State, event: Event, after: tuple[State, State, State, State]
) -> None:
    stage = Stage(*REACH[start])
    assert stage.machine.state is start
    stage.say(event)
    assert stage.machine.state is after[list(State).index(start)]


def test_the_table_and_the_drawing_name_everything() -> None:
    drawing = module.__doc__ or ""
    assert {type(event) for event, _ in TABLE} == set(ev.Event.__args__)
    assert set(re.findall(r"\b[A-Z]{6,}\b", drawing)) >= {state.name for state in State}
