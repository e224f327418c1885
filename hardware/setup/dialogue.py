"""PURE. Dialogue of a whole calibration: each axis, a summary, one question, one file. No I/O.

    WALKING ── SUMMARY ── SAVING ── ENDED
       │          │          └─ UNSAVED (r: once more)
       └──────────┴──────────────────┴── q, Ctrl-C: everything detached, nothing changed

Nothing changes until the file is written; leaving is always allowed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from hardware.setup.axes import (
    REFERENCE_DEG,
    SIDES,
    AxisCalibration,
    AxisName,
    AxisPlan,
    Sentence,
    sentence,
)
from hardware.setup.walk import AxisWalk, Readings, Step, Torque
from hardware.setup.walk import Effect as WalkEffect

LEAVE = ("q", "escape", "ctrl_c", "eof")


class DialoguePhase(Enum):
    """Phases of the dialogue, as in the module's docstring."""

    WALKING = auto()
    SUMMARY = auto()
    SAVING = auto()
    UNSAVED = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """Event: a key was pressed."""

    name: str


@dataclass(frozen=True, slots=True)
class Read:
    """Event: readings of every servo."""

    readings: Readings


@dataclass(frozen=True, slots=True)
class Failed:
    """Event: a part of the hardware failed."""

    part: str
    text: str
    stalled: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """Event: the file is written."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Event: the file could not be written; the old one is intact."""

    text: str


@dataclass(frozen=True, slots=True)
class Save:
    """Effect: write the file."""

    found: Mapping[AxisName, AxisCalibration]


@dataclass(frozen=True, slots=True)
class DialogueOver:
    """Effect: the dialogue is over.

    Args:
        code: Exit code: 0 if the file is written, 1 if nothing changed.
    """

    code: int


Event = Key | Read | Failed | Saved | NotSaved
Effect = WalkEffect | Save | DialogueOver


class Calibration:
    """Dialogue of a calibration.

    Args:
        plans: Every axis of the robot.
        names: Axes to set up, in order.
        path: Path of the result, for the summary.
        arrows_turn: True if arrow keys turn a detached servo, as with a simulated one.
    """

    def __init__(
        self,
        plans: Mapping[AxisName, AxisPlan],
        names: Sequence[AxisName],
        path: str,
        arrows_turn: bool = False,
    ) -> None:
        self.part = DialoguePhase.WALKING
        self.walk = AxisWalk(plans, names[0])
        self.found: dict[AxisName, AxisCalibration] = {}
        self.why: Sentence | None = None
        self._plans = plans
        self._waiting = list(names[1:])
        self._path = path
        self._arrows_turn = arrows_turn

    def begin(self) -> list[Effect]:
        """Detach every axis and start with the first."""
        detached = [Torque(name, False) for name in self._plans]
        return [*detached, *self.walk.begin()]

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Take one event; events after ENDED are ignored."""
        if self.part is DialoguePhase.ENDED:
            return []
        match event:
            case Key(name) if name in LEAVE:
                return self._leave()
            case Key(name):
                return self._key(name)
            case Read(readings) if self.part is DialoguePhase.WALKING:
                return [*self.walk.read(readings, now), *self._next()]
            case Failed(part, text, stalled) if self.part is DialoguePhase.WALKING:
                return [*self.walk.failed(part, text, stalled)]
            case Saved():
                self.part = DialoguePhase.ENDED
                self.why = sentence("saved", path=self._path)
                return [DialogueOver(0)]
            case NotSaved(text):
                self.part = DialoguePhase.UNSAVED
                self.why = sentence("unsaved", text=text)
        return []

    def prompt(self) -> list[Sentence]:
        """Return the lines to show: a note on what was wrong, the request, and the keys."""
        if self.part is not DialoguePhase.WALKING:
            return self._closing()
        walk = self.walk
        positive, negative = SIDES[walk.plan.name]
        kind = "driven" if walk.driven else "hand"
        step = walk.step.name.lower()
        gaps = {
            "axis": walk.plan.name,
            "part": walk.plan.part,
            "middle": walk.plan.before.centre,
            "side": positive if walk.step is not Step.SECOND else negative,
            "reference": f"{REFERENCE_DEG[walk.plan.name]:.0f}",
        }
        lines = [] if walk.note is None else [walk.note]
        if walk.step is Step.WRONG:
            return [*lines, sentence("keys_again")]
        asked = f"{step}_{kind}" if step in BY_KIND else step
        if walk.plan.name == "hand" and step in ("centre", "first"):
            asked = f"{step}_arm_{kind}"
        keys = "turn" if self._arrows_turn and by_hand(walk) else _keys(walk)
        return [*lines, Sentence(asked, gaps), sentence(f"keys_{keys}")]

    def _key(self, name: str) -> list[Effect]:
        match self.part:
            case DialoguePhase.WALKING:
                return [*self.walk.key(name), *self._next()]
            case DialoguePhase.SUMMARY if name == "y":
                return self._save()
            case DialoguePhase.SUMMARY if name == "n":
                return self._leave()
            case DialoguePhase.UNSAVED if name in ("r", "enter"):
                return self._save()
        return []

    def _next(self) -> list[Effect]:
        """Go on to the next axis, or to the summary."""
        if self.walk.step is not Step.DONE:
            return []
        self.found[self.walk.plan.name] = self.walk.found
        if not self._waiting:
            self.part = DialoguePhase.SUMMARY
            return []
        self.walk = AxisWalk(self._plans, self._waiting.pop(0))
        return [*self.walk.begin()]

    def _save(self) -> list[Effect]:
        self.part = DialoguePhase.SAVING
        return [Save(dict(self.found))]

    def _leave(self) -> list[Effect]:
        """Detach everything, then end."""
        self.part = DialoguePhase.ENDED
        self.why = sentence("left")
        return [*(Torque(name, False) for name in self._plans), DialogueOver(1)]

    def _closing(self) -> list[Sentence]:
        lines = [] if self.why is None else [self.why]
        match self.part:
            case DialoguePhase.SUMMARY:
                rows = [_row(self._plans[name], found) for name, found in self.found.items()]
                return [sentence("summary"), *rows, sentence("ask_save", path=self._path)]
            case DialoguePhase.UNSAVED:
                return [*lines, sentence("keys_again")]
        return lines


BY_KIND = ("centre", "first", "second")


def by_hand(walk: AxisWalk) -> bool:
    """Return whether a hand turns the servo now."""
    return not walk.driven and walk.step in (Step.CENTRE, Step.FIRST, Step.SECOND)


def _keys(walk: AxisWalk) -> str:
    """Return the name of the text that lists the keys of this step."""
    match walk.step:
        case Step.TURNED:
            return "answer"
        case Step.TRIED:
            return "yes_no"
        case Step.TRYING:
            return "stop"
        case Step.TRY | Step.SCALE:
            return "enter_skip" if walk.step is Step.TRY else "move_skip"
        case Step.TRIM:
            return "move"
        case Step.CENTRE | Step.FIRST | Step.SECOND if walk.driven:
            return "move"
    return "enter"


def _row(plan: AxisPlan, found: AxisCalibration) -> Sentence:
    """Return the line of one axis in the summary: before and after."""
    low, high = found.range_deg
    before_low, before_high = plan.before.range_deg
    return sentence(
        "row",
        axis=plan.name,
        before=f"{plan.before.centre:.0f}",
        after=f"{found.centre:.0f}",
        unit=plan.unit,
        low=f"{low:+.1f}",
        high=f"{high:+.1f}",
        was=f"{before_low:+.0f}..{before_high:+.0f}",
        direction=f"{found.direction:+d}",
        trim=f"{found.trim_deg:+.1f}",
        scale=f"{found.per_deg:.2f}",
    )
