"""Translation of what body, bridge and child say into events of the presence machine.

Looks and beats are no events: they go to the steering, and count as a sign of life.
"""

import logging
import time
from collections.abc import Callable

from bridge.process.logs import clean
from bridge.protocol import clocks
from bridge.protocol.board import Crop
from bridge.protocol.causes import OF_IDENTITY, OF_NETWORK, WORDS, NetworkCause
from bridge.protocol.channels import Beat, ChannelUp, Look, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import WelcomeRobot
from bridge.protocol.sealed import (
    FromSession,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.protocol.signaling import (
    FreshServers,
    Invite,
    Leave,
    LoanStatus,
    RelayUp,
    Revoke,
    TeacherAction,
    TrickledCandidate,
)
from hardware.contract import wire
from robot.call.admission import Admission
from robot.call.call import (
    Answered,
    CallDown,
    CallLine,
    CallNews,
    CallSends,
    CallUp,
    ChannelSaid,
    EventsUp,
)
from robot.health import ServiceStatus
from robot.links.body_link import BodyDown, BodyNews, BodySaid, BodyUp
from robot.links.bridge_link import (
    LinkDenied,
    LinkDown,
    LinkEnrolled,
    LinkMessage,
    LinkNews,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.media.types.framing import Framing
from robot.presence import events, wish_events
from robot.presence.events import MessagePath, PresenceEvent
from robot.settings.identity import Identity
from robot.speech.self_talk import SelfTalk
from robot.stage import Stage
from robot.steering.steering import Steering
from robot.storage.note import ClassroomBefore, day_left_s

log = logging.getLogger(__name__)

NOT_CHOSEN = "its body is not chosen yet: `sudo karlsson-robot setup` finds it, asks, and goes on"

VOLUME_STEPS = {"volume_up": 1, "volume_down": -1}
"""By button of the body."""


class Hearing:
    """Hears one robot's body, bridge and child.

    Args:
        stage: Knows the machine, the messenger and the bridge's time.
        steering: Takes looks, beats and the head's pose.
        admission: Checks invitations.
        identity: Key of this robot, to which class keys are sealed.
        status: Is told how body and bridge are.
        before: State of the class's side from before a restart; its dates wait for the bridge.
        decide: Hands an event to the machine and performs the effects.
    """

    def __init__(
        self,
        stage: Stage,
        steering: Steering,
        admission: Admission,
        identity: Identity,
        status: ServiceStatus,
        before: ClassroomBefore,
        decide: Callable[[PresenceEvent, float], None],
    ) -> None:
        self._stage = stage
        self._machine = stage.machine
        self._messenger = stage.messenger
        self._identity = identity
        self._steering = steering
        self._admission = admission
        self._status = status
        self._before: ClassroomBefore | None = before
        self._decide = decide
        self._robot_id = ""
        """Id under which the bridge knows this robot; class keys are sealed to it."""
        self._robot_name = ""
        """Name that people know it by, once the bridge has told it."""
        self._sealed_key: str | None = None
        self._is_linked = False
        self._talk = SelfTalk()

    # ---- what the robot says of itself

    @property
    def deadline(self) -> float | None:
        """Time at which `tick` is due, or None."""
        return self._talk.deadline

    def tick(self, now: float) -> None:
        """Say what is due."""
        words = self._talk.take(now, self._stage.may_talk)
        if words:
            self._stage.say_of_itself(words)

    @property
    def leads_nowhere(self) -> bool:
        """True if the network that the robot is in, if any, does not lead to the bridge."""
        return self._talk.cause in OF_NETWORK

    @property
    def link(self) -> tuple[bool, NetworkCause | None]:
        """True while the bridge is reached, and why it is not, if that is known."""
        return self._is_linked, self._talk.cause

    @property
    def names(self) -> tuple[str, str]:
        """Id of this robot and what people call it, as the bridge told them; empty before."""
        return self._robot_id, self._robot_name

    # ---- the body

    def hear_body(self, news: BodyNews, now: float) -> None:
        """Take what the body's process says."""
        match news:
            case BodyUp(greeting=greeting):
                self._steering.greet(greeting)
                self._status.body_met(greeting.driver)
                self._status.note_part("body", NOT_CHOSEN if greeting.driver == "find" else "")
                if greeting.driver == "find":
                    self._talk.body_not_chosen()
                self._decide(events.BodyLinked(), now)
            case BodyDown():
                self._decide(events.BodyLost(), now)
            case BodySaid(report=wire.BodyState() as state):
                self._hear_state(state, now)
            case BodySaid(report=wire.Pressed(button="identify")):
                if self._talk.cause is not None:
                    self._talk.asked()
                else:
                    self._stage.say_name(self._robot_name)
                self._decide(events.IdentifyPressed(), now)
            case BodySaid(report=wire.Pressed(button=button)):
                if button in VOLUME_STEPS:
                    self._decide(events.VolumePressed(VOLUME_STEPS[button]), now)
            case BodySaid(report=wire.RefusedIntent(code=code)):
                log.warning("body: refused an intent (%s)", code)

    def _hear_state(self, state: wire.BodyState, now: float) -> None:
        pose = self._steering.report(state, now)
        if pose is not None:
            self._messenger.send_pose(pose, "channel")
        report = events.BodyReported(
            state.signal,
            state.paused,
            state.faults,
            state.power,
            state.gesture,
            state.servos,
        )
        self._decide(report, now)

    # ---- the camera

    def hear_framing(self, framing: Framing, now: float) -> None:
        """Take what the newest picture shows, and tell the child, who follows it with a finger."""
        self._steering.show_crop(framing.zoom, framing.x, framing.y)
        if self._steering.telling.take_pose(now):
            self._messenger.send_pose(self._steering.pose, "channel")

    # ---- the bridge

    def hear_bridge(self, news: LinkNews, now: float) -> None:
        """Take what the link to the bridge says of itself, and what comes through it."""
        match news:
            case LinkSaid(message=message):
                self._hear_message(message, now)
            case LinkUp(welcome=welcome):
                self._welcomed(welcome, now)
            case LinkDown():
                self._is_linked = False
                self._status.bridge_lost()  # what runs goes on
                self._decide(events.BridgeReached(False), now)
            case LinkTroubled(cause=cause):
                self._is_linked = False
                self._talk.troubled(cause, now)
                is_away = cause not in OF_IDENTITY
                self._status.bridge_out_of_reach(WORDS[cause], is_away)
                self._decide(events.BridgeReached(False), now)
            case LinkEnrolled(robot=robot):
                self._status.enrolled(clean(robot, 40))
            case LinkDenied():
                self._decide(events.RightRevoked(), now)

    def _hear_message(self, message: LinkMessage, now: float) -> None:
        """Take a message of the bridge, or of a page through it."""
        match message:
            case Revoke(pupil_key=key):
                self._decide(events.RightRevoked(key), now)
            case Invite():
                self._invited(message, now)
            case TrickledCandidate():
                self._messenger.add_candidate(message)
            case Leave(presence=presence_id, closing=True):
                self._decide(events.PageClosed(presence_id), now)
            case Leave(presence=presence_id):
                self._decide(events.PupilLeft(presence_id), now)
            case RelayUp(presence=presence_id, message=relayed):
                self._hear_child(presence_id, "relay", relayed, now)
            case TeacherAction():
                self._decide(self._acted(message, now), now)
            case FreshServers(ice_servers=servers):
                self._messenger.use_servers(servers)
            case LoanStatus():
                self._take_loan(message, now)
            case SessionSealed() | SessionSealedAck() | SessionSealedAsk():
                self._sealed(message)
            case Refused(code="twin"):
                self._status.note_twin(WORDS["twin"])
            case Refused(code=code):
                log.warning("link: the bridge refused a message (%s)", clean(code, 40))

    def _acted(self, said: TeacherAction, now: float) -> events.TeacherActed:
        left_s = day_left_s(self._stage.time.unix_s(now) or time.time())
        return events.TeacherActed(said.id, said.action, left_s, said.text, said.right)

    def _welcomed(self, welcome: WelcomeRobot, now: float) -> None:
        self._take_time(welcome.unix_s, now)
        self._is_linked = True
        self._talk.linked()
        self._status.bridge_found()
        self._decide(events.BridgeReached(True), now)
        self._robot_id, self._robot_name = welcome.robot, welcome.robot_name
        self._take_loan(welcome, now)
        self._messenger.use_servers(welcome.ice_servers)
        self._messenger.renew_roads()
        self._messenger.tell_who_is_inside()
        self._steering.telling.changed(now)

    def _take_loan(self, told: WelcomeRobot | LoanStatus, now: float) -> None:
        """Take the loan of today: its mark, its rights and its class key."""
        unix_s = self._stage.time.unix_s(now) or time.time()
        openings = told.openings and tuple(
            (now + first_s - unix_s, now + last_s - unix_s) for first_s, last_s in told.openings
        )
        self._decide(events.LoanTold(told.loan or "", told.rights, openings, told.by_teacher), now)
        if told.sealed_class_key == self._sealed_key:
            return
        sealed = self._sealed_key = told.sealed_class_key
        key = open_class_key(self._identity, self._robot_id, sealed) if sealed is not None else None
        self._stage.sheets.use_key(key)
        self._decide(wish_events.ClassKeyOpened(key is not None), now)

    def _sealed(self, said: FromSession) -> None:
        """Hand a sealed message on, unless sheets are not allowed."""
        if self._machine.wishes.rights.allow("sheets"):
            self._stage.sheets.hear(said)
        elif isinstance(said, SessionSealed):
            self._messenger.refuse_sealed(said)

    def _take_time(self, unix_s: float | None, now: float) -> None:
        """Go by the bridge's clock, and say so if ours is far off."""
        own_s = time.time()
        if unix_s is None:
            unix_s = own_s  # a bridge that tells no time
        self._status.note_clock(clocks.off_in_words(own_s - unix_s))
        self._stage.time.tell(unix_s, now)
        if self._before is not None:
            before, self._before = self._before, None
            self._decide(before.told(unix_s), now)

    def _invited(self, invite: Invite, now: float) -> None:
        try:
            offer = self._admission.check(invite, now)
        except ProtocolError as error:
            log.warning("presence: an offer was refused (%s)", error.code)
            self._messenger.refuse(invite.presence, error)
            return
        self._messenger.expect(offer)
        event = events.Invited(invite.pupil_key, invite.presence, invite.attempt)
        is_new = invite.presence != self._machine.presence_id
        self._decide(event, now)
        if is_new and self._machine.presence_id == invite.presence:
            self._steering.begin_stay()

    # ---- the child

    def hear_call(self, news: CallNews, now: float) -> None:
        """Take what happens in a call."""
        match news:
            case Answered(call=id, sdp=text):
                self._messenger.answer(id, text)
            case CallUp(call=id):
                self._decide(events.Connected(id.presence_id, id.attempt), now)
            case EventsUp():
                self._steering.telling.changed(now)
            case CallDown(call=id, why=why, failed=failed):
                log.info("call: attempt %d is over: %s", id.attempt, why)
                if failed:
                    self._messenger.failed(id)
                self._steering.forget_path(str(id.attempt))
                self._decide(events.PeerLost(id.presence_id, id.attempt), now)
            case ChannelSaid(call=id, message=message):
                self._hear_child(id.presence_id, str(id.attempt), message, now)
            case CallLine(call=id, level=level, picture=picture):
                log.info("call: the line is %s, the picture %s", level, picture)
                measured = events.LineMeasured(id.presence_id, id.attempt, level, picture)
                self._decide(measured, now)
            case CallSends(call=id, sent=sent):
                measured_sending = events.SendingMeasured(
                    id.presence_id, id.attempt, sent.width_px, sent.height_px, sent.sound
                )
                self._decide(measured_sending, now)

    def _hear_child(self, presence_id: str, line: str, message: ChannelUp, now: float) -> None:
        """Take a message of the child.

        Args:
            presence_id: Of the stay that it is about.
            line: `relay`, or the number of the attempt: each has its own fastest journey.
            message: As it came.
            now: Monotonic seconds.
        """
        path: MessagePath = "relay" if line == "relay" else "channel"
        if presence_id != self._machine.presence_id:
            self._machine.note_stale()
            return
        if path == "channel":
            self._messenger.child_heard(now)
        if isinstance(message, Crop):
            if self._steering.passes(message, line, now):
                self._crop(presence_id, message, now)
            self._decide(events.PupilHeard(presence_id, path), now)
            return
        if not isinstance(message, Look | Beat):
            self._decide(events.PupilSaid(presence_id, message, path), now)
            return
        pose = self._steering.hear(message, line, now)
        if isinstance(message, Look) and self._machine.wishes.viewing.following:
            self._decide(events.PupilLooked(presence_id), now)
        if pose is not None:
            self._messenger.send_pose(pose, path)
        held = self._steering.held_crop(now)
        if held is not None:
            self._crop(presence_id, held, now)
        # A message that is too late to be obeyed still shows that the line is there.
        self._decide(events.PupilHeard(presence_id, path), now)

    def _crop(self, presence_id: str, crop: Crop, now: float) -> None:
        self._decide(events.CropAsked(presence_id, crop.zoom, crop.x, crop.y), now)


def open_class_key(identity: Identity, robot_id: str, sealed: str) -> bytes | None:
    """Return a class key that was sealed for this robot; None if it was not."""
    try:
        return identity.open_class_key(robot_id, sealed)
    except ProtocolError as error:
        log.warning("sheets: the class key cannot be opened (%s)", error.code)
        return None
