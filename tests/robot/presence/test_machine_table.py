"""Every event in every state."""

import re

import pytest

from bridge.protocol.board import SayPhrase, TakeStill
from bridge.protocol.channels import (
    AskForHelp,
    Bye,
    Hand,
    WearOutfit,
)
from robot.presence import events as ev
from robot.presence import machine as module
from robot.presence import wish_events
from robot.presence.camera_preview import CodeAnswered, PreviewEnded, PreviewWished
from robot.presence.events import MediaPart, PresenceEvent
from robot.presence.stay import PresenceState
from tests.robot.stages import ANNA, BEN, ENTER, JOIN, P, Q, Stage

# ---- the whole table

REACH: dict[PresenceState, tuple[PresenceEvent, ...]] = {
    PresenceState.ASLEEP: (),
    PresenceState.JOINING: JOIN,
    PresenceState.PRESENT: ENTER,
    PresenceState.RECONNECTING: (*ENTER, ev.PeerLost(P, 1)),
}
A, J, R, N = (
    PresenceState.ASLEEP,
    PresenceState.JOINING,
    PresenceState.PRESENT,
    PresenceState.RECONNECTING,
)
TABLE: list[
    tuple[PresenceEvent, tuple[PresenceState, PresenceState, PresenceState, PresenceState]]
] = [
    # event                                  from ASLEEP, JOINING, PRESENT, RECONNECTING
    (ev.Invited(ANNA, P, 2), (J, J, R, N)),
    (ev.Invited(ANNA, Q, 1), (J, J, J, J)),
    (ev.Invited(BEN, Q, 1), (J, J, R, N)),
    (ev.Connected(P, 1), (A, R, R, R)),
    (ev.Connected(Q, 1), (A, J, R, N)),
    (ev.PeerLost(P, 1), (A, J, N, N)),
    (ev.PeerLost(P, 7), (A, J, R, N)),
    (ev.PupilHeard(P), (A, J, R, N)),
    (ev.PupilHeard(P, "relay"), (A, J, R, N)),
    (ev.PupilHeard(Q), (A, J, R, N)),
    (ev.PupilSaid(P, Hand(seq=1, raised=True)), (A, J, R, N)),
    (ev.PupilSaid(P, Bye(seq=1)), (A, A, A, A)),
    (ev.PupilSaid(Q, Bye(seq=1)), (A, J, R, N)),
    (ev.LineMeasured(P, 1, "poor", "off"), (A, J, R, N)),
    (ev.LineMeasured(Q, 1, "poor", "off"), (A, J, R, N)),
    (ev.SendingMeasured(P, 1, 640, 480, sound=True), (A, J, R, N)),
    (ev.SendingMeasured(Q, 1, 0, 0, sound=False), (A, J, R, N)),
    (ev.PupilSaid(P, AskForHelp(seq=1, wanted=True)), (A, J, R, N)),
    (ev.PupilSaid(P, WearOutfit(1, "", "sand", "none")), (A, J, R, N)),
    (ev.CropAsked(P, 2.0, 0.5, 0.5), (A, J, R, N)),
    (ev.CropAsked(Q, 2.0, 0.5, 0.5), (A, J, R, N)),
    (ev.PupilLooked(P), (A, J, R, N)),
    (ev.BridgeReached(False), (A, J, R, N)),
    (ev.BridgeReached(True), (A, J, R, N)),
    (ev.PupilSaid(P, TakeStill(seq=1)), (A, J, R, N)),
    (ev.PupilSaid(P, SayPhrase(1, 1, "question", aloud=True)), (A, J, R, N)),
    (wish_events.CameraAble(8.0, still=True), (A, J, R, N)),
    (wish_events.CropShown(2.0), (A, J, R, N)),
    (wish_events.StillChanged("failed"), (A, J, R, N)),
    (wish_events.FollowingEnded(), (A, J, R, N)),
    (wish_events.VoiceInstalled(True), (A, J, R, N)),
    (wish_events.ClassKeyOpened(True), (A, J, R, N)),
    (wish_events.SheetsHeld(1, (1,)), (A, J, R, N)),
    (wish_events.TransferChanged("sheet"), (A, J, R, N)),
    (ev.TeacherActed("a", "forbid", right="zoom"), (A, J, R, N)),
    (ev.PupilLeft(P), (A, A, A, A)),
    (ev.PupilLeft(Q), (A, J, R, N)),
    (ev.PageClosed(P), (A, N, N, N)),
    (ev.PageClosed(Q), (A, J, R, N)),
    (ev.RightRevoked(ANNA), (A, A, A, A)),
    (ev.RightRevoked(BEN), (A, J, R, N)),
    (ev.RightRevoked(), (A, A, A, A)),
    (ev.TeacherActed("a", "pause"), (A, J, R, N)),
    (ev.TeacherActed("a", "resume"), (A, J, R, N)),
    (ev.TeacherActed("a", "seen"), (A, J, R, N)),
    (ev.TeacherActed("a", "your_turn"), (A, J, R, N)),
    (ev.TeacherActed("a", "louder"), (A, J, R, N)),
    (ev.TeacherActed("a", "quieter"), (A, J, R, N)),
    (ev.TeacherActed("a", "help_coming"), (A, J, R, N)),
    (ev.TeacherActed("a", "text", text="Well done."), (A, J, R, N)),
    (ev.TeacherActed("a", "call_teacher"), (A, J, R, N)),
    (ev.TeacherActed("a", "end"), (A, A, A, A)),
    (ev.DayTold(0.0, volume_counts=True), (A, J, R, N)),
    (ev.LoanTold("one"), (A, J, R, N)),
    (ev.BodyLinked(), (A, J, R, N)),
    (ev.BodyReported("present", paused=True), (A, J, R, N)),
    (ev.BodyLost(), (A, J, R, N)),
    (ev.VolumePressed(1), (A, J, R, N)),
    (ev.IdentifyPressed(), (A, J, R, N)),
    (ev.SourceChanged("camera", lost=True), (A, J, R, N)),
    (ev.PartTried("camera", "not there"), (A, J, R, N)),
    (ev.MediaClosed(MediaPart.SOUND), (A, J, R, N)),
    (ev.VoiceHeard(0.5), (A, J, R, N)),
    (PreviewWished(anew=True), (A, J, R, N)),
    (PreviewWished(anew=False), (A, J, R, N)),
    (PreviewEnded(), (A, J, R, N)),
    (CodeAnswered(good=True), (A, J, R, N)),
    (ev.ShutDown(), (A, A, A, A)),
]


@pytest.mark.parametrize("start", PresenceState, ids=lambda state: state.name)
@pytest.mark.parametrize(("event", "after"), TABLE, ids=lambda value: type(value).__name__)
def test_every_event_in_every_state_leads_where_the_table_says(
    start: PresenceState,
    event: PresenceEvent,
    after: tuple[PresenceState, PresenceState, PresenceState, PresenceState],
) -> None:
    stage = Stage(*REACH[start])
    assert stage.machine.state is start
    stage.say(event)
    assert stage.machine.state is after[list(PresenceState).index(start)]


def test_the_table_and_the_drawing_name_everything() -> None:
    drawing = module.__doc__ or ""
    assert {type(event) for event, _ in TABLE} == set(ev.PresenceEvent.__args__)
    assert set(re.findall(r"\b[A-Z]{6,}\b", drawing)) >= {state.name for state in PresenceState}
