"""PURE. State of the class's side: pause, closing, volume, faults. No I/O."""

import math
from typing import Literal

from bridge.protocol import presence
from bridge.protocol.fields import Lost, PausedBy, RightName
from bridge.protocol.presence import Trouble
from hardware.contract.wire import Fault, PowerReport
from robot.presence import loudness
from robot.presence.bridge_away import BridgeAway
from robot.presence.buddy_call import BuddyCall
from robot.presence.effects import Remember
from robot.presence.events import BodyReported, DayTold
from robot.presence.lesson_times import LessonTimes
from robot.presence.power import Relief
from robot.presence.strain import Strained
from robot.presence.troubles import Troubles

RELEASE_S = 20.0
"""Interval between two tries of failed parts: a cable is back at once, a hot servo takes time."""

AWAY_REMEDY = (
    "nothing answers on the body's socket (body.socket): `systemctl status karlsson-body` says why"
)
AWAY_TEXT = "Der Körper des Roboters antwortet nicht. / The robot's body does not answer."


class Classroom:
    """The class's side of the robot.

    Args:
        paused_by_teacher: The teacher's pause from before a restart.
        closed_until_s: Time before which nobody is let in, in monotonic seconds; infinite until the
            bridge has told the day.
        volume: Step of the child's voice from before a restart.
        forbidden: Rights that the class forbade before a restart; they hold until the bridge has
            told the day.
    """

    def __init__(
        self,
        paused_by_teacher: bool = False,
        closed_until_s: float | None = None,
        volume: int = loudness.USUAL,
        forbidden: frozenset[RightName] = frozenset(),
    ) -> None:
        self.volume = volume
        self.bridge = BridgeAway()
        self.buddy_call = BuddyCall()
        self.faults: tuple[Fault, ...] = ()
        self.power = PowerReport()
        self.relief = Relief()
        """Picture that the computer can send at its temperature."""
        self.strained = Strained()
        self._paused_by_teacher = paused_by_teacher
        self._paused_by_button = False
        self._closed_until_s = closed_until_s
        self._forbidden = forbidden
        self._forbidden_until_s = math.inf
        self._linked = False
        self._release_s: float | None = None
        self.times = LessonTimes()
        """Times at which the loan lets its child in."""
        self.troubles = Troubles()
        """Parts that do not work."""

    # ---- the teacher

    def act(self, action: Literal["pause", "resume", "louder", "quieter"]) -> None:
        """Carry out an action that is always possible."""
        match action:
            case "pause":
                # Who pauses is there, so a call for somebody to come is over.
                if not self.paused_by:
                    self.buddy_call.drop()
                self._paused_by_teacher = True
            case "resume":
                self._paused_by_teacher = False
                self._closed_until_s = None
            case "louder":
                self.turn_volume(1)
            case "quieter":
                self.turn_volume(-1)

    def close(self, until_s: float) -> None:
        """Let nobody in before `until_s` unless the teacher resumes."""
        self._closed_until_s = until_s
        self.times.shut()
        self.buddy_call.drop()

    def day_told(self, told: DayTold, now: float) -> bool:
        """Drop what has expired of the state from before; return True if any of it had a date."""
        ended = self._closed_until_s is not None
        dated = ended or self.volume != loudness.USUAL or bool(self._forbidden)
        if ended:
            self._closed_until_s = now + told.closed_for_s if told.closed_for_s > 0 else None
        if not told.volume_counts:
            self.volume = loudness.USUAL
        self._forbidden_until_s = now + told.forbidden_for_s
        if told.forbidden_for_s <= 0:
            self._forbidden = frozenset()
        return dated

    def forbid(self, right: RightName, until_s: float) -> None:
        """Take a right away from the child until `until_s`, the end of the day."""
        self._forbidden |= {right}
        self._forbidden_until_s = until_s

    def allow(self, right: RightName) -> None:
        """Give a right back to the child."""
        self._forbidden -= {right}

    def forbids(self, right: RightName) -> bool:
        """Return True while the class forbids it for today."""
        return right in self._forbidden

    @property
    def closed(self) -> bool:
        """True after the teacher ended it for today, or while the lesson waits to be opened."""
        return self._closed_until_s is not None or self.times.waits_for_teacher

    def remember(self, now: float) -> Remember:
        """Return the state that has to outlive a restart."""
        left_s = 0.0 if self._closed_until_s is None else max(0.0, self._closed_until_s - now)
        return Remember(self._paused_by_teacher, left_s, self.volume, self._forbidden)

    def turn_volume(self, by: int) -> None:
        """Turn the child's voice up or down."""
        self.volume = loudness.step(self.volume, by)

    # ---- the body

    def body_linked(self) -> None:
        """Note that the body's process answers; its first report says how the body is."""
        self._linked = True

    def body_lost(self) -> None:
        """Note that the body's process is away. The button's latch is unknown now and kept."""
        self._linked = False
        self.faults = ()
        self.power = PowerReport()
        self.strained = Strained()
        self._release_s = None

    def body_reported(self, report: BodyReported, now: float) -> None:
        """Take a report of the body."""
        self._linked = True
        if not report.faults:
            self._release_s = None
        elif self._release_s is None:
            self._release_s = now + RELEASE_S
        if report.paused and not self.paused_by:
            self.buddy_call.drop()
        self._paused_by_button = report.paused
        self.faults = report.faults
        self.power = report.power
        self.relief.take(report.power, now)
        self.strained.take(report.servos, now)

    @property
    def empty(self) -> bool:
        """True while the battery is empty: nobody is let in until it is charged."""
        return self.power.level == "empty"

    @property
    def power_told(self) -> presence.Power:
        """Battery and computer in the form of the wire."""
        return self.relief.told(self.power)

    def refusal(self, somebody: bool) -> str | None:
        """Return the reason to let nobody in now, or None.

        Args:
            somebody: The pupil who asks is in already: a fault does not end its stay.
        """
        if self.times.outside:
            return "closed_now"
        if self.closed:
            return "not_allowed"
        if self.empty:
            return "battery"
        return "fault" if self.faulty and not somebody else None

    @property
    def paused_by(self) -> tuple[PausedBy, ...]:
        """Holders of the pause; each lifts its own only."""
        held: tuple[tuple[PausedBy, bool], ...] = (
            ("button", self._paused_by_button),
            ("teacher", self._paused_by_teacher),
        )
        return tuple(who for who, holds in held if holds)

    @property
    def faulty(self) -> bool:
        """True while the body has a fault or is away: it cannot show that somebody is there."""
        return not self._linked or bool(self.faults)

    @property
    def stops_media(self) -> bool:
        """True while nothing may leave the robot, and no voice be played."""
        return bool(self.paused_by) or self.faulty or self.closed

    @property
    def fault_text(self) -> str | None:
        """Text of the first fault, at most 400 characters."""
        if not self._linked:
            return AWAY_TEXT
        if not self.faults:
            return None
        first = self.faults[0]
        return f"{first.part}: {first.text}"[:400]

    @property
    def fault_code(self) -> str | None:
        """Code of the first fault, for pages that have words of their own for it."""
        return self.faults[0].code if self.faults and self._linked else None

    # ---- parts

    @property
    def broken(self) -> tuple[Trouble, ...]:
        """Parts that do not work, with reason and remedy for a technician."""
        away = () if self._linked else (Trouble("body", AWAY_REMEDY),)
        return self.troubles.told + away

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Parts that do not work now, in a fixed order."""
        parts: tuple[Lost, ...] = ("camera", "microphone", "speaker")
        away: tuple[Lost, ...] = () if self._linked else ("body",)
        return tuple(part for part in parts if self.troubles.has(part)) + away

    # ---- time

    def tick(self, now: float) -> bool:
        """Open again when the day is over; return True when failed parts are to be tried again."""
        if self._closed_until_s is not None and now >= self._closed_until_s:
            self._closed_until_s = None
        self.times.tick(now)
        self.bridge.tick(now)
        self.buddy_call.tick(now)
        if self._forbidden and now >= self._forbidden_until_s:
            self._forbidden = frozenset()
        if self._release_s is None or now < self._release_s:
            return False
        self._release_s = now + RELEASE_S
        return True

    def deadlines(self) -> list[float]:
        """Return the times at which something changes without an event."""
        forbidden_s = self._forbidden_until_s if self._forbidden else None
        calls_s, away_s = self.buddy_call.deadline(), self.bridge.deadline()
        times = (self._closed_until_s, self._release_s, calls_s, away_s, forbidden_s)
        known = [time for time in times if time is not None and math.isfinite(time)]
        return [*known, *self.times.deadlines()]
