"""PURE. The presence machine: who is in the robot, and what may leave it. No I/O.

                      Invited (any key; else Refuse)
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
          │                   without a sign of life  ▼   │ Connected · Heard
          │                                      ┌──────────────┐
          └──────────────────────────────────────│ RECONNECTING │
             left · ended · GRACE_S ("gone")     └──────────────┘

    PRESENT and RECONNECTING go to JOINING when the same key comes with a new
    presence (a reloaded tab): hand and feeling stay, everything else starts over.

Over this lie toggles that hold in every state: pause by button and by teacher,
closed for the day, body faults, lost parts, volume.

Promises, each kept by a test:

* A source is opened only while the body itself reports a signal that tells the
  class (`signals.LIT`), and its device is closed before such a signal is taken away.
* What stops picture and sound stops them in the same step: no device and no disk
  is waited for. Only the light waits until the devices say that they are closed.
* What the child asks for faster than a person can is neither done nor acknowledged.
* While paused, resting or under any fault of the body nothing leaves the robot
  and no voice is played. Only the button lifts the button's pause.
* A fault lets nobody in; who is in keeps the stay, and gets picture and sound
  again when the fault is over.
* An empty battery ends the stay, before it would end by itself in the middle of a word.
* The first pupil stays; another key is refused before anything is built for it.
* A stay that is over never begins again: who asks is told once more why it ended.
* The bridge can end the stay of a pupil whose right is gone; it can begin none.

Events about a stay or an attempt that is over have no effect but `stale`.
"""

from enum import Enum
from itertools import chain

from bridge.protocol.channels import Bye, Snapshot
from bridge.protocol.fields import Lost
from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.media.types.allowance import Allowance, Attempts
from robot.presence import events as ev
from robot.presence.actions import LASTING, Actions
from robot.presence.chimes import Chimes
from robot.presence.classroom import Classroom
from robot.presence.deeds import Deeds
from robot.presence.ended import EndedStays
from robot.presence.events import Effect, Event, Part, Reason
from robot.presence.outlet import Outlet
from robot.presence.signals import Facts
from robot.presence.snapshot import facts_of, presence_of
from robot.presence.standing import Standing

JOIN_S = 15.0
"""So long may one attempt take to connect: 10 s for the peer connection, and room."""

WISHES_HZ = 8.0
WISHES_BURST = 24
"""A child's events: more than ten fingers tap, far less than a program sends. Each may move a
motor, a light and a device."""

SPEAKING_LEVEL = 0.2
"""-40 dBFS: below this it is a breath or the noise of a hospital room."""

SPEAKING_HOLD_S = 0.4
"""The light stays on between two words."""

SOURCE_OF: dict[Lost, Part] = {"camera": Part.PICTURE, "microphone": Part.SOUND}
"""What is closed is not lost: whether it works shows when it is opened again."""


class State(Enum):
    """Where the child is."""

    ASLEEP = "asleep"
    JOINING = "joining"
    PRESENT = "present"
    RECONNECTING = "reconnecting"


class PresenceMachine:
    """Decides everything about one robot's presence.

    Args:
        classroom: What the class wished before a restart.
    """

    def __init__(self, classroom: Classroom | None = None) -> None:
        self.state = State.ASLEEP
        self.standing = Standing()
        self.classroom = classroom or Classroom()
        self.stale = 0
        """Events about a stay or an attempt that was over."""
        self.presence: str | None = None
        self._ended = EndedStays()
        self._pupil_key = ""
        self._attempt = 0
        self._connected: int | None = None
        self._heard_s = 0.0
        self._alive_s = 0.0
        self._joined_s = 0.0
        self._voice_level = 0.0
        self._speaking_until_s = 0.0
        self._outlet = Outlet()
        self._actions = Actions()
        self._chimes = Chimes()
        self._deeds = Deeds()
        self._wishes = Allowance(WISHES_HZ, WISHES_BURST)
        self._attempts = Attempts()
        self._sent: Snapshot | None = None
        self._now = 0.0

    # ---- the three verbs

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Take an event; return what to do, in order."""
        effects = [*self._advance(now), *self._react(event), *self._settle()]
        # A teacher is told after it was done.
        return sorted(effects, key=lambda effect: isinstance(effect, ev.Remember | ev.Done))

    def tick(self, now: float) -> list[Effect]:
        """Let time pass; return what to do, in order."""
        return self._advance(now) + self._settle()

    @property
    def deadline(self) -> float | None:
        """When `tick` is due, in monotonic seconds; always later than the last call."""
        times = chain(
            self.standing.deadlines(),
            self.classroom.deadlines(),
            (self._speaking_until_s, *self._state_deadlines()),
        )
        return min((time for time in times if time > self._now), default=None)

    def _state_deadlines(self) -> tuple[float, ...]:
        match self.state:
            case State.JOINING:
                return (self._joined_s + JOIN_S,)
            case State.PRESENT:
                return (self._heard_s + LOST_AFTER_S,)
            case State.RECONNECTING:
                return (self._alive_s + GRACE_S,)
            case State.ASLEEP:
                return ()

    def _advance(self, now: float) -> list[Effect]:
        self._now = max(now, self._now)
        self.standing.tick(self._now)
        retry: list[Effect] = [ev.ReleaseBody()] if self.classroom.tick(self._now) else []
        if self.state is State.PRESENT and self._now >= self._heard_s + LOST_AFTER_S:
            self.state = State.RECONNECTING
        joined_late = self.state is State.JOINING and self._now >= self._joined_s + JOIN_S
        gone = self.state is State.RECONNECTING and self._now >= self._alive_s + GRACE_S
        return [*retry, *(self._end("gone") if joined_late or gone else [])]

    # ---- events

    def _react(self, event: Event) -> list[Effect]:
        if isinstance(event, ev.OfStay):
            return self._of_this_stay(event)
        match event:
            case ev.Invited():
                return self._invited(event)
            case ev.TeacherActed():
                return self._teacher(event)
            case ev.RightRevoked(pupil_key=key):
                return self._end("revoked") if key in (None, self._pupil_key) else []
            case ev.DayTold():
                if self.classroom.day_told(event.closed_for_s, event.volume_counts, self._now):
                    return [self.classroom.remember(self._now)]
            case ev.VoiceHeard(level=level):
                self._voice(level)
            case ev.SourceChanged(part=part, lost=lost):
                self._source_changed(part, lost)
            case ev.MediaClosed(part=part):
                self._outlet.closed(part)
            case ev.VolumePressed(by=by):
                self.classroom.turn_volume(by)
                return [self.classroom.remember(self._now), ev.Chime("volume")]
            case ev.IdentifyPressed():
                return [ev.Chime("identify")]
            case ev.ShutDown():
                return self._end("shutdown")
            case ev.BodyLinked():
                self._outlet.body_knows_nothing()
                self.classroom.body_linked()
            case ev.BodyLost():
                self._outlet.body_knows_nothing()
                self.classroom.body_lost()
            case ev.BodyReported():
                self._outlet.shown = event.signal
                self.classroom.body_reported(event, self._now)
                self._deeds.body_says(event.gesture)
                return self._end("battery") if self.classroom.empty else []
        return []

    @property
    def inside(self) -> tuple[str, str] | None:
        """The stay and the key of the pupil who is in the robot; None while nobody is."""
        return None if self.presence is None else (self.presence, self._pupil_key)

    def _of_this_stay(self, event: ev.OfStay) -> list[Effect]:
        if event.presence != self.presence:
            self.stale += 1
            return []
        match event:
            case ev.Connected(attempt=attempt):
                return self._connected_now(attempt)
            case ev.PeerLost(attempt=attempt):
                self._peer_lost(attempt)
            case ev.Heard(road=road):
                self._heard(road)
            case ev.Said():
                return self._said(event)
            case ev.LineMeasured(attempt=attempt) if attempt == self._connected:
                self.standing.measure(event.level, event.picture)
            case ev.LineMeasured():
                self.stale += 1
            case ev.PupilLeft():
                return self._end("left")
        return []

    def _invited(self, event: ev.Invited) -> list[Effect]:
        why = self._ended.why(event.presence)
        if why is not None:
            self.stale += 1
            return [ev.End(event.presence, why)]
        if self.presence is not None and event.pupil_key != self._pupil_key:
            return [ev.Refuse(event.presence, "busy")]
        refusal = self.classroom.refusal(somebody=self.presence is not None)
        if refusal is not None:
            return [ev.Refuse(event.presence, refusal)]
        if not self._attempts.take(event.pupil_key, self._now):
            return [ev.Refuse(event.presence, "too_fast")]
        if event.presence == self.presence:
            return self._invited_again(event)
        effects = self._take_over() if self.presence is not None else []
        self._pupil_key = event.pupil_key
        self.presence = event.presence
        self._attempt = event.attempt
        self.state = State.JOINING
        self._joined_s = self._now
        return [*effects, ev.Accept(event.presence, event.attempt)]

    def _invited_again(self, event: ev.Invited) -> list[Effect]:
        if event.attempt <= self._attempt:
            self.stale += 1
            return [ev.Refuse(event.presence, "replayed")]
        self._attempt = event.attempt
        self._joined_s = self._alive_s = self._now
        return [ev.Accept(event.presence, event.attempt)]

    def _take_over(self) -> list[Effect]:
        """The same child came back with a new presence: the old stay ends quietly."""
        old = self.presence or ""
        self._ended.note(old, "taken_over")
        self.standing.begin_stay(keep_hand=True)
        self._connected = None
        self._speaking_until_s = 0.0
        return [ev.End(old, "taken_over"), ev.CloseCalls(old)]

    def _connected_now(self, attempt: int) -> list[Effect]:
        if not (self._connected or 0) < attempt <= self._attempt:
            self.stale += 1
            return []
        self._connected = attempt
        self.state = State.PRESENT
        self._heard_s = self._alive_s = self._now
        return [ev.CloseCalls(self.presence or "", below=attempt)]

    def _peer_lost(self, attempt: int) -> None:
        if attempt != self._connected:
            self.stale += 1
            return
        self._connected = None
        if self.state is State.PRESENT:
            self.state = State.RECONNECTING

    def _heard(self, road: ev.Road) -> None:
        self._alive_s = self._now
        if road == "channel" and self._connected is not None:
            self._heard_s = self._now
            self.state = State.PRESENT

    def _said(self, event: ev.Said) -> list[Effect]:
        self._heard(event.road)
        if not isinstance(event.message, Bye) and not self._wishes.take(self._now):
            return []  # the app says it again, with its newest state
        ack = ev.Ack(event.presence, event.message.seq, event.road)
        new = self.standing.apply(event.message, self._now)
        if new and isinstance(event.message, Bye):
            return [ack, *self._end("left")]
        if new and self._open_to_child and not self.standing.rest:
            return [ack, *self._deeds.of(event.message, self._now)]
        return [ack]

    def _teacher(self, event: ev.TeacherActed) -> list[Effect]:
        lasts = event.action in LASTING
        if event.id in self._actions:
            # Carried out before: whoever asks again is told the same again.
            refused = self._actions.refused(event.id)
            return [ev.Done(event.id, refused, lasts and refused is None)]
        refused = self._actions.refusal(event.action, self._now)
        effects: list[Effect] = []
        if refused is None:
            refused, effects = self._act(event)
        self._actions.note(event.id, refused)
        if refused is None and event.action not in ("seen", "your_turn"):
            effects.append(self.classroom.remember(self._now))
        return [*effects, ev.Done(event.id, refused, lasts and refused is None)]

    def _act(self, event: ev.TeacherActed) -> tuple[str | None, list[Effect]]:
        """Carry out what a teacher asks; return why not, and what follows."""
        match event.action:
            case "seen" | "your_turn" if self.presence is None:
                return "out_of_order", []
            case "seen":
                return (None if self.standing.see_hand(self._now) else "out_of_order"), []
            case "your_turn":
                self.standing.give_turn(self._now)
            case "end":
                effects = self._end("ended_by_class")
                self.classroom.close(self._now + event.day_left_s)
                return None, effects
            case "pause" | "resume" | "louder" | "quieter":
                self.classroom.act(event.action)
        if event.action == "resume" and self.classroom.faults:
            return None, [ev.ReleaseBody()]
        return None, []

    def _voice(self, level: float) -> None:
        self._voice_level = min(max(level, 0.0), 1.0)
        if self._voice_level >= SPEAKING_LEVEL:
            self._speaking_until_s = self._now + SPEAKING_HOLD_S

    def _source_changed(self, part: Lost, lost: bool) -> None:
        source = SOURCE_OF.get(part)
        if source is not None and source not in self.running:
            self.stale += 1  # said just before it was closed
            return
        self.classroom.part_changed(part, lost)

    def _end(self, reason: Reason) -> list[Effect]:
        """End the stay, if there is one. The sources are stopped before anything is told."""
        old = self.presence
        if old is None:
            return []
        self._ended.note(old, reason)
        self.state = State.ASLEEP
        self.presence = None
        self._pupil_key = ""
        self._attempt = 0
        self._connected = None
        self._speaking_until_s = 0.0
        self.standing.begin_stay(keep_hand=False)
        return [*self._outlet.close_all(), ev.End(old, reason), ev.CloseCalls(old)]

    # ---- what follows from the state

    def _settle(self) -> list[Effect]:
        """Bring what is open, shown and played in line with the state; lastly say so."""
        facts = self._facts()
        effects = self._outlet.settle(
            facts=facts,
            parts=self._parts(),
            voice=self._voice_wanted(),
            arm=self.standing.hand_raised and not self.classroom.paused_by,
            level=self._voice_level,
            loudness=(self.classroom.volume, self.standing.whisper),
        )
        for part, source in SOURCE_OF.items():
            if source not in self.running:
                self.classroom.part_changed(part, lost=False)
        effects += self._chimes.heed(facts)
        snapshot = self.snapshot(waiting=False)
        if snapshot != self._sent:
            self._sent = snapshot
            effects.append(ev.SendPresence())
        return effects

    def _parts(self) -> frozenset[Part]:
        if not self._open_to_child or self.standing.rest:
            return frozenset()
        if self.standing.sound_only:
            return frozenset({Part.SOUND})
        return frozenset(Part)

    @property
    def _open_to_child(self) -> bool:
        stopped = self.classroom.paused_by or self.classroom.faulty or self.classroom.closed
        return self.presence is not None and not stopped

    def _voice_wanted(self) -> bool:
        joining = self.state is State.JOINING
        return self._open_to_child and self.standing.speaks and not joining

    def _facts(self) -> Facts:
        played = self._voice_wanted()
        return facts_of(
            self.standing,
            self.classroom,
            self._now,
            somebody=self.presence is not None,
            joining=self.state is State.JOINING,
            away=self.state is State.RECONNECTING,
            played=played,
            speaking=self._now < self._speaking_until_s,
        )

    def snapshot(self, waiting: bool = True) -> Snapshot:
        """Return the state for the wire; the shell adds `seq`, pose, head and views.

        Args:
            waiting: Whether to count the seconds of the hand; without them two
                snapshots of the same state are equal.
        """
        return presence_of(
            self.standing,
            self.classroom,
            self._now if waiting else self.standing.hand_since_s or 0.0,
            stay=self.presence,
            shown=self._outlet.shown,
            connected=self.state is State.PRESENT,
            away=self.state is State.RECONNECTING,
        )

    @property
    def running(self) -> frozenset[Part]:
        """Parts that may leave the robot."""
        return self._outlet.running
