"""Performs what the presence machine wants: on body, calls, sources, and towards the bridge.

Nothing here waits: devices and disk follow by themselves and say when they are done.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from bridge.protocol import codec, sdp
from bridge.protocol.binding import Stay, signed_bytes
from bridge.protocol.channels import Ack, PoseReport, Snapshot
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import ViewSlot
from bridge.protocol.keys import to_text
from bridge.protocol.signaling import Answer, Binding, Done, Ended, Inside, RelayDown
from robot.call.admission import Guest
from robot.call.call import CallId
from robot.call.calls import Calls
from robot.links.body_link import BodyLink
from robot.links.bridge_link import Link
from robot.links.bridge_time import BridgeTime
from robot.media.voice.ringing import Ringing
from robot.media.voice.voice import VoiceIn
from robot.presence import events as ev
from robot.presence import loudness, wire_bounds
from robot.presence.actions import TOO_FAST
from robot.presence.answers import NOT_KEPT, Answers
from robot.presence.events import Effect
from robot.presence.machine import PresenceMachine
from robot.settings.identity import Identity
from robot.sources import Sources
from robot.steering import views
from robot.steering.steering import Steering
from robot.storage import note
from robot.storage.keeper import Keeper, Kept

log = logging.getLogger(__name__)


MOST_BEFORE_REFUSALS = 2

MOST_GUESTS = 8
"""Accepted invitations that wait for their answer; one is usual."""


@dataclass(frozen=True)
class Outputs:
    """What follows by itself once it is told."""

    sources: Sources
    voice: VoiceIn
    ringing: Ringing
    """The voice with the robot's own short sounds on it."""
    keeper: Keeper
    """Keeps the class's wish and the child's places."""


class Stage:
    """The hands of the machine. Each method is called from the agent's one loop.

    Args:
        machine: Whose effects are performed; asked for snapshots.
        identity: Signs our answers.
        steering: Moves the head, and knows where it is.
        outputs: Devices, sound and disk, which follow by themselves.
        kept: The class's wish as the disk has it.
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
        kept: note.Note,
    ) -> None:
        self.machine = machine
        self._identity = identity
        self._steering = steering
        self._body = body
        self._link = link
        self._calls = calls
        self._sources = outputs.sources
        self._voice = outputs.voice
        self._ringing = outputs.ringing
        self._keeper = outputs.keeper
        self._answers = Answers()
        self._version = 0
        """Of the class's wish that has to be on the disk."""
        self._asking: Guest | None = None
        self._guests: dict[CallId, Guest] = {}
        self._ice_servers: Sequence[dict[str, str]] = ()
        self._seq = 0
        self._note = kept
        self.time = BridgeTime()

    # Begins anew with each process: whoever remembers a snapshot forgets it when the bridge
    # says that the robot's link came, and a clock that was set back would count backwards.
    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def tell_who_is_inside(self) -> None:
        """Let the bridge check the right of the pupil who came in before this link was up."""
        if self.machine.inside is not None:
            self._link.send(Inside(*self.machine.inside))

    def use_servers(self, ice_servers: Sequence[dict[str, str]]) -> None:
        """Take the ICE servers of the bridge's newest welcome."""
        self._ice_servers = ice_servers

    def expect(self, guest: Guest) -> None:
        """Take the checked invitation that the machine decides about next.

        Only the one that it accepts is kept until its answer: who is refused takes no place.
        """
        self._asking = guest

    def perform(self, effects: Sequence[Effect], now: float) -> None:
        """Perform effects, in order."""
        for effect in effects:
            match effect:
                case ev.StopMedia(part=part):
                    self._sources.stop(part)
                case ev.SaveView(slot=slot):
                    self._save_view(slot, now)
                case ev.Remember():
                    self._note = note.renewed(self._note, effect, self.time.unix_s(now))
                    self._version = self._keeper.keep(note.FILE, note.encode(self._note))
                case ev.Accept() | ev.Refuse() | ev.CloseCalls() | ev.End():
                    self._about_calls(effect)
                case ev.Ack() | ev.Done() | ev.SendPresence():
                    self._tell(effect, now)
                case _:
                    self._move(effect, now)

    def _save_view(self, slot: ViewSlot, now: float) -> None:
        data = self._steering.save(slot, now)
        if data is not None:
            self._keeper.keep(views.FILE, data)

    def _about_calls(self, effect: ev.Accept | ev.Refuse | ev.CloseCalls | ev.End) -> None:
        match effect:
            case ev.Accept(presence=presence, attempt=attempt):
                self._accept(CallId(presence, attempt))
            case ev.Refuse(presence=presence, code=code):
                log.info("presence: refused (%s)", code)
                self._link.send(codec.refused(ProtocolError(code), re=presence))
            case ev.CloseCalls(presence=presence, below=below):
                self._calls.close(presence, below)
            case ev.End(presence=presence, reason=reason):
                log.info("presence: ended (%s)", reason)
                ended = Ended(presence, reason)
                self._calls.send_event(presence, ended)
                self._link.send(ended)

    def _accept(self, call: CallId) -> None:
        guest = self._asking
        assert guest is not None
        assert call == CallId(guest.invite.presence, guest.invite.attempt)
        self._guests[call] = guest
        while len(self._guests) > MOST_GUESTS:
            del self._guests[next(iter(self._guests))]
        self._calls.start(guest, self._ice_servers)

    def _tell(self, effect: ev.Ack | ev.Done | ev.SendPresence, now: float) -> None:
        match effect:
            case ev.Ack(presence=presence, seq=seq, road=road):
                ack = Ack(seq)
                if road == "relay" or not self._calls.send_event(presence, ack):
                    self._link.send(RelayDown(presence, ack))
            case ev.Done():
                self._answer_teacher(effect, now)
            case ev.SendPresence():
                self._steering.telling.changed(now)

    def _answer_teacher(self, effect: ev.Done, now: float) -> None:
        if effect.refused == TOO_FAST and self._link.waiting > MOST_BEFORE_REFUSALS:
            return  # to answer a whole flood would leave no room for anything else
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
        """When `answer_late` is due."""
        return self._answers.deadline

    def answer_late(self, now: float) -> None:
        """Answer the teachers for whom the disk was too slow."""
        self._send_all(self._answers.take_late(now))

    def answer_kept(self) -> None:
        """Answer the teachers for whom it is known by now what a restart would find."""
        self._send_all(self._answers.settle(self._kept))

    def _kept(self, version: int) -> Kept:
        return self._keeper.kept(note.FILE, version)

    def _send_all(self, answers: Sequence[Done]) -> None:
        for answer in answers:
            self._link.send(answer)

    def _move(self, effect: Effect, now: float) -> None:
        match effect:
            case ev.Show(signal=signal, level=level):
                self._body.show(signal, level)
            case ev.MoveArm(raised=raised):
                self._body.raise_hand(raised)
            case ev.GoToView(slot=slot):
                self._steering.go_to(slot)
            case ev.MakeGesture(name=name):
                self._steering.make_gesture(name)
            case ev.ReleaseBody():
                self._body.release()
            case ev.Rise():
                self._steering.rise(now)
            case ev.Hold():
                self._steering.hold()
            case ev.ParkHead(forget=forget):
                self._steering.park(forget)
            case ev.StartMedia(part=part):
                self._sources.start(part)
            case ev.MuteVoice():
                self._voice.muted = True
            case ev.UnmuteVoice():
                self._voice.muted = False
            case ev.SetLoudness(volume=volume, whisper=whisper):
                self._voice.gain = loudness.gain(volume, whisper)
                self._ringing.gain = loudness.gain(volume, whisper=False)
            case ev.Chime(name=name):
                self._ringing.ring(name)
            case _:
                raise AssertionError(effect)

    # ---- what goes out besides

    def answer(self, call: CallId, text: str) -> None:
        """Sign our description for the pupil of this call, and send it."""
        guest = self._guests.pop(call, None)
        if guest is None:
            return
        invite = guest.invite
        stay = Stay(
            invite.presence, invite.attempt, invite.pupil_key, reply_to=invite.binding.nonce
        )
        nonce = to_text(secrets.token_bytes(16))
        data = signed_bytes("answer", stay, sdp.check_answer(text), nonce)
        binding = Binding(nonce, stay.reply_to, self._identity.sign(data))
        self._link.send(Answer(invite.presence, invite.attempt, text, binding))

    def failed(self, call: CallId) -> None:
        """Tell the child whose call failed before it was answered; its app tries again."""
        if self._guests.pop(call, None) is not None:
            self._link.send(codec.refused(ProtocolError("internal"), re=call.presence))

    def send_snapshot(self, now: float) -> None:
        """Send the state to child, bridge and teachers, if it is due."""
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
        snapshot = wire_bounds.presence(snapshot)
        if snapshot.presence is not None:
            self._calls.send_event(snapshot.presence, snapshot)
        if not self._link.send(snapshot) and self._link.is_up:
            steering.telling.changed(now)  # no room just now: nobody may go on seeing what was

    def send_pose(self, pose: PoseReport, road: ev.Road) -> None:
        """Tell the child where the head really is."""
        presence = self.machine.presence
        if presence is None:
            return
        pose = wire_bounds.pose(msgspec.structs.replace(pose, seq=self._next_seq()))
        if road == "relay":
            self._link.send(RelayDown(presence, pose))
        else:
            self._calls.send_pose(presence, pose)
