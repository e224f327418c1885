"""PURE. One axis set up step by step: keys and readings in, what to drive and to say out. No I/O.

    READY ── CENTRE ──┬─────────── FIRST ── SECOND ──┬── SCALE ──┐
    (driven)          └── TURN ── TURNED ──┘         └───────────┤
                          (driven)              (hobby servos)   │
                 DONE ──┬─────────── TRYING ── TRY ── TRIM ──────┘
                        └── TRIED ──┘
                           (driven)

An axis "by hand" has no torque until TRIM; a driven one is moved by keys from
READY on. What cannot be right leads to WRONG, where everything is limp, and from
there back to the start of the axis, or to the limit that was wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Literal

from hardware.setup.axes import (
    REFERENCE_DEG,
    SCALE_US_PER_DEG,
    SIDES,
    STILL_DEG,
    AxisName,
    AxisPlan,
    AxisReading,
    Sentence,
    judge,
    moved_instead,
    sentence,
    wrapped,
)
from hardware.setup.drive import Pushing, SlowDrive

TURN_DEG = 12.0
STEP_DEG = {"left": 1.0, "up": 1.0, "right": -1.0, "down": -1.0, "+": 0.2, "-": -0.2}
"""Degrees of one key; to the left and up is positive."""

ANSWERS: dict[str, tuple[AxisName, int]] = {
    "l": ("pan", 1),
    "r": ("pan", -1),
    "u": ("tilt", 1),
    "d": ("tilt", -1),
    "a": ("hand", 1),
    "b": ("hand", -1),
}
"""What the technician saw: which axis turned, and to which side."""


class Step(Enum):
    """See the module."""

    READY = auto()
    CENTRE = auto()
    TURN = auto()
    TURNED = auto()
    FIRST = auto()
    SECOND = auto()
    SCALE = auto()
    TRIM = auto()
    TRY = auto()
    TRYING = auto()
    TRIED = auto()
    WRONG = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Torque:
    """Effect: let the servo hold, or let it be turned by hand."""

    axis: AxisName
    on: bool


@dataclass(frozen=True, slots=True)
class Drive:
    """Effect: send the servo there."""

    axis: AxisName
    raw: float


@dataclass(frozen=True, slots=True)
class Reset:
    """Effect: try a driver that failed again."""


Effect = Torque | Drive | Reset
Readings = Mapping[AxisName, AxisReading]


class AxisWalk:
    """One axis.

    Args:
        plans: Every axis of the robot; those beside this one tell swapped wires.
        name: Which one is set up.
    """

    def __init__(self, plans: Mapping[AxisName, AxisPlan], name: AxisName) -> None:
        self.plan = plans[name]
        self.step = Step.READY
        self.found = self.plan.before
        self.note: Sentence | None = None
        self.drive = SlowDrive(self.plan)
        self._plans = plans
        self._back = Step.READY
        self._reading = AxisReading()
        self._raws: dict[AxisName, float] = {}
        self._began: dict[AxisName, float] = {}
        self._first = self._second = 0.0
        self._way: list[float] = []
        self._at_s: float | None = None

    @property
    def driven(self) -> bool:
        """True if keys move it, since hands cannot."""
        return not self.plan.by_hand

    @property
    def present(self) -> float | None:
        """Where the servo is: as it tells, else as it was sent."""
        return self._reading.raw if self._reading.raw is not None else self.drive.sent

    def begin(self) -> list[Effect]:
        """Start the axis anew, limp."""
        self.found = self.plan.before
        self.note = None
        return [*self._limp(), *self._enter(Step.READY if self.driven else Step.CENTRE)]

    def key(self, key: str) -> list[Effect]:
        """Take one key."""
        self.note = None
        if key in STEP_DEG:
            self._nudge(STEP_DEG[key])
            return []
        match self.step:
            case Step.READY if key == "enter":
                return [*self._hold(), *self._enter(Step.CENTRE)]
            case Step.CENTRE if key == "enter":
                return self._centred()
            case Step.TURN if key == "enter":
                self._turn()
            case Step.TURNED:
                return self._answered(key)
            case Step.FIRST | Step.SECOND if key == "enter":
                return self._limit()
            case Step.SCALE:
                return self._scaled(key)
            case Step.TRIM if key == "enter":
                return self._trimmed()
            case Step.TRY if key == "enter":
                return self._try()
            case Step.TRY if key == "s":
                return self._finish()
            case Step.TRIED if key in ("y", "enter"):
                return self._finish()
            case Step.TRIED if key == "n":
                return self._fail(sentence("wrong_felt", part=self.plan.part), self._start)
            case Step.WRONG if key in ("r", "enter"):
                return self._again()
        return []

    def read(self, readings: Readings, now: float) -> list[Effect]:
        """Take what the servos tell, and move on."""
        passed_s = 0.0 if self._at_s is None else now - self._at_s
        self._at_s = now
        before, self._reading = self._reading, readings.get(self.plan.name, AxisReading())
        self._raws = {n: r.raw for n, r in readings.items() if r.raw is not None}
        if not self._began:
            self._began = dict(self._raws)
        problem = self._looked(before)
        if problem is not None:
            return self._fail(problem, self._start)
        sent = self.drive.step(now)
        effects: list[Effect] = [] if sent is None else [Drive(self.plan.name, sent)]
        pushing = self.drive.pushing(self._reading, passed_s)
        if pushing is not None:
            return self._pushed(pushing)
        if self.step in (Step.TRYING, Step.TURN):
            effects += self._on_the_way(now)
        return effects

    def failed(self, part: str, text: str, stalled: bool) -> list[Effect]:
        """A driver reported a failure: everything limp, and say so."""
        if stalled and self.step is Step.TRYING and self.present is not None:
            return self._pinched(self.present, None)
        return self._fail(sentence("wrong_driver", part=part, text=text), self._start)

    @property
    def _start(self) -> Step:
        return Step.READY if self.driven else Step.CENTRE

    def _enter(self, step: Step) -> list[Effect]:
        self.step = step
        self._began = dict(self._raws)
        return []

    def _limp(self) -> list[Effect]:
        self.drive.stop()
        return [Torque(self.plan.name, False)]

    def _hold(self) -> list[Effect]:
        """Begin to drive where the servo stands; who does not tell jumps to its middle."""
        self.drive.start(self.found.centre if self._reading.raw is None else self._reading.raw)
        assert self.drive.sent is not None
        # The goal stands before the torque: a servo never jumps to an old one.
        return [Drive(self.plan.name, self.drive.sent), Torque(self.plan.name, True)]

    def _nudge(self, angle_deg: float) -> None:
        by_keys = (Step.CENTRE, Step.FIRST, Step.SECOND, Step.SCALE)
        if self.drive.target is None or not (
            self.step is Step.TRIM or (self.driven and self.step in by_keys)
        ):
            return
        self.drive.go(self.drive.target + self.found.direction * angle_deg * self.found.per_deg)

    def _looked(self, before: AxisReading) -> Sentence | None:
        """Return what a hand that turns the head shows to be wrong."""
        if self.driven or self.step not in (Step.FIRST, Step.SECOND):
            return None
        if (
            before.raw is not None
            and self._reading.raw is not None
            and wrapped(self.plan, before.raw, self._reading.raw)
        ):
            return sentence("wrong_wrap", part=self.plan.part)
        return self._swapped()

    def _swapped(self) -> Sentence | None:
        ways = {n: raw - self._began[n] for n, raw in self._raws.items() if n in self._began}
        other = moved_instead(self.plan.name, self._plans, ways)
        if other is None:
            return None
        return sentence("wrong_swapped", part=self.plan.part, other=self._plans[other].part)

    def _centred(self) -> list[Effect]:
        if self.present is None:
            self.note = sentence("note_silent", part=self.plan.part)
            return []
        self.found = replace(self.found, centre=self.present, trim_deg=0.0)
        return self._enter(Step.TURN if self.driven else Step.FIRST)

    def _turn(self) -> None:
        """Turn a little to what is believed to be the positive side, and back."""
        if self._way or self.drive.sent is None:
            return
        turned = self.found.centre + self.found.direction * TURN_DEG * self.found.per_deg
        self._began = dict(self._raws)
        self._way = [turned, self.found.centre]
        self.drive.go(self._way[0])

    def _answered(self, key: str) -> list[Effect]:
        if key == "n":
            return self._fail(sentence("wrong_still", part=self.plan.part), self._start)
        if key not in ANSWERS:
            return []
        axis, sign = ANSWERS[key]
        if axis != self.plan.name:
            other = self._plans[axis].part if axis in self._plans else axis
            return self._fail(
                sentence("wrong_swapped", part=self.plan.part, other=other), self._start
            )
        if sign < 0:
            self.found = replace(self.found, direction=_other(self.found.direction))
        return self._enter(Step.FIRST)

    def _limit(self) -> list[Effect]:
        if self.present is None:
            self.note = sentence("note_silent", part=self.plan.part)
            return []
        if self.step is Step.FIRST:
            return self._first_limit(self.present)
        self._second = self.present
        if (self._second - self.found.centre) * (self._first - self.found.centre) > 0:
            return self._fail(sentence("wrong_sides", part=self.plan.part), self._start)
        return self._measured()

    def _first_limit(self, raw: float) -> list[Effect]:
        side = SIDES[self.plan.name][0]
        if abs(raw - self.found.centre) < STILL_DEG * self.found.per_deg:
            self.note = sentence("note_little", side=side)
            return []
        direction: Literal[1, -1] = 1 if raw > self.found.centre else -1
        if self.driven and direction != self.found.direction:
            return self._fail(sentence("wrong_sides", part=self.plan.part), self._start)
        self._first = raw
        self.found = replace(self.found, direction=direction)
        if self.plan.name != "hand":
            return self._enter(Step.SECOND)
        self._second = self.found.centre
        return self._measured()

    def _measured(self) -> list[Effect]:
        low, high = sorted((self._first, self._second))
        self.found = replace(self.found, low=low, high=high)
        if self.plan.scale_known:
            return self._judged()
        self.drive.go(self.found.centre)
        return self._enter(Step.SCALE)

    def _scaled(self, key: str) -> list[Effect]:
        if key == "s":
            return self._judged()
        if key != "enter" or self.present is None:
            return []
        turned = self.found.direction * (self.present - self.found.centre)
        per_deg = turned / REFERENCE_DEG[self.plan.name]
        least, most = SCALE_US_PER_DEG
        if not least <= per_deg <= most:
            self.note = sentence("note_scale", least=least, most=most, value=f"{per_deg:.1f}")
            return []
        self.found = replace(self.found, per_deg=per_deg)
        return self._judged()

    def _judged(self) -> list[Effect]:
        problem = judge(self.plan, self.found)
        if problem is not None:
            return self._fail(problem, self._start)
        effects = [] if self.drive.sent is not None else self._hold()
        self.drive.go(self.found.raw(0.0))
        return [*effects, *self._enter(Step.TRY if self.plan.name == "hand" else Step.TRIM)]

    def _trimmed(self) -> list[Effect]:
        """Take what the head was turned by to look straight ahead."""
        if self.drive.target is None:
            return []
        off = self.drive.target - self.found.centre
        trim_deg = -self.found.direction * off / self.found.per_deg
        self.found = replace(self.found, trim_deg=round(trim_deg, 2) + 0.0)
        problem = judge(self.plan, self.found)
        return self._fail(problem, self._start) if problem else self._enter(Step.TRY)

    def _try(self) -> list[Effect]:
        self._way = [self._first, self._second, self.found.raw(0.0)]
        self.drive.go(self._way[0])
        return self._enter(Step.TRYING)

    def _on_the_way(self, now: float) -> list[Effect]:
        if not self._way or not self.drive.arrived(self._reading, now):
            return []
        self._way.pop(0)
        if self._way:
            self.drive.go(self._way[0])
            return []
        if self.step is Step.TURN:
            return self._turned()
        return self._enter(Step.TRIED) if self.driven else self._finish()

    def _turned(self) -> list[Effect]:
        problem = self._swapped()
        return self._fail(problem, self._start) if problem else self._enter(Step.TURNED)

    def _pushed(self, pushing: Pushing) -> list[Effect]:
        if self.step is Step.TRYING:
            return self._pinched(pushing.raw, pushing.load)
        if self.step in (Step.READY, Step.WRONG, Step.DONE):
            return []
        # Not further in: back to where it stands, with the torque gone.
        load = "" if pushing.load is None else f"{abs(pushing.load):.0%}"
        return self._fail(sentence("wrong_pushes", part=self.plan.part, load=load), self._start)

    def _pinched(self, raw: float, load: float | None) -> list[Effect]:
        """The slow move met something: that side's limit is set again."""
        angle_deg = self.found.angle_deg(raw)
        first = abs(raw - self._first) <= abs(raw - self._second)
        side = SIDES[self.plan.name][0 if first else 1]
        shown = "" if load is None else f"{abs(load):.0%}"
        problem = sentence(
            "wrong_pinch", part=self.plan.part, side=side, deg=f"{angle_deg:+.0f}", load=shown
        )
        return self._fail(problem, Step.FIRST if first or self.plan.name == "hand" else Step.SECOND)

    def _fail(self, problem: Sentence, back: Step) -> list[Effect]:
        self.note = problem
        self.step = Step.WRONG
        self._back = back
        self._way = []
        return self._limp()

    def _again(self) -> list[Effect]:
        if self._back in (Step.READY, Step.CENTRE):
            return [Reset(), *self.begin()]
        effects = self._hold() if self.driven else []
        return [Reset(), *effects, *self._enter(self._back)]

    def _finish(self) -> list[Effect]:
        return [*self._limp(), *self._enter(Step.DONE)]


def _other(direction: Literal[1, -1]) -> Literal[1, -1]:
    return -1 if direction == 1 else 1
