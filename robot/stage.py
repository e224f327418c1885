"""Performance of the presence machine's effects on body, calls, sources, disk and bridge.

Nothing here waits: devices and disk follow by themselves and report when they are done.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from bridge.protocol import codec, sdp
from bridge.protocol.binding import Stay, signed_bytes
from bridge.protocol.channels import Ack, Ended, PoseReport, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import to_text
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import SessionSealed, SessionSealedAck
from bridge.protocol.signaling import Answer, Binding, Done, Inside, RelayDown, TrickledCandidate
from robot.call.admission import AdmittedOffer
from robot.call.call import CallId
from robot.call.calls import Calls
from robot.call.road_prober import RoadProber
from robot.links.body_link import BodyLink
from robot.links.bridge_link import Link
from robot.links.bridge_time import BridgeTime
from robot.media.voice.ringing import Ringing
from robot.media.voice.saying import Saying
from robot.media.voice.voice import VoiceIn
from robot.presence import effects, events, loudness, wire_bounds
from robot.presence.actions import TOO_FAST
from robot.presence.answers import NOT_KEPT, Answers
from robot.presence.effects import PresenceEffect
from robot.presence.machine import PresenceMachine
from robot.presence.parts import (
    BoardPart,
    NoBoard,
    NoSheets,
    NoSpeech,
    SheetsPart,
    SpeechPart,
)
from robot.settings.identity import Identity
from robot.sources import Sources
from robot.steering import views
from robot.steering.steering import Steering
from robot.storage import note, outfits
from robot.storage.keeper import Keeper, WriteState

log = logging.getLogger(__name__)


MOST_BEFORE_REFUSALS = 2
"""Most messages that may wait for the bridge before an action in a flood is refused aloud."""

MOST_ADMITTED = 8
"""Most accepted invitations that wait for their answer; one is usual."""


@dataclass(frozen=True)
class Outputs:
    """Devices, sound and disk, which follow by themselves."""

    sources: Sources
    voice: VoiceIn
    saying: Saying
    """The voice with spoken phrases on it."""
    ringing: Ringing
    """The same with the robot's own short sounds on it."""
    keeper: Keeper
    """Keeps the class's state and the child's views."""
    board: BoardPart = field(default_factory=NoBoard)
    speech: SpeechPart = field(default_factory=NoSpeech)
    sheets: SheetsPart = field(default_factory=NoSheets)
    roads: RoadProber = field(default_factory=RoadProber)


class Stage:
    """Performs effects. Each method is called from the agent's one loop.

    Args:
        machine: Machine whose effects are performed, and which makes snapshots.
        identity: Key that signs our answers.
        steering: Moves the head, and knows its pose.
        outputs: Devices, sound and disk, which follow by themselves.
        kept: State of the class's side as the disk has it.
    """

    def __init__(
        self,
        machine: PresenceMachine,
        identity: Identity,
        steering: Steering,
        body: BodyLink,
        link: Link,
        calls: Calls,
        outputs: Outputs,
        kept: note.ClassNote,
    ) -> None:
        self.machine = machine
        self._identity = identity
        self._steering = steering
        self._body = body
        self._link = link
        self._calls = calls
        self._sources = outputs.sources
        self._voice = outputs.voice
        self._saying = outputs.saying
        self._ringing = outputs.ringing
        self._keeper = outputs.keeper
        self._board = outputs.board
        self._speech = outputs.speech
        self._roads = outputs.roads
        self.sheets = outputs.sheets
        self._answers = Answers()
        self._version = 0
        """Version of the note that has to be on the disk."""
        self._asking: AdmittedOffer | None = None
        self._admitted: dict[CallId, AdmittedOffer] = {}
        self._ice_servers: Sequence[dict[str, str]] = ()
        self._seq = 0
        self._note = kept
        self.time = BridgeTime()

    # It starts at 1 in each process. Pages forget old snapshots when the bridge announces the
    # robot's link. A clock as `seq` would count backwards after being set back.
    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def tell_who_is_inside(self) -> None:
        """Let the bridge check the right of the pupil who came in before this link was up."""
        if self.machine.inside is not None:
            self._link.send(Inside(*self.machine.inside))

    def use_servers(self, ice_servers: Sequence[dict[str, str]]) -> None:
        """Take the ICE servers that the bridge told last, for the next attempt."""
        self._ice_servers = ice_servers
        self._roads.use_servers(ice_servers)

    def renew_roads(self) -> None:
        """Give up calls that are not connected: their answers went over the link of before."""
        self._calls.give_up()

    def child_heard(self, now: float) -> None:
        """Note a sign of the child over its peer connection."""
        self._link.child_heard(now)

    def expect(self, offer: AdmittedOffer) -> None:
        """Take the checked invitation that the machine decides about next.

        Only an accepted one is kept until its answer, so that refused ones take no room.
        """
        self._asking = offer

    def perform(self, todo: Sequence[PresenceEffect], now: float) -> None:
        """Perform effects, in order."""
        for effect in todo:
            if isinstance(effect, effects.CallEffect):
                self._about_calls(effect)
            elif isinstance(effect, effects.MessageEffect):
                self._tell(effect, now)
            elif isinstance(effect, effects.SteeringEffect):
                self._steer(effect, now)
            elif isinstance(effect, effects.BodyEffect):
                self._show(effect)
            elif isinstance(effect, effects.DeviceEffect):
                self._switch(effect)
            elif isinstance(effect, effects.SoundEffect):
                self._play(effect)
            elif isinstance(effect, effects.WishEffect):
                self._fulfil(effect)
            else:
                self._keep(effect, now)

    def refuse(self, presence_id: str, error: ProtocolError) -> None:
        """Tell a pupil that its invitation was not in order."""
        self._link.send(codec.refused(error, re=presence_id))

    def refuse_sealed(self, said: SessionSealed) -> None:
        """Tell a teacher's page that sheets are not allowed."""
        self._link.send(SessionSealedAck(said.session, said.transfer, said.part, "not_allowed"))

    def open_class_key(self, robot_id: str, sealed: str) -> bytes | None:
        """Return a class key that was sealed for this robot; None if it was not."""
        try:
            return self._identity.open_class_key(robot_id, sealed)
        except ProtocolError as error:
            log.warning("sheets: the class key cannot be opened (%s)", error.code)
            return None

    def add_candidate(self, late: TrickledCandidate) -> None:
        """Hand on a candidate that came after its offer."""
        call = CallId(late.presence, late.attempt)
        self._calls.candidate(call, late.candidate, late.mid)

    def _about_calls(self, effect: effects.CallEffect) -> None:
        match effect:
            case effects.Accept(presence_id=presence_id, attempt=attempt):
                self._accept(CallId(presence_id, attempt))
            case effects.RefusePupil(presence_id=presence_id, code=code):
                log.info("presence: refused (%s)", code)
                self._link.send(codec.refused(ProtocolError(code), re=presence_id))
            case effects.CloseCalls(presence_id=presence_id, below=below):
                self._calls.close(presence_id, below)
            case effects.EndPresence(presence_id=presence_id, reason=reason):
                log.info("presence: ended (%s)", reason)
                ended = Ended(presence_id, reason)
                self._calls.send_event(presence_id, ended)
                self._link.send(ended)

    def _accept(self, call: CallId) -> None:
        offer = self._asking
        assert offer is not None
        assert call == CallId(offer.invite.presence, offer.invite.attempt)
        self._admitted[call] = offer
        while len(self._admitted) > MOST_ADMITTED:
            del self._admitted[next(iter(self._admitted))]
        self._calls.start(offer, self._ice_servers)

    def _tell(self, effect: effects.MessageEffect, now: float) -> None:
        match effect:
            case effects.SendAck(presence_id=presence_id, seq=seq, path=path):
                self._tell_child(presence_id, Ack(seq), path)
            case effects.RefuseWish(presence_id=presence_id, what=what, code=code, path=path):
                self._tell_child(presence_id, codec.refused(ProtocolError(code), re=what), path)
            case effects.AnswerTeacher():
                self._answer_teacher(effect, now)
            case effects.SendSnapshot():
                self._steering.telling.changed(now)

    def _tell_child(
        self, presence_id: str, message: Ack | Refused, path: events.MessagePath
    ) -> None:
        if path == "relay" or not self._calls.send_event(presence_id, message):
            self._link.send(RelayDown(presence_id, message))

    def _answer_teacher(self, effect: effects.AnswerTeacher, now: float) -> None:
        if effect.refused == TOO_FAST and self._link.waiting > MOST_BEFORE_REFUSALS:
            return  # answers to a whole flood would leave no room for anything else
        kept = self._kept(self._version) if effect.lasts else "yes"
        match kept:
            case "soon":
                self._send_all(self._answers.wait(effect.id, self._version, now))
            case "no":
                self._link.send(Done(effect.id, NOT_KEPT))
            case "yes":
                self._link.send(Done(effect.id, effect.refused))

    @property
    def deadline(self) -> float | None:
        """Time at which `answer_late` is due."""
        return self._answers.deadline

    def answer_late(self, now: float) -> None:
        """Answer the teachers for whom the disk was too slow."""
        self._send_all(self._answers.take_late(now))

    def answer_kept(self) -> None:
        """Answer the teachers for whom the disk has decided."""
        self._send_all(self._answers.settle(self._kept))

    def _kept(self, version: int) -> WriteState:
        return self._keeper.kept(note.FILE, version)

    def _send_all(self, answers: Sequence[Done]) -> None:
        for answer in answers:
            self._link.send(answer)

    def _steer(self, effect: effects.SteeringEffect, now: float) -> None:
        match effect:
            case effects.Rise():
                self._steering.rise(now)
            case effects.Hold():
                self._steering.hold()
            case effects.ParkHead(forget=forget):
                self._steering.park(forget)
            case effects.GoToView(slot=slot):
                self._steering.go_to(slot)
            case effects.SaveView(slot=slot):
                data = self._steering.save(slot, now)
                if data is not None:
                    self._keeper.keep(views.FILE, data)
            case effects.MakeGesture(name=name):
                self._steering.make_gesture(name)

    def _show(self, effect: effects.BodyEffect) -> None:
        match effect:
            case effects.ShowSignal(signal=signal, level=level, near=near, mark=mark):
                self._body.show(signal, level, near, mark)
            case effects.ShowHand(raised=raised):
                self._body.raise_hand(raised)
            case effects.ReleaseBody():
                self._body.release()

    def _switch(self, effect: effects.DeviceEffect) -> None:
        match effect:
            case effects.StartMedia(part=part):
                self._sources.start(part)
            case effects.StopMedia(part=part):
                self._sources.stop(part)

    def _play(self, effect: effects.SoundEffect) -> None:
        match effect:
            case effects.MuteVoice():
                self._voice.muted = True
            case effects.UnmuteVoice():
                self._voice.muted = False
            case effects.SetLoudness(volume=volume, whisper=whisper):
                self._voice.gain = loudness.gain(volume, whisper)
                self._ringing.gain = loudness.gain(volume, whisper=False)
                self._saying.gain = self._ringing.gain
            case effects.PlayEarcon(name=name):
                self._ringing.ring(name)

    def _fulfil(self, effect: effects.WishEffect) -> None:
        match effect:
            case effects.SetCrop(zoom=zoom, x=x, y=y):
                self._board.set_crop(zoom, x, y)
            case effects.AskStill(presence_id=presence_id):
                self._board.take_still(presence_id)
            case effects.FollowTeacher(on=on):
                self._board.follow(on)
            case effects.Speak(kind=kind, text=text, language=language):
                self._speech.speak(kind, text, language)
            case effects.StopSpeaking():
                self._speech.stop()
            case effects.AllowTransfers():
                self.sheets.allow(effect)
            case effects.ForgetPictures():
                self.sheets.forget()

    def _keep(self, effect: effects.DiskEffect, now: float) -> None:
        match effect:
            case effects.Remember():
                self._note = note.renewed(self._note, effect, self.time.unix_s(now))
                self._version = self._keeper.keep(note.FILE, note.encode(self._note))
            case effects.KeepOutfit():
                self._keeper.keep(outfits.FILE, outfits.encode(effect))

    # ---- answers, snapshots and poses

    def answer(self, call: CallId, text: str) -> None:
        """Sign our description for the pupil of this call, and send it."""
        offer = self._admitted.pop(call, None)
        if offer is None:
            return
        invite = offer.invite
        stay = Stay(
            invite.presence, invite.attempt, invite.pupil_key, reply_to=invite.binding.nonce
        )
        nonce = to_text(secrets.token_bytes(16))
        data = signed_bytes("answer", stay, sdp.check_answer(text), nonce)
        binding = Binding(nonce, stay.reply_to, self._identity.sign(data))
        self._link.send(Answer(invite.presence, invite.attempt, text, binding))

    def failed(self, call: CallId) -> None:
        """Tell the child whose call failed before it was answered; its app tries again."""
        if self._admitted.pop(call, None) is not None:
            self._link.send(codec.refused(ProtocolError("internal"), re=call.presence_id))

    def send_snapshot(self, now: float) -> None:
        """Send a snapshot to child, bridge and teachers, if it is due."""
        steering = self._steering
        if not steering.take_snapshot(now):
            return
        pan_deg, tilt_deg = steering.measured_deg
        snapshot: Snapshot = msgspec.structs.replace(
            self.machine.snapshot(),
            seq=self._next_seq(),
            pan_deg=pan_deg,
            tilt_deg=tilt_deg,
            head=steering.head,
            views=steering.views,
        )
        snapshot = wire_bounds.snapshot(snapshot)
        if snapshot.presence is not None:
            self._calls.send_event(snapshot.presence, snapshot)
        if not self._link.send(snapshot) and self._link.is_up:
            steering.telling.changed(now)  # no room now: pages must not go on showing the old state

    def send_pose(self, pose: PoseReport, path: events.MessagePath) -> None:
        """Send the measured pose to the child."""
        presence_id = self.machine.presence_id
        if presence_id is None:
            return
        pose = wire_bounds.pose(msgspec.structs.replace(pose, seq=self._next_seq()))
        if path == "relay":
            self._link.send(RelayDown(presence_id, pose))
        else:
            self._calls.send_pose(presence_id, pose)
