"""Recording of one step of a running body, as its agent for some seconds.

It is refused while a child is in the robot, while the class has paused, and during a fault.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from hardware.contract import wire
from hardware.contract.errors import HardwareError, NotConnected
from hardware.setup.listening import SILENT_S, connected
from hardware.setup.step_response import Sample, StepResponse, step_response

RECORD_S = 2.0
REACH_S = 6.0
FEED_S = 0.1
NEAR_DEG = 1.5
EXACT_DEG = 0.2
FREE = ("asleep", "not_allowed", "no_bridge")
"""Signals while nobody is in the robot."""

MOST_HALF_DEG = {"pan": 15.0, "tilt": 8.0}
"""Largest half of the step: 30 degrees of pan in all, as in the benchmark."""


class StepLine(Protocol):
    """Line to the body, as its agent."""

    def send(self, kind: type[wire.Intent], **fields: object) -> None:
        """Send one intent."""

    async def report_within(self, timeout_s: float) -> wire.AnyReport | None:
        """Return the next report, or None if none arrives in time."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recorded step."""

    axis: Literal["pan", "tilt"]
    start_deg: float
    goal_deg: float
    samples: tuple[Sample, ...]
    response: StepResponse


async def record_step(
    path: Path,
    axis: Literal["pan", "tilt"],
    clock: Callable[[], float] = time.monotonic,
    record_s: float = RECORD_S,
) -> Recorded:
    """Let the head step and record it; the head rests afterwards.

    Args:
        path: The body's socket.
        axis: The axis that steps.
        clock: The machine's monotonic seconds, as in the body's states.
        record_s: Duration of the recording.

    Raises:
        HardwareError: Somebody is in the robot, it is paused or failed, or does not arrive.
    """
    async with connected(path) as (line, greeting):
        return await record_over(line, greeting, axis, clock, record_s)


async def record_over(
    line: StepLine,
    greeting: wire.Greeting,
    axis: Literal["pan", "tilt"],
    clock: Callable[[], float] = time.monotonic,
    record_s: float = RECORD_S,
) -> Recorded:
    """Do the same over a line that is there already.

    Raises:
        HardwareError: As `record_step`, or the body is silent.
    """
    state = await _state(line)
    _refuse(state)
    start_deg, goal_deg = ends(greeting, axis)
    stepper = _Stepper(line, axis, clock)
    line.send(wire.Show, signal="present")
    try:
        before = await stepper.reach(start_deg)
        samples = await stepper.record(before, goal_deg, record_s)
    finally:
        line.send(wire.Park)
        line.send(wire.Show, signal="asleep")
    response = step_response(samples, start_deg, goal_deg)
    return Recorded(axis, start_deg, goal_deg, tuple(samples), response)


def ends(greeting: wire.Greeting, axis: Literal["pan", "tilt"]) -> tuple[float, float]:
    """Return start and target of the step: around the middle, well within the limits."""
    low = getattr(greeting, f"{axis}_min_deg")
    high = getattr(greeting, f"{axis}_max_deg")
    half = min(MOST_HALF_DEG[axis], 0.4 * (high - low))
    middle = min(max(0.0, low + half), high - half)
    return middle - half, middle + half


class _Stepper:
    """Agent that asks for a step and reads the states."""

    def __init__(self, line: StepLine, axis: str, clock: Callable[[], float]) -> None:
        self._line = line
        self._axis = axis
        self._clock = clock
        self._fed_s = 0.0

    async def reach(self, angle_deg: float) -> Sample:
        """Go there and wait until the head stands."""
        end_s = self._clock() + REACH_S
        while self._clock() < end_s:
            state = await self._next(angle_deg)
            exact = state is not None and abs(self._commanded_deg(state) - angle_deg) <= EXACT_DEG
            if state is None or state.moving or not exact:
                continue
            here = self._sample(state, state.at_s)
            if abs(here.measured_deg - angle_deg) <= NEAR_DEG:
                return here
        text = f"does not get to {angle_deg:+.0f} degrees within {REACH_S:g} s"
        raise HardwareError(f"{self._axis} servo", text, "servo_stalled")

    async def record(self, before: Sample, angle_deg: float, record_s: float) -> list[Sample]:
        """Ask for the step and return its samples; each holds until the next."""
        began_s = self._clock()
        self._fed_s = 0.0
        samples = [Sample(0.0, before.commanded_deg, before.measured_deg)]
        while self._clock() < began_s + record_s:
            state = await self._next(angle_deg)
            if state is not None and state.at_s > began_s:
                samples.append(self._sample(state, began_s))
        last = samples[-1]
        end_s = max(record_s, last.t_s)
        return [*samples, Sample(end_s, last.commanded_deg, last.measured_deg)]

    async def _next(self, angle_deg: float) -> wire.BodyState | None:
        """Feed the dead man's switch; return the next state, or None if none arrived."""
        now = self._clock()
        if now - self._fed_s >= FEED_S:
            self._fed_s = now
            pan, tilt = (angle_deg, 0.0) if self._axis == "pan" else (0.0, angle_deg)
            self._line.send(wire.Target, pan_deg=pan, tilt_deg=tilt)
        report = await self._line.report_within(FEED_S)
        if not isinstance(report, wire.BodyState):
            return None
        _refuse(report, ours=True)
        return report

    def _sample(self, state: wire.BodyState, began_s: float) -> Sample:
        return Sample(
            state.at_s - began_s,
            getattr(state, f"commanded_{self._axis}_deg"),
            getattr(state, f"measured_{self._axis}_deg"),
        )

    def _commanded_deg(self, state: wire.BodyState) -> float:
        commanded_deg: float = getattr(state, f"commanded_{self._axis}_deg")
        return commanded_deg


async def _state(line: StepLine) -> wire.BodyState:
    while True:
        report = await line.report_within(SILENT_S)
        if report is None:
            raise NotConnected("body", f"is silent for {SILENT_S:g} s", "driver")
        if isinstance(report, wire.BodyState):
            return report


def _refuse(state: wire.BodyState, ours: bool = False) -> None:
    """Refuse to move the head while somebody else needs it, or something failed."""
    if state.faults:
        fault = state.faults[0]
        raise HardwareError(fault.part, fault.text, fault.code)
    if state.paused:
        raise NotConnected("pause", "the class has paused; press the button again", "driver")
    if not ours and state.signal not in FREE:
        text = f"somebody is in the robot ({state.signal}); try again after the lesson"
        raise NotConnected("head", text, "driver")
