"""PURE. Steps by which one axis is set up: from keys and readings to movements and notes. No I/O.

    READY ── CENTRE ──┬─────────── FIRST ── SECOND ──┬── SCALE ──┐
    (driven)          └── TURN ── TURNED ──┘         └───────────┤
                          (driven)              (hobby servos)   │
                 DONE ──┬─────────── TRYING ── TRY ── TRIM ──────┘
                        └── TRIED ──┘
                           (driven)

An axis "by hand" has no torque until TRIM; keys move a driven one from READY on.
A value that cannot be right leads to WRONG, where everything is detached. From there
the walk returns to the start of the axis, or to the limit that was wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from hardware.setup.axes import (
    SIDES,
    AxisCalibration,
    AxisName,
    AxisPlan,
    AxisReading,
    Sentence,
    moved_instead,
    sentence,
    wrapped,
)
from hardware.setup.drive import Pushing, SlowDrive
from hardware.setup.measurement import AxisMeasurement

STEP_DEG = {"left": 1.0, "up": 1.0, "right": -1.0, "down": -1.0, "+": 0.2, "-": -0.2}
"""Degrees that one press of a key turns; left and up are positive."""

ANSWERS: dict[str, tuple[AxisName, int]] = {
    "l": ("pan", 1),
    "r": ("pan", -1),
    "u": ("tilt", 1),
    "d": ("tilt", -1),
    "a": ("hand", 1),
    "b": ("hand", -1),
}
"""Answers of the technician: which axis turned, and to which side."""


class Step(Enum):
    """Steps of the walk, as in the module's docstring."""

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
    """Effect: turn the torque of a servo on or off."""

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
    """Walk through the steps of one axis.

    Args:
        plans: Every axis of the robot; the others reveal swapped wires.
        name: The axis that is set up.
    """

    def __init__(self, plans: Mapping[AxisName, AxisPlan], name: AxisName) -> None:
        self.plan = plans[name]
        self.step = Step.READY
        self.note: Sentence | None = None
        self.drive = SlowDrive(self.plan)
        self._plans = plans
        self._measurement = AxisMeasurement(self.plan)
        self._back = Step.READY
        self._reading = AxisReading()
        self._raws: dict[AxisName, float] = {}
        self._began: dict[AxisName, float] = {}
        self._stops: list[float] = []
        self._at_s: float | None = None

    @property
    def found(self) -> AxisCalibration:
        """The calibration as far as it is measured."""
        return self._measurement.found

    @property
    def driven(self) -> bool:
        """True if keys move the axis, since hands cannot."""
        return not self.plan.by_hand

    @property
    def present(self) -> float | None:
        """Raw position: as the servo reports it, else as it was sent."""
        return self._reading.raw if self._reading.raw is not None else self.drive.sent

    def begin(self) -> list[Effect]:
        """Start the axis anew, detached."""
        self._measurement = AxisMeasurement(self.plan)
        self.note = None
        return [*self._detach(), *self._enter(Step.READY if self.driven else Step.CENTRE)]

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
        """Take readings of the servos, and move on."""
        passed_s = 0.0 if self._at_s is None else now - self._at_s
        self._at_s = now
        before, self._reading = self._reading, readings.get(self.plan.name, AxisReading())
        self._raws = {n: r.raw for n, r in readings.items() if r.raw is not None}
        if not self._began:
            self._began = dict(self._raws)
        problem = self._turned_wrong(before)
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
        """Take a failure that a driver reported: detach everything and show it."""
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

    def _detach(self) -> list[Effect]:
        self.drive.stop()
        return [Torque(self.plan.name, False)]

    def _hold(self) -> list[Effect]:
        """Begin to drive where the servo stands; one that cannot report it jumps to its middle."""
        self.drive.start(self.found.centre if self._reading.raw is None else self._reading.raw)
        assert self.drive.sent is not None
        # The target comes before the torque, so that a servo never jumps to an old target.
        return [Drive(self.plan.name, self.drive.sent), Torque(self.plan.name, True)]

    def _nudge(self, angle_deg: float) -> None:
        by_keys = (Step.CENTRE, Step.FIRST, Step.SECOND, Step.SCALE)
        if self.drive.target is None or not (
            self.step is Step.TRIM or (self.driven and self.step in by_keys)
        ):
            return
        self.drive.go(self.drive.target + self.found.direction * angle_deg * self.found.per_deg)

    def _turned_wrong(self, before: AxisReading) -> Sentence | None:
        """Return what turning by hand shows to be wrong, or None."""
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
        moved = {n: raw - self._began[n] for n, raw in self._raws.items() if n in self._began}
        other = moved_instead(self.plan.name, self._plans, moved)
        if other is None:
            return None
        return sentence("wrong_swapped", part=self.plan.part, other=self._plans[other].part)

    def _centred(self) -> list[Effect]:
        if self.present is None:
            self.note = sentence("note_silent", part=self.plan.part)
            return []
        self._measurement.take_centre(self.present)
        return self._enter(Step.TURN if self.driven else Step.FIRST)

    def _turn(self) -> None:
        """Turn a little to the presumed positive side, and back."""
        if self._stops or self.drive.sent is None:
            return
        self._began = dict(self._raws)
        self._stops = [self._measurement.turned_raw(), self.found.centre]
        self.drive.go(self._stops[0])

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
            self._measurement.reverse()
        return self._enter(Step.FIRST)

    def _limit(self) -> list[Effect]:
        if self.present is None:
            self.note = sentence("note_silent", part=self.plan.part)
            return []
        if self.step is Step.FIRST:
            return self._first_limit(self.present)
        if not self._measurement.take_second(self.present):
            return self._fail(sentence("wrong_sides", part=self.plan.part), self._start)
        return self._measured()

    def _first_limit(self, raw: float) -> list[Effect]:
        if self._measurement.is_near_centre(raw):
            self.note = sentence("note_little", side=SIDES[self.plan.name][0])
            return []
        if not self._measurement.take_first(raw, known_direction=self.driven):
            return self._fail(sentence("wrong_sides", part=self.plan.part), self._start)
        if self.plan.name != "hand":
            return self._enter(Step.SECOND)
        self._measurement.take_second(self.found.centre)
        return self._measured()

    def _measured(self) -> list[Effect]:
        self._measurement.set_range()
        if self.plan.scale_known:
            return self._judged()
        self.drive.go(self.found.centre)
        return self._enter(Step.SCALE)

    def _scaled(self, key: str) -> list[Effect]:
        if key == "s":
            return self._judged()
        if key != "enter" or self.present is None:
            return []
        self.note = self._measurement.take_scale(self.present)
        return [] if self.note else self._judged()

    def _judged(self) -> list[Effect]:
        problem = self._measurement.judge()
        if problem is not None:
            return self._fail(problem, self._start)
        effects = [] if self.drive.sent is not None else self._hold()
        self.drive.go(self.found.raw(0.0))
        return [*effects, *self._enter(Step.TRY if self.plan.name == "hand" else Step.TRIM)]

    def _trimmed(self) -> list[Effect]:
        """Take the position at which the head looks straight ahead."""
        if self.drive.target is None:
            return []
        self._measurement.take_trim(self.drive.target)
        problem = self._measurement.judge()
        return self._fail(problem, self._start) if problem else self._enter(Step.TRY)

    def _try(self) -> list[Effect]:
        self._stops = [self._measurement.first, self._measurement.second, self.found.raw(0.0)]
        self.drive.go(self._stops[0])
        return self._enter(Step.TRYING)

    def _on_the_way(self, now: float) -> list[Effect]:
        if not self._stops or not self.drive.arrived(self._reading, now):
            return []
        self._stops.pop(0)
        if self._stops:
            self.drive.go(self._stops[0])
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
        # The servo must not push any further, so its torque ends.
        load = "" if pushing.load is None else f"{abs(pushing.load):.0%}"
        return self._fail(sentence("wrong_pushes", part=self.plan.part, load=load), self._start)

    def _pinched(self, raw: float, load: float | None) -> list[Effect]:
        """Ask for the limit of this side again: the slow movement met something."""
        angle_deg = self.found.angle_deg(raw)
        first = self._measurement.is_nearer_to_first(raw)
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
        self._stops = []
        return self._detach()

    def _again(self) -> list[Effect]:
        if self._back in (Step.READY, Step.CENTRE):
            return [Reset(), *self.begin()]
        effects = self._hold() if self.driven else []
        return [Reset(), *effects, *self._enter(self._back)]

    def _finish(self) -> list[Effect]:
        return [*self._detach(), *self._enter(Step.DONE)]
