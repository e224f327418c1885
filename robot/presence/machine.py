"""PURE. Presence machine: decides who is in the robot, and what may leave it. No I/O.

                      Invited (any key; else RefusePupil)
        ┌────────┐ ─────────────────────────────────► ┌─────────┐
        │ ASLEEP │                                    │ JOINING │◄─┐ Invited (same key)
        └────────┘ ◄───────────────────────────────── └─────────┘ ─┘
          ▲    ▲     left · ended · JOIN_S without       │
          │    │     a connection ("gone")               │ Connected
          │    │                                         ▼
          │    └────────────────────────────────────┌─────────┐◄─┐ Invited (same key,
          │        left · ended                     │ PRESENT │  │ same presence)
          │                                         └─────────┘ ─┘
          │                   PeerLost · LOST_AFTER_S │   ▲
          │                   without a sign of life  ▼   │ Connected · PupilHeard
          │                                      ┌──────────────┐
          └──────────────────────────────────────│ RECONNECTING │
             left · ended · GRACE_S ("gone")     └──────────────┘

    PRESENT and RECONNECTING go to JOINING when the same key comes with a new
    presence (a reloaded tab): hand and feeling stay, everything else starts over.
    A page that was closed is RECONNECTING for CLOSED_S, and keeps no other key out.

Independent of these states are: pause by button and by teacher, closed for the day, faults of
the body, lost parts, volume.

Promises, each kept by a test:

* A source is opened only while the body itself reports a signal that tells the
  class (`signals.LIT`), and its device is closed before such a signal is taken away.
* An event that stops picture and sound stops them in the same step, without waiting for a
  device or a disk. Only the light waits until the devices report that they are closed.
* A message that the child sends faster than a person can tap is neither carried out nor
  acknowledged.
* While paused, resting or under any fault of the body nothing leaves the robot
  and no voice is played. Only the button lifts the button's pause.
* After a pause, a fault, a rest or a whisper the child's microphone opens only by a new
  message of the child.
* A fault lets nobody in. A pupil who is in stays in, and gets picture and sound
  again when the fault is over.
* An empty battery ends the stay before the robot would switch off in the middle of a word.
* The first pupil stays; another key is refused before anything is built for it.
* A stay that is over never begins again: a pupil who asks is told again why it ended.
* The bridge can end the stay of a pupil whose right is gone; it cannot begin one.
* A technician sees the camera's picture only while nobody is in, under the same light, and loses
  it in the same step in which somebody comes in, the class pauses, or the body fails.

Events about a stay or an attempt that is over only raise `stale`.
"""

from itertools import chain

from bridge.protocol.presence import Snapshot
from robot.presence import effects, events, wish_events
from robot.presence.body_events import BodyEvents
from robot.presence.camera_preview import CameraPreview
from robot.presence.child_events import ChildEvents
from robot.presence.classroom import Classroom
from robot.presence.coming import Coming
from robot.presence.earcons import PresenceEarcons
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart, PresenceEvent
from robot.presence.leaving import Leaving
from robot.presence.media_troubles import MediaTroubles
from robot.presence.notes import Notes
from robot.presence.outlet import Outlet
from robot.presence.permission import Permission
from robot.presence.rights import ChildRights
from robot.presence.signals import Facts
from robot.presence.snapshot import facts_of, snapshot_of
from robot.presence.speaking import Speaking
from robot.presence.standing import Standing
from robot.presence.stay import PresenceState, PupilStay
from robot.presence.stay_events import StayEvents
from robot.presence.teaching import Teaching
from robot.presence.wardrobe import Wardrobe
from robot.presence.wishes import Wishes


class PresenceMachine:
    """Every decision about one robot's presence.

    Args:
        classroom: State of the class's side from before a restart.
        wardrobe: Outfit of the drawing from before a restart.
    """

    def __init__(
        self, classroom: Classroom | None = None, wardrobe: Wardrobe | None = None
    ) -> None:
        self.standing = Standing()
        self.classroom = classroom or Classroom()
        self._stay = PupilStay()
        self._media_troubles = MediaTroubles(self.classroom.troubles)
        self._permission = Permission(self._stay, self.standing, self.classroom)
        self._notes = Notes()
        self.wishes = Wishes(ChildRights(self.classroom))
        phrases = self.wishes.phrases
        self._teaching = Teaching(self.standing, self.classroom, self._notes, phrases)
        self._wardrobe = wardrobe or Wardrobe()
        self._leaving = Leaving()
        self._speaking = Speaking()
        self._outlet = Outlet()
        self.preview = CameraPreview()
        """Of the camera, for a technician; never while somebody is in."""
        self._coming = Coming(
            self._stay, self.standing, self.classroom, self._outlet.close_all, self._forget_stay
        )
        self._earcons = PresenceEarcons()
        self._child = ChildEvents(self.standing, self._permission, self._wardrobe, self.wishes)
        self._of_body = BodyEvents(self.classroom, self._outlet, self._child.deeds, self._coming)
        self._of_stay = StayEvents(
            self._stay, self.standing, self._coming, self._leaving, self._child, self.wishes
        )
        self._sent: Snapshot | None = None
        self._now = 0.0

    # ---- the stay

    @property
    def state(self) -> PresenceState:
        """Progress of the child from outside into the class."""
        return self._stay.state

    @property
    def presence_id(self) -> str | None:
        """Id of the stay; None while nobody is in the robot."""
        return self._stay.presence_id

    @property
    def inside(self) -> tuple[str, str] | None:
        """Id of the stay and key of the pupil; None while nobody is in the robot."""
        id = self._stay.presence_id
        return None if id is None else (id, self._stay.pupil_key)

    @property
    def stale(self) -> int:
        """Number of events about a stay or an attempt that was over."""
        return self._coming.stale

    def note_stale(self) -> None:
        """Count one more of them."""
        self._coming.stale += 1

    # ---- the three verbs

    def handle(self, event: PresenceEvent, now: float) -> list[PresenceEffect]:
        """Take an event; return the effects, in order."""
        todo = [*self._advance(now), *self._react(event)]
        if self.classroom.stops_media:
            self.standing.hush()
        if self.classroom.stops_media or self._stay.somebody:
            self.preview.end()
        todo += self._settle()
        # A teacher is answered after the action was carried out.
        return sorted(
            todo, key=lambda effect: isinstance(effect, effects.Remember | effects.AnswerTeacher)
        )

    def tick(self, now: float) -> list[PresenceEffect]:
        """Let time pass; return the effects, in order."""
        return self._advance(now) + self._settle()

    @property
    def deadline(self) -> float | None:
        """Time at which `tick` is due, in monotonic seconds; always later than the last call."""
        times = chain(
            self.standing.deadlines(),
            self.classroom.deadlines(),
            self.wishes.deadlines(),
            self.preview.deadlines(),
            (self._speaking.until_s, *self._stay.deadlines()),
        )
        return min((time for time in times if time > self._now), default=None)

    def _advance(self, now: float) -> list[PresenceEffect]:
        self._now = max(now, self._now)
        self.standing.tick(self._now)
        self.wishes.tick(self._now)
        self.preview.tick(self._now)
        retry: list[PresenceEffect] = (
            [effects.ReleaseBody()] if self.classroom.tick(self._now) else []
        )
        gone = self._coming.end("gone") if self._stay.tick(self._now) else []
        return [*retry, *gone, *self._lesson_over()]

    def _lesson_over(self) -> list[PresenceEffect]:
        """End the stay when the lesson is over by the loan's times."""
        return self._coming.end("lesson_over") if self.classroom.times.over else []

    # ---- events

    def _react(self, event: PresenceEvent) -> list[PresenceEffect]:
        if isinstance(event, events.OfStay):
            return self._of_stay.hear(event, self._now, self.running)
        if isinstance(event, events.OfBody):
            return self._of_body.hear(event, self._now)
        if isinstance(event, wish_events.OfWishes):
            self.wishes.told(event)
            return []
        if isinstance(event, events.OfService):
            self.preview.hear(event, self._now)
            return []
        return self._of_robot(event)

    def _of_robot(self, event: PresenceEvent) -> list[PresenceEffect]:
        """Take an event of the bridge, of the class, or of the robot itself."""
        match event:
            case events.Invited():
                return self._coming.invited(event, self._now)
            case events.TeacherActed():
                return self._teacher(event)
            case events.RightRevoked(pupil_key=key):
                return self._coming.end("revoked") if key in (None, self._stay.pupil_key) else []
            case events.DayTold():
                if self.classroom.day_told(event, self._now):
                    return [self.classroom.remember(self._now)]
            case events.LoanTold():
                return self._loan_told(event)
            case events.BridgeReached(up=up):
                self.classroom.bridge.told(up, self._now)
            case events.VoiceHeard(level=level, is_phrase=is_phrase):
                self._speaking.hear(level, self._now, is_phrase)
            case events.SourceChanged(part=part, lost=lost, text=text):
                if not self._media_troubles.changed(part, lost, text, self.running):
                    self.note_stale()
            case events.PartTried(part=part, text=text):
                self._media_troubles.tried(part, text, self.running)
            case events.MediaClosed(part=part):
                self._outlet.closed(part)
            case events.ShutDown():
                self.preview.end()
                return self._coming.end("shutdown")
        return []

    def _loan_told(self, told: events.LoanTold) -> list[PresenceEffect]:
        self.wishes.rights.lent(told.rights)
        self.classroom.times.told(told.openings, told.by_teacher, self._now)
        return [*self._lesson_over(), *(self._wardrobe.lent(told.loan) if told.loan else [])]

    def _teacher(self, event: events.TeacherActed) -> list[PresenceEffect]:
        todo = self._coming.end("ended_by_class") if self._teaching.ends(event) else []
        return [*todo, *self._teaching.hear(event, self._stay.somebody, self._now)]

    def _forget_stay(self) -> list[PresenceEffect]:
        """Forget voice, message, measurements and wishes of a stay that is over."""
        self._speaking.stop()
        self._notes.forget()
        self._leaving.stop()
        return self.wishes.forget()

    # ---- what follows from the state

    def _settle(self) -> list[PresenceEffect]:
        """Bring sources, signal and voice in line with the state, and then send a snapshot."""
        facts = self._facts()
        todo = self._outlet.settle(
            facts=facts,
            parts=self._parts,
            voice=self._permission.voice,
            hand=self.standing.arm_up and not self.classroom.paused_by,
            level=self._speaking.level,
            loudness=(self.classroom.volume, self.standing.whisper),
            near=self._near,
        )
        # What a technician sees is nothing of a child's.
        leaving = frozenset[MediaPart]() if self.preview.is_on else self.running
        todo += self.wishes.settle(
            leaving, somebody=self._stay.somebody, audible=self._permission.may_steer
        )
        self._media_troubles.settle(self.running)
        todo += self._earcons.heed(facts)
        snapshot = self.snapshot(waiting=False)
        if snapshot != self._sent:
            self._sent = snapshot
            todo.append(effects.SendSnapshot())
        return todo

    @property
    def _parts(self) -> frozenset[MediaPart]:
        """Parts that the child may get; for a technician the picture alone."""
        if self.preview.is_on:
            return frozenset({MediaPart.PICTURE})
        return self._permission.parts

    def _facts(self) -> Facts:
        return facts_of(
            self.standing,
            self.classroom,
            self._now,
            somebody=self._stay.somebody,
            joining=self.state is PresenceState.JOINING,
            away=self.state is PresenceState.RECONNECTING,
            played=self._permission.voice,
            speaking=self._speaking.holds(self._now),
            says=self._speaking.is_phrase,
            understood=self.wishes.understood,
            previewed=self.preview.is_on,
            code_answer=self.preview.answer,
        )

    def snapshot(self, waiting: bool = True) -> Snapshot:
        """Return the state for the wire; the shell adds `seq`, pose, head and views.

        Args:
            waiting: True counts the seconds of hand, help and media; without them two
                snapshots of the same state are equal.
        """
        now = self._now if waiting else None
        return snapshot_of(
            self.standing,
            self.classroom,
            now,
            presence_id=self.presence_id,
            shown=self._outlet.shown,
            connected=self.state is PresenceState.PRESENT,
            away=self.state is PresenceState.RECONNECTING,
            said=self._notes.last,
            outfit=self._wardrobe.outfit,
            outgoing=self._leaving.told(now),
            wishes=self.wishes,
            near=self._near,
        )

    @property
    def _near(self) -> bool:
        """True while an enlarged picture leaves the robot."""
        return self.wishes.is_near(self.running)

    @property
    def asked(self) -> effects.ShowSignal | None:
        """Signal that the body was told to show last."""
        return self._outlet.asked

    @property
    def running(self) -> frozenset[MediaPart]:
        """Parts that may leave the robot."""
        return self._outlet.running
