"""One body whose every movement is looked at: what must hold, whatever happens to it."""

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.body.body import Body
from hardware.body.events import AgentConnected
from hardware.body.head import Mode
from hardware.body.loop import BodyLoop
from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Hardware, Pose
from hardware.motion.config import Motion
from hardware.motion.trajectory import TICK_S
from hardware.motion.zones import point

ROUNDING = 1e-6
EXCUSED_STEPS = 40
LATEST_TICKS = 1.5
"""A late tick may be followed by an early one: so much way may fall together."""


class Broken(AssertionError):
    """Something happened that never may."""


class WatchedHead:
    """Servos that are where they are told at once, and can be pushed while limp."""

    def __init__(self, rest: Pose, senses: bool) -> None:
        self.senses = senses
        self.at = rest
        self.limp = [True, True]
        self.fails = 0
        self.moves: list[Pose] = []

    def move(self, pose: Pose) -> Pose:
        if self.fails:
            self.fails -= 1
            raise HardwareError("pan servo", "does not answer", "servo_silent")
        self.at = pose
        self.limp = [False, False]
        self.moves.append(pose)
        return pose

    def measure(self) -> Pose | None:
        return self.at

    def health(self) -> tuple[wire.ServoHealth, ...]:
        return (wire.ServoHealth("pan", 0.1),)

    def relax(self, pan: bool, tilt: bool) -> None:
        self.limp = [self.limp[0] or pan, self.limp[1] or tilt]

    def detach(self) -> None:
        self.limp = [True, True]

    def reset(self) -> None:
        self.fails = 0


class WatchedHand:
    def __init__(self) -> None:
        self.limp = True
        self.moves: list[float] = []

    def move(self, angle_deg: float) -> float:
        self.limp = False
        self.moves.append(angle_deg)
        return angle_deg

    def detach(self) -> None:
        self.limp = True


@dataclass
class Trace:
    """The last places of one axis, one for each step of its trajectory."""

    places: list[float]

    def restart(self, place: float) -> None:
        self.places = [place] * 4

    def add(self, place: float) -> tuple[float, float, float]:
        """Return speed, acceleration and jerk of this step."""
        self.places = [*self.places[-3:], place]
        a, b, c, d = self.places
        speed = (d - c) / TICK_S
        acceleration = (d - 2 * c + b) / TICK_S**2
        return speed, acceleration, (d - 3 * c + 3 * b - a) / TICK_S**3


@dataclass
class WatchedBody:
    """One body, its servos, its clock, and everything that was sent."""

    motion: Motion
    chance: random.Random
    senses: bool
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.config = BodyConfig(body=ProcessSection(driver="simulated"), motion=self.motion)
        self.clock_s = self.chance.uniform(0, 1e5)
        self.real_s = 0.0
        self.paused = False
        self.zones = self.motion.zones()
        self.drag: tuple[Pose, Pose] | None = None
        self.head = WatchedHead(self.motion.rest, self.senses)
        self.start()

    # ---- the body

    def start(self) -> None:
        """Begin with a body that knows nothing but the pause."""
        at = self.head.at if self.senses else self.motion.rest
        self.head = WatchedHead(at, self.senses)
        self.hand = WatchedHand()
        self.body = Body(self.config, self.clock_s, has_hand=True, paused=self.paused)
        self.loop = BodyLoop(self.body, lambda: self.clock_s, lambda _: None)
        self.loop.hardware = Hardware("simulated", self.head, self.hand)
        self.seq = self.newest = 0
        self.fed_s = self.surely_fed_s = -1.0
        self.moved_s = self.hand_moved_s = 0.0
        self.steps = self.restarts = self.calm = 0
        self.escaping = self.failing = False
        self.excused = 0
        self.taken: deque[float] = deque(maxlen=30)
        self.hand_at = self.motion.hand_down_deg
        self.traces = (Trace([]), Trace([]))
        self.restart_traces(self.head.at)
        self.watch(self.loop.beat)
        self.watch(lambda: self.loop.handle(AgentConnected()))

    def restart_traces(self, at: Pose) -> None:
        self.traces[0].restart(at.pan_deg)
        self.traces[1].restart(at.tilt_deg)

    def excuse(self) -> None:
        """Excuse a dead stop: the next steps are cut off from those before."""
        self.excused = EXCUSED_STEPS

    # ---- what must hold

    def watch(self, happen: Callable[[], None]) -> None:
        """Let it happen and look at every movement that came of it."""
        before = self.head.at
        self.head.moves.clear()
        self.hand.moves.clear()
        body = self.body
        self.failing = bool(self.head.fails)
        happen()
        if body is not self.body:
            return
        self.look_at_steps(before)
        for pose in self.head.moves:
            self.look_at(pose, before)
            before = pose
        for angle_deg in self.hand.moves:
            self.look_at_hand(angle_deg)
        self.head.moves.clear()
        self.hand.moves.clear()

    def look_at(self, pose: Pose, before: Pose) -> None:
        self.counts["moves"] += 1
        if not self.zones.limits.holds(point(pose)):
            raise Broken(f"{pose} is beyond the limits")
        self.escaping = (
            self.escaping or not self.zones.allowed(before)
        ) and not self.zones.allowed(pose)
        if not self.escaping and not self.zones.allowed(pose):
            raise Broken(f"{pose} is in a no-view zone")
        if self.body.parking or self.body.at_rest:
            return
        if self.real_s > self.fed_s + wire.DEAD_MAN_S + ROUNDING:
            raise Broken(f"moves {self.real_s - self.fed_s:.3f} s after the last valid command")
        if self.body.paused or any(fault.code != "battery" for fault in self.body.faults):
            raise Broken("moves while paused or failed")

    def look_at_steps(self, before: Pose) -> None:
        """Every step of the trajectories keeps to speed, acceleration and jerk."""
        head = self.body.head
        if head.restarts != self.restarts:
            if self.excused == 0 and not self.failing:
                raise Broken("stops dead, and nothing had failed")
            self.restarts = head.restarts
            self.counts["restarts"] += 1
            self.restart_traces(before)
        if head.steps == self.steps:
            return
        if head.steps != self.steps + 1:
            raise Broken("more than one step at one moment")
        self.steps = head.steps
        self.excused = max(self.excused - 1, 0)
        if self.head.moves:
            self.is_in_time()
        if self.failing:
            return
        limits = self.zones.limits
        at = limits.clamp(before)
        if abs(at.pan_deg - self.traces[0].places[-1]) > 1e-9 or (
            abs(at.tilt_deg - self.traces[1].places[-1]) > 1e-9
        ):
            self.restart_traces(at)
        self.is_slow_enough()

    def is_in_time(self) -> None:
        self.taken.append(self.real_s)
        passed_s = self.taken[-1] - self.taken[0]
        if len(self.taken) - 1 > passed_s / TICK_S + LATEST_TICKS + ROUNDING:
            raise Broken("movements come faster than the clock")

    def is_slow_enough(self) -> None:
        motion, head = self.motion, self.body.head
        may_brake = head.mode is Mode.FOLLOWING and self.real_s - self.surely_fed_s > 0.1
        self.calm = min(self.calm, 0) if may_brake else self.calm + 1
        strict = self.calm > motion.window + 1
        most = motion.acceleration_deg_s2 if strict else motion.stop_acceleration_deg_s2
        jolt = motion.jerk_deg_s3 if strict else motion.stop_jerk_deg_s3
        at = self.zones.limits.clamp(self.head.at)
        for trace, place in zip(self.traces, (at.pan_deg, at.tilt_deg), strict=True):
            speed, acceleration, jerk = trace.add(place)
            if abs(speed) > motion.speed_deg_s + 1e-6:
                raise Broken(f"{speed:.1f} degrees a second")
            if abs(acceleration) > most + 1e-4:
                raise Broken(f"{acceleration:.1f} degrees a second squared, {strict=}")
            if abs(jerk) > jolt + 1e-2:
                raise Broken(f"{jerk:.1f} degrees a second cubed, {strict=}")

    def look_at_hand(self, angle_deg: float) -> None:
        self.counts["hand moves"] += 1
        ends = (self.motion.hand_down_deg, self.motion.hand_up_deg)
        if not min(ends) <= angle_deg <= max(ends):
            raise Broken(f"the arm is sent to {angle_deg}")
        most = self.motion.speed_deg_s * (self.real_s - self.hand_moved_s + LATEST_TICKS * TICK_S)
        if abs(angle_deg - self.hand_at) > most + ROUNDING:
            raise Broken(f"the arm moves from {self.hand_at} to {angle_deg} at once")
        self.hand_at, self.hand_moved_s = angle_deg, self.real_s
