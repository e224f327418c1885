from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol.board import AnswerUnderstood, Follow, SayPhrase, TakeStill
from bridge.protocol.channels import (
    AskForHelp,
    Bye,
    Gesture,
    Hand,
    LineReport,
    ListenOnly,
    Microphone,
    MicrophoneReport,
    Rest,
    ShowFeeling,
    SoundOnly,
    View,
    WearOutfit,
    Whisper,
)
from bridge.protocol.openings import LoanRights
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import TeacherActionName
from bridge.protocol.vocabulary import SignalName
from hardware.contract.wire import Fault, PowerReport
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence import wish_events
from robot.presence.camera_preview import CodeAnswered, PreviewEnded, PreviewWished
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart, PresenceEvent
from robot.presence.machine import PresenceMachine
from robot.presence.signals import LIT
from robot.presence.stay import PresenceState

P, Q, OLD = "P" * 22, "Q" * 22, "O" * 22
ANNA, BEN = "A" * 43, "B" * 43
SIGNALS: list[SignalName] = ["asleep", "joining", "present", "hand", "paused", "on_break", "fault"]
PRESENCES = st.sampled_from([P, P, Q, Q, OLD])
SEQS = st.integers(1, 30)
CHILD = st.one_of(
    st.builds(Hand, seq=SEQS, raised=st.booleans()),
    st.builds(Microphone, seq=SEQS, on=st.booleans()),
    st.builds(Rest, seq=SEQS, on=st.booleans()),
    st.builds(SoundOnly, seq=SEQS, on=st.booleans()),
    st.builds(ListenOnly, seq=SEQS, on=st.booleans()),
    st.builds(Whisper, seq=SEQS, on=st.booleans()),
    st.builds(LineReport, seq=SEQS, level=st.sampled_from(["good", "poor", "lost"])),
    st.builds(
        View,
        seq=SEQS,
        slot=st.sampled_from(["board", "teacher", "table"]),
        action=st.sampled_from(["go", "save"]),
    ),
    st.builds(Gesture, seq=SEQS, name=st.sampled_from(["nod", "applaud"])),
    st.builds(AskForHelp, seq=SEQS, wanted=st.booleans()),
    st.builds(MicrophoneReport, seq=SEQS, works=st.booleans()),
    st.builds(ShowFeeling, seq=SEQS, feeling=st.sampled_from(["sad", "unwell", None])),
    st.builds(
        WearOutfit,
        seq=SEQS,
        nickname=st.sampled_from(["", "Kalle"]),
        shell=st.just("mint"),
        wears=st.just("cap"),
    ),
    st.builds(TakeStill, seq=SEQS),
    st.builds(
        SayPhrase,
        seq=SEQS,
        number=SEQS,
        kind=st.sampled_from(["yes", "no_board"]),
        aloud=st.booleans(),
    ),
    st.builds(AnswerUnderstood, seq=SEQS, answer=st.sampled_from(["yes", "no", None])),
    st.builds(Follow, seq=SEQS, on=st.booleans()),
    st.builds(Bye, seq=SEQS),
)
FAULTS = st.sampled_from(
    [
        (),
        (Fault(code="lights", part="ring", text="dark"),),
        (Fault(code="servo_hot", part="pan", text="hot"),),
    ]
)
POWERS = st.sampled_from(
    [
        PowerReport(),
        PowerReport(),
        PowerReport(percent=18.0, level="low", gauge="known", soc_c=77.0),
        PowerReport(percent=2.0, level="empty", gauge="known"),
        PowerReport(gauge="silent", soc_c=84.0, throttled=True),
    ]
)
PATHS = st.sampled_from(["channel", "relay"])
EVENTS = st.one_of(
    st.builds(ev.Invited, st.sampled_from([ANNA, BEN]), PRESENCES, st.integers(1, 4)),
    st.builds(ev.Connected, PRESENCES, st.integers(1, 4)),
    st.builds(ev.PeerLost, PRESENCES, st.integers(1, 4)),
    st.builds(ev.PupilHeard, PRESENCES, PATHS),
    st.builds(ev.PupilSaid, PRESENCES, CHILD, PATHS),
    st.builds(
        ev.LineMeasured,
        PRESENCES,
        st.integers(1, 4),
        st.sampled_from(["good", "fair", "poor"]),
        st.sampled_from(["full", "reduced", "off"]),
    ),
    st.builds(
        ev.SendingMeasured,
        PRESENCES,
        st.integers(1, 4),
        st.sampled_from([0, 320]),
        st.sampled_from([0, 240]),
        st.booleans(),
    ),
    st.builds(ev.PupilLeft, PRESENCES),
    st.builds(ev.PageClosed, PRESENCES),
    st.builds(
        ev.TeacherActed,
        st.sampled_from("abcdefgh"),
        st.sampled_from(get_args(TeacherActionName)),
        st.floats(1, 100),
        right=st.sampled_from(["zoom", "still", "sheets", "speech"]),
    ),
    st.builds(
        ev.LoanTold,
        st.just(""),
        st.builds(LoanRights, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    ),
    st.builds(ev.CropAsked, PRESENCES, st.floats(1, 16), st.floats(0, 1), st.floats(0, 1)),
    st.builds(ev.PupilLooked, PRESENCES),
    st.builds(wish_events.CameraAble, st.floats(1, 8), st.booleans()),
    st.builds(wish_events.CropShown, st.floats(1, 8)),
    st.builds(wish_events.StillChanged, st.sampled_from(["none", "sending", "failed"])),
    st.builds(wish_events.VoiceInstalled, st.booleans()),
    st.builds(wish_events.ClassKeyOpened, st.booleans()),
    st.just(ev.BodyLinked()),
    st.builds(ev.BodyReported, st.sampled_from(SIGNALS), st.booleans(), FAULTS, POWERS),
    st.just(ev.BodyLost()),
    st.builds(ev.VolumePressed, st.sampled_from([-1, 1])),
    st.just(ev.IdentifyPressed()),
    st.builds(ev.SourceChanged, st.sampled_from(["camera", "speaker"]), st.booleans()),
    st.builds(
        ev.PartTried, st.sampled_from(["camera", "voice"]), st.sampled_from(["", "not there"])
    ),
    st.builds(ev.MediaClosed, st.sampled_from(MediaPart)),
    st.builds(ev.VoiceHeard, st.floats(0, 1)),
    st.builds(PreviewWished, st.booleans()),
    st.just(PreviewEnded()),
    st.builds(CodeAnswered, st.booleans()),
    st.just(ev.ShutDown()),
)


class Watcher:
    """Observer beside the robot, with everything that a person would notice or must never see."""

    def __init__(self) -> None:
        self.machine = PresenceMachine()
        self.open: set[MediaPart] = set()
        self.devices: set[MediaPart] = set()
        """Open or still closing."""
        self.voice = False
        self.shown: SignalName | None = None
        self.faults: tuple[Fault, ...] = ()
        self.button = False
        self.linked = False
        self.hand = False
        self.crop = fx.SetCrop(1.0, 0.5, 0.5)
        self.follows = False
        self.speaks = False
        self.crossing = fx.AllowTransfers(still=False, sheets=False, to_child=False)
        self.over: set[str] = set()
        self.ids = {P: P, Q: Q, OLD: OLD}

    def meant(self, event: PresenceEvent) -> PresenceEvent:
        """The event as the child's app says it: with a new presence after one that is over."""
        match event:
            case ev.Invited():
                return replace(event, presence_id=self.ids[event.presence_id])
            case _ if isinstance(event, ev.OfStay):
                return replace(event, presence_id=self.ids[event.presence_id])
        return event

    def ended(self, presence_id: str) -> None:
        """Remember that it is over; two of three tabs notice and take a new one."""
        self.over.add(presence_id)
        for name in (P, Q):
            if self.ids[name] == presence_id:
                self.ids[OLD], self.ids[name] = presence_id, f"{len(self.over)}{name}"[:22]

    def note(self, event: PresenceEvent) -> None:
        match event:
            case ev.BodyReported():
                self.shown, self.faults, self.button = event.signal, event.faults, event.paused
                self.linked = True
            case ev.BodyLinked():
                self.shown, self.linked = None, True
            case ev.BodyLost():
                self.shown, self.linked, self.faults = None, False, ()
            case ev.MediaClosed(part=part):
                self.devices.discard(part)

    def comes(self, event: PresenceEvent) -> bool:
        """Return whether the event can come now: a device that is wanted is not closed."""
        return not (isinstance(event, ev.MediaClosed) and event.part in self.open)

    def perform(self, effects: list[PresenceEffect]) -> None:
        for effect in effects:
            match effect:
                case fx.StartMedia(part=part):
                    assert part not in self.open
                    assert self.shown in LIT
                    self.open.add(part)
                    self.devices.add(part)
                case fx.StopMedia(part=part):
                    self.open.remove(part)
                case fx.ShowSignal(signal=signal, near=near, mark=mark):
                    assert signal in LIT or not self.devices
                    assert signal in LIT or not (near or mark)
                case fx.SetCrop():
                    self.crop = effect
                case fx.FollowTeacher(on=on):
                    self.follows = on
                case fx.Speak():
                    self.speaks = True
                case fx.StopSpeaking():
                    self.speaks = False
                case fx.AllowTransfers():
                    self.crossing = effect
                case fx.MuteVoice():
                    self.voice = False
                case fx.UnmuteVoice():
                    self.voice = True
                case fx.ShowHand(raised=raised):
                    self.hand = raised
                case fx.Accept(presence_id=presence_id):
                    assert presence_id not in self.over
                case fx.EndPresence(presence_id=presence_id):
                    self.ended(presence_id)

    @property
    def whole(self) -> bool:
        return self.linked and not self.faults

    def look_at_rights(self, state: Snapshot) -> None:
        """No right is there without all who have to agree, and nothing goes beyond a right."""
        rights, nobody = state.rights, state.presence is None
        if rights.zoom != "on" or nobody:
            assert (self.crop.zoom, self.follows, state.following) == (1.0, False, False)
        assert 1.0 <= self.crop.zoom <= state.zoom_most
        assert not self.speaks or rights.speech == "on"
        assert self.crossing.still == (rights.still == "on" and not nobody)
        assert self.crossing.sheets == (rights.sheets == "on" and not nobody)
        assert self.crossing.to_child <= bool(self.open)
        assert state.zoomed <= (MediaPart.PICTURE in self.open)
        if nobody:
            assert (state.phrase, state.phrase_seen, state.understood) == (None, False, None)
        assert state.phrase_seen <= (state.phrase is not None)

    def look(self, now: float) -> None:
        machine = self.machine
        state = machine.snapshot()
        assert self.open == machine.running
        assert self.shown in LIT or not self.open
        previewed = machine.preview.is_on
        assert not (previewed and (state.presence or state.paused_by or not self.whole))
        if state.presence is None or state.rest or state.paused_by or not self.whole:
            assert self.open <= ({MediaPart.PICTURE} if previewed else set())
            assert not self.voice
            assert not self.speaks
            assert not self.crossing.to_child
            assert not self.follows
        assert self.button <= ("button" in state.paused_by)
        assert self.voice <= (state.microphone and not state.listen_only)
        assert not (state.sound_only and MediaPart.PICTURE in self.open)
        assert state.hand.seen <= state.hand.raised
        asks = state.help.wanted and not state.help.coming
        assert self.hand == ((state.hand.raised or asks) and not state.paused_by)
        assert state.help.coming <= state.help.wanted
        assert state.feeling_seen <= (state.feeling is not None)
        assert state.hand.waiting_s <= now
        assert (machine.state is PresenceState.ASLEEP) == (state.presence is None)
        if state.presence is None:
            assert (state.hand.raised, state.microphone, state.rest) == (False, False, False)
            assert (state.help.wanted, state.said, state.outgoing) == (False, None, None)
        self.look_at_rights(state)
        assert state.power.level != "empty" or state.presence is None
        deadline = machine.deadline
        assert deadline is None or deadline > now


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.sampled_from([0.0, 0.1, 0.9, 5.0, 70.0])), max_size=60))
def test_whatever_happens_nobody_is_watched_without_a_light(
    stream: list[tuple[PresenceEvent, float]],
) -> None:
    watcher, now = Watcher(), 1.0
    for event, pause_s in stream:
        end_s = now + pause_s
        while (due_s := watcher.machine.deadline) is not None and due_s <= end_s:
            assert due_s > now
            now = due_s
            watcher.perform(watcher.machine.tick(now))
            watcher.look(now)
        now = end_s
        event = watcher.meant(event)
        if not watcher.comes(event):
            continue
        watcher.note(event)
        watcher.perform(watcher.machine.handle(event, now))
        watcher.look(now)
