"""Messages of the robot: answers, refusals, snapshots and poses, to child, teachers and bridge.

Nothing here waits: a message goes over the call's channels or the bridge, or is dropped.
"""

import logging
import secrets
from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from bridge.protocol import codec, sdp
from bridge.protocol.binding import Stay, signed_bytes
from bridge.protocol.channels import Ack, Ended, PoseReport, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import to_text
from bridge.protocol.presence import ReleaseState, Snapshot
from bridge.protocol.sealed import SessionSealed, SessionSealedAck
from bridge.protocol.signaling import Answer, Binding, Done, Inside, RelayDown, TrickledCandidate
from robot.call.admission import AdmittedOffer
from robot.call.call import CallId
from robot.call.calls import Calls
from robot.call.road_prober import RoadProber
from robot.links.bridge_link import Link
from robot.presence import effects, events, wire_bounds
from robot.presence.actions import TOO_FAST
from robot.presence.answers import NOT_KEPT, Answers
from robot.presence.machine import PresenceMachine
from robot.settings.identity import Identity
from robot.steering.steering import Steering
from robot.storage import note
from robot.storage.keeper import Keeper, WriteState

log = logging.getLogger(__name__)

MOST_BEFORE_REFUSALS = 2
"""Most messages that may wait for the bridge before an action in a flood is refused aloud."""

MOST_ADMITTED = 8
"""Most accepted invitations that wait for their answer; one is usual."""


class Messenger:
    """Sends what the machine has decided, each message over its path.

    Args:
        machine: Makes snapshots, and knows who is inside.
        identity: Key that signs our answers.
        steering: Knows the pose, and when a snapshot is due.
        roads: Tries the ICE servers out.
        keeper: Tells whether the class's state is on the disk.
        safe_mode: Code of what this robot leaves out for a while, if it does.
    """

    def __init__(
        self,
        machine: PresenceMachine,
        identity: Identity,
        steering: Steering,
        link: Link,
        calls: Calls,
        roads: RoadProber,
        keeper: Keeper,
        safe_mode: str | None = None,
    ) -> None:
        self._machine = machine
        self._identity = identity
        self._steering = steering
        self._link = link
        self._calls = calls
        self._roads = roads
        self._keeper = keeper
        self.note_version = 0
        """Version of the note that has to be on the disk before a lasting answer."""
        self._answers = Answers()
        self._asking: AdmittedOffer | None = None
        self._admitted: dict[CallId, AdmittedOffer] = {}
        self._ice_servers: Sequence[dict[str, str]] = ()
        self._seq = 0
        self._safe_mode: str | UnsetType = UNSET if safe_mode is None else safe_mode
        self.release: ReleaseState | UnsetType = UNSET
        """The release that runs, where there are releases; told once to each link."""
        self._release_due = False

    # ---- invitations and calls

    def expect(self, offer: AdmittedOffer) -> None:
        """Take the checked invitation that the machine decides about next.

        Only an accepted one is kept until its answer, so that refused ones take no room.
        """
        self._asking = offer

    def perform_call(self, effect: effects.CallEffect) -> None:
        """Accept, refuse or end calls, and tell who is concerned."""
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

    def add_candidate(self, late: TrickledCandidate) -> None:
        """Hand on a candidate that came after its offer."""
        call = CallId(late.presence, late.attempt)
        self._calls.candidate(call, late.candidate, late.mid)

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

    # ---- answers

    def tell(self, effect: effects.MessageEffect, now: float) -> None:
        """Send what an effect says, or note that a snapshot is due."""
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

    def refuse(self, presence_id: str, error: ProtocolError) -> None:
        """Tell a pupil that its invitation was not in order."""
        self._link.send(codec.refused(error, re=presence_id))

    def refuse_sealed(self, said: SessionSealed) -> None:
        """Tell a teacher's page that sheets are not allowed."""
        self._link.send(SessionSealedAck(said.session, said.transfer, said.part, "not_allowed"))

    def _answer_teacher(self, effect: effects.AnswerTeacher, now: float) -> None:
        if effect.refused == TOO_FAST and self._link.waiting > MOST_BEFORE_REFUSALS:
            return  # answers to a whole flood would leave no room for anything else
        kept = self._kept(self.note_version) if effect.lasts else "yes"
        match kept:
            case "soon":
                self._send_all(self._answers.wait(effect.id, self.note_version, now))
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

    # ---- state

    def tell_who_is_inside(self) -> None:
        """Let the bridge check the right of the pupil who came in before this link was up."""
        self._release_due = True
        if self._machine.inside is not None:
            self._link.send(Inside(*self._machine.inside))

    def send_snapshot(self, now: float) -> None:
        """Send a snapshot to child, bridge and teachers, if it is due."""
        steering = self._steering
        if not steering.take_snapshot(now):
            return
        pan_deg, tilt_deg = steering.measured_deg
        snapshot: Snapshot = msgspec.structs.replace(
            self._machine.snapshot(),
            seq=self._next_seq(),
            pan_deg=pan_deg,
            tilt_deg=tilt_deg,
            head=steering.head,
            views=steering.views,
            safe_mode=self._safe_mode,
        )
        snapshot = wire_bounds.snapshot(snapshot)
        if snapshot.presence is not None:
            shown = msgspec.structs.replace(snapshot, troubles=UNSET)  # they are for the operator
            self._calls.send_event(snapshot.presence, shown)
        if self._release_due:
            snapshot = msgspec.structs.replace(snapshot, release=self.release)
        if self._link.send(snapshot):
            self._release_due = False
        elif self._link.is_up:
            steering.telling.changed(now)  # no room now: pages must not go on showing the old state

    def send_pose(self, pose: PoseReport, path: events.MessagePath) -> None:
        """Send the measured pose to the child."""
        presence_id = self._machine.presence_id
        if presence_id is None:
            return
        pose = wire_bounds.pose(msgspec.structs.replace(pose, seq=self._next_seq()))
        if path == "relay":
            self._link.send(RelayDown(presence_id, pose))
        else:
            self._calls.send_pose(presence_id, pose)

    # It starts at 1 in each process. Pages forget old snapshots when the bridge announces the
    # robot's link. A clock as `seq` would count backwards after being set back.
    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq
