"""Random test of the body's safety: drive it with any event, and watch its servos' targets.

    python -m tests.hardware.safety --steps 1000000

Events are commands of every kind, in streams and alone, late, replayed, stale and
from the future; buttons; agents that disconnect; parts and drivers that fail; hands
that push a limp head; late ticks; clocks that jump both ways; restarts of the body.
A step is one beat of the loop or one event. The expected limits are computed here
from the commands that were sent, independently of the body.
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bridge.protocol.vocabulary import GESTURES, SIGNALS
from hardware.body.events import AgentConnected, AgentGone, Malformed
from hardware.body.head import Mode
from hardware.contract import wire
from hardware.contract.interfaces import ButtonPressed, ButtonReleased, PartFailed, Pose
from hardware.motion.config import Motion, NoView
from hardware.motion.trajectory import TICK_S
from tests.hardware.watched_body import (
    Broken,
    WatchedBody,
)

EPISODE_STEPS = 2000

MOTIONS = (
    Motion(),
    Motion(no_view=(NoView(15.0, 40.0, -35.0, 5.0), NoView(-70.0, -45.0, -10.0, 35.0))),
    Motion(no_view=(NoView(30.0, 50.0),), idle_tilt="detach"),
    Motion(speed_deg_s=300.0, acceleration_deg_s2=2000.0, jerk_deg_s3=60000.0),
    Motion(speed_deg_s=60.0, acceleration_deg_s2=300.0, jerk_deg_s3=5000.0, idle_pan="hold"),
)


@dataclass
class World(WatchedBody):
    """A body and the events that can happen to it."""

    def step(self) -> None:
        """Cause one random event."""
        name, weight = zip(*HAPPENINGS.items(), strict=True)
        chosen = self.chance.choices(name, weight)[0]
        self.counts[chosen] += 1
        self.watch(lambda: getattr(self, f"do_{chosen}")())

    def pass_time(self, seconds: float) -> None:
        if seconds > 1.5 * TICK_S:
            self.excuse()
        self.clock_s += seconds
        self.real_s += seconds

    def do_beat(self) -> None:
        self.pass_time(max(self.body.deadline - self.clock_s, 0.0))
        self.loop.beat()

    def do_late_beat(self) -> None:
        late_s = self.chance.choice((0.001, 0.008, 0.015, 0.03, 0.09, 0.3, 1.0))
        self.pass_time(max(self.body.deadline - self.clock_s, 0.0) + self.chance.random() * late_s)
        self.loop.beat()

    def do_early_beat(self) -> None:
        self.pass_time(self.chance.random() * TICK_S / 2)
        self.loop.beat()

    def do_silence(self) -> None:
        """Nobody says anything for a while, and the body goes on."""
        for _ in range(self.chance.randrange(10, 250)):
            self.watch(self.do_beat)
            self.counts["beat"] += 1

    def do_stall(self) -> None:
        """The process stands still."""
        self.pass_time(self.chance.uniform(0.05, 6.0))

    def do_jump(self) -> None:
        """Set the clock; a jump back goes unseen if as much time passes before the next look."""
        self.excuse()
        self.taken.clear()
        jump_s = self.chance.choice((-1, 1)) * 10 ** self.chance.uniform(-1.5, 4)
        self.clock_s = max(self.clock_s + jump_s, 0)
        self.pass_time(self.chance.random() * TICK_S)
        self.loop.beat()

    def do_target(self) -> None:
        far = self.chance.random() < 0.2
        pan, tilt = (360.0, 360.0) if far else (95.0, 40.0)
        self.send(
            wire.Target,
            pan_deg=self.chance.uniform(-pan, pan),
            tilt_deg=self.chance.uniform(-tilt, tilt),
        )

    def do_drag(self) -> None:
        """A stream of targets, as from a dragging hand."""
        place = Pose(self.chance.uniform(-90, 90), self.chance.uniform(-35, 35))
        way = Pose(self.chance.uniform(-9, 9), self.chance.uniform(-3, 3))
        apart = self.chance.randrange(2, 12)
        for i in range(self.chance.randrange(3, 15)):
            pan_deg, tilt_deg = place.pan_deg + i * way.pan_deg, place.tilt_deg + i * way.tilt_deg
            self.watch(partial(self.send, wire.Target, pan_deg=pan_deg, tilt_deg=tilt_deg))
            for _ in range(apart):
                self.watch(self.do_beat)
                self.counts["beat"] += 1

    def do_keep(self) -> None:
        self.send(wire.Keep)

    def do_follow(self) -> None:
        """The child stays: fed for a while."""
        for _ in range(self.chance.randrange(3, 30)):
            self.watch(lambda: self.send(wire.Keep))
            for _ in range(10):
                self.watch(self.do_beat)
                self.counts["beat"] += 1

    def do_gesture(self) -> None:
        self.send(wire.PerformGesture, name=self.chance.choice(GESTURES))

    def do_park(self) -> None:
        self.send(wire.Park)

    def do_show(self) -> None:
        self.send(wire.Show, signal=self.chance.choice(SIGNALS), level=self.chance.random())

    def do_raise_hand(self) -> None:
        self.send(wire.RaiseHand, raised=self.chance.random() < 0.6)

    def do_release(self) -> None:
        self.send(wire.Release)

    def do_replay(self) -> None:
        """An old number again: nothing of it counts."""
        if self.seq:
            seq = self.chance.randint(max(1, self.seq - 5), self.seq)
            self.loop.handle(wire.Target(seq, self.chance.uniform(-90, 90), 0.0))

    def do_stale(self) -> None:
        """It waited in a queue, or its clock is another one."""
        age_s = self.chance.choice((0.1, 0.25, 0.29, 0.31, 1.0, 100.0, -0.04, -0.06, -5.0))
        kind = self.chance.choice((wire.Keep, wire.Target))
        fields = {"pan_deg": self.chance.uniform(-90, 90), "tilt_deg": 0.0}
        self.send(kind, age_s=age_s, **(fields if kind is wire.Target else {}))

    def do_malformed(self) -> None:
        self.loop.handle(Malformed())

    def do_gone(self) -> None:
        self.calm = -20  # it brakes, whatever comes next
        self.loop.handle(AgentGone())

    def do_connected(self) -> None:
        self.seq = self.newest = 0
        self.loop.handle(AgentConnected())

    def do_pause(self) -> None:
        self.paused = not self.paused
        self.loop.report(ButtonPressed("pause"))
        self.loop.report(ButtonReleased("pause"))

    def do_volume(self) -> None:
        event = self.chance.choice((ButtonPressed, ButtonReleased))
        self.loop.report(event(self.chance.choice(("volume_up", "volume_down"))))

    def do_fault(self) -> None:
        self.excuse()
        codes: tuple[wire.FaultCode, ...] = ("servo_hot", "servo_id", "servo_unplugged", "battery")
        code = self.chance.choice(codes)
        self.loop.report(PartFailed(code, "a part", "failed"))
        if code != "battery" and not (all(self.head.limp) and self.hand.limp):
            raise Broken("a part failed, and there is torque left")

    def do_driver_fails(self) -> None:
        self.excuse()
        self.head.fails = self.chance.choice((1, 1, 5))

    def do_push(self) -> None:
        """Somebody turns a limp axis by hand."""
        if self.senses:
            pan, tilt = self.head.limp
            self.head.at = Pose(
                self.chance.uniform(-95, 95) if pan else self.head.at.pan_deg,
                self.chance.uniform(-38, 38) if tilt else self.head.at.tilt_deg,
            )
            self.watch(self.do_beat)  # no hand is so fast that it is not seen

    def do_restart(self) -> None:
        """The process dies, systemd starts another one; its pins let go."""
        self.start()

    def send(self, kind: type[wire.Intent], age_s: float | None = None, **fields: object) -> None:
        self.seq += 1
        if kind in (wire.Target, wire.Keep):
            at_s = None if age_s is None else self.clock_s - age_s
            if at_s is None and self.chance.random() < 0.5:
                at_s = self.clock_s
            if at_s is not None and at_s < 0:
                at_s = None
            fields["at_s"] = at_s
            age_s = 0.0 if at_s is None else self.clock_s - at_s
            if -0.05 <= age_s <= wire.STALE_S:
                made_s = self.real_s - max(age_s, 0.0)
                self.fed_s = max(self.fed_s, made_s)
                if kind is wire.Target or self.body.head.mode in (Mode.FOLLOWING, Mode.HELD):
                    self.surely_fed_s = max(self.surely_fed_s, made_s)
        intent = kind(seq=self.seq, **fields)
        assert isinstance(intent, wire.AnyIntent)
        self.loop.handle(intent)


HAPPENINGS = {
    "beat": 600,
    "late_beat": 25,
    "early_beat": 10,
    "silence": 1,
    "stall": 2,
    "jump": 2,
    "target": 40,
    "drag": 2,
    "keep": 40,
    "follow": 2,
    "gesture": 6,
    "park": 2,
    "show": 12,
    "raise_hand": 4,
    "release": 6,
    "replay": 4,
    "stale": 8,
    "malformed": 1,
    "gone": 2,
    "connected": 2,
    "pause": 3,
    "volume": 3,
    "fault": 1,
    "driver_fails": 1,
    "push": 4,
    "restart": 1,
}


def drive(steps: int, seed: int) -> Counter[str]:
    """Drive so many steps; return what happened how often.

    Raises:
        Broken: What never may happen did; the text names seed and step.
    """
    counts: Counter[str] = Counter()
    episode = 0
    while (done := _steps(counts)) < steps:
        number = seed + episode
        chance = random.Random(number)
        motion = MOTIONS[number % len(MOTIONS)]
        world = World(motion, chance, senses=chance.random() < 0.6, counts=counts)
        end = min(done + EPISODE_STEPS, steps)
        try:
            while _steps(counts) < end:
                world.step()
        except Broken as error:
            where = f"seed {number}, step {_steps(counts) - done}"
            raise Broken(f"{error} ({where})") from error
        episode += 1
    counts["episodes"] = episode
    return counts


def _steps(counts: Counter[str]) -> int:
    return sum(counts[name] for name in HAPPENINGS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.hardware.safety")
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first episode")
    given = parser.parse_args(arguments)
    logging.disable()
    begun_s = time.perf_counter()
    try:
        counts = drive(given.steps, given.seed)
    except Broken as error:
        sys.stderr.write(f"broken: {error}\n")
        return 1
    took_s = time.perf_counter() - begun_s
    said = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    sys.stdout.write(
        f"{_steps(counts)} steps in {counts['episodes']} lives, {took_s:.0f} s: "
        f"nothing broken\n{said}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
