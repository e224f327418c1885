"""Conformance tests of every driver. Each driver's test module subclasses `Conformance`.

The subclass brings a fixture `bench`, an opened driver together with the
means to see what really leaves it: pulses, bytes, or numbers.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from hardware.body.body import Body
from hardware.body.events import AgentConnected, Commanded, Effect, Event, ResetDrivers
from hardware.body.head import DetachHead, MoveHead
from hardware.config.config import BodyConfig, Motion, ProcessSection
from hardware.contract import wire
from hardware.contract.errors import HardwareError, OutOfRange
from hardware.contract.interfaces import (
    DriverReport,
    Hardware,
    LightState,
    PanTilt,
    PartFailed,
    Pose,
)
from hardware.motion.trajectory import TICK_S
from tests.deadline import WAIT_S

MOTION = Motion()


@dataclass
class Bench:
    """One opened driver."""

    hardware: Hardware
    sent: Callable[[], Pose | None]
    """The commanded pose, in degrees; None while nothing is commanded."""
    hand_sent: Callable[[], float | None]
    tilt_sent: Callable[[], float | None]
    resolution_deg: float = 1e-6
    reports: list[DriverReport] = field(default_factory=list)
    unplug: Callable[[], None] | None = None
    """Pulls the servos' board or bus out, where the driver can tell."""
    plug: Callable[[], None] = lambda: None
    """Plugs it in again."""
    leave: Callable[[], None] | None = None
    """Drives the head as a body does that is killed at once: nobody ends it."""
    dip: Callable[[], None] | None = None
    """Takes the servos' board its supply for a moment."""
    disturb: Callable[[], Callable[[], bool]] | None = None
    """Spoils an exchange on the line or two; returns what says that they took place."""


@dataclass
class Ride:
    """A body that drives a head, on a clock that only this turns."""

    body: Body
    head: PanTilt
    now: float = 0.0
    seq: int = 0
    sent: list[Pose] = field(default_factory=list)

    @property
    def fastest_deg_s(self) -> float:
        """The highest speed of pan that was commanded."""
        ways = [abs(b.pan_deg - a.pan_deg) for a, b in pairwise(self.sent)]
        return max(ways, default=0.0) / TICK_S

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def to(self, pose: Pose, seconds: float) -> None:
        """Look there, fed at every tick."""
        for _ in range(round(seconds / TICK_S)):
            self.now += TICK_S
            self.take(wire.Target(self.next_seq(), pose.pan_deg, pose.tilt_deg))
            self.perform(self.body.tick(self.now))

    def take(self, event: Event) -> None:
        self.perform(self.body.handle(event, self.now))

    def perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case MoveHead():
                    self.sent.append(self.head.move(effect.pose))
                    self.body.handle(Commanded(self.sent[-1]), self.now)
                case DetachHead():
                    self.head.detach()
                case ResetDrivers():
                    self.head.reset()


UNPLUGGED = ("servo_unplugged", "servo_silent", "servo_bus")
Opener = Callable[[], AbstractAsyncContextManager[Bench]]


LOOK_S = 0.001
"""Time between two looks: who looks without a break keeps the interpreter from the threads of
driver and emulated servo, and on a busy machine an answer then takes seconds."""

NEVER = threading.Event()


async def eventually(true: Callable[[], bool]) -> None:
    """Look again and again, and let the servos' own threads run in between."""
    async with asyncio.timeout(WAIT_S):
        while not true():
            await asyncio.to_thread(NEVER.wait, LOOK_S)


class Conformance:
    """The suite."""

    async def test_a_move_is_sent_and_returned(self, bench: Bench) -> None:
        sent = bench.hardware.head.move(Pose(30.0, -10.0))
        assert sent.pan_deg == pytest.approx(30.0, abs=bench.resolution_deg)
        assert sent.tilt_deg == pytest.approx(-10.0, abs=bench.resolution_deg)
        await eventually(lambda: _close(bench.sent(), sent))

    async def test_limits_hold_and_the_return_value_says_so(self, bench: Bench) -> None:
        sent = bench.hardware.head.move(Pose(500.0, -500.0))
        assert sent.pan_deg == pytest.approx(MOTION.pan_max_deg, abs=bench.resolution_deg)
        assert sent.tilt_deg == pytest.approx(MOTION.tilt_min_deg, abs=bench.resolution_deg)
        await eventually(lambda: _close(bench.sent(), sent))

    async def test_nothing_is_driven_before_the_first_move(self, bench: Bench) -> None:
        assert bench.sent() is None
        assert bench.hand_sent() is None

    async def test_detaching_ends_the_drive_and_a_move_begins_it_anew(self, bench: Bench) -> None:
        head = bench.hardware.head
        head.move(Pose(10.0, 0.0))
        await eventually(lambda: bench.sent() is not None)
        head.detach()
        head.detach()
        await eventually(lambda: bench.sent() is None)
        again = head.move(Pose(-10.0, 0.0))
        await eventually(lambda: _close(bench.sent(), again))

    @pytest.mark.long
    async def test_the_head_is_measured_where_it_was_sent_in_the_end(self, bench: Bench) -> None:
        sent = bench.hardware.head.move(Pose(20.0, 10.0))
        await eventually(lambda: _close(bench.hardware.head.measure(), sent, 0.5))

    async def test_the_hand_is_sent_within_its_limits(self, bench: Bench) -> None:
        hand = bench.hardware.hand
        assert hand is not None
        sent = hand.move(500.0)
        assert sent == pytest.approx(MOTION.hand_up_deg, abs=bench.resolution_deg)
        await eventually(lambda: bench.hand_sent() == pytest.approx(sent, abs=1e-3))
        hand.detach()
        await eventually(lambda: bench.hand_sent() is None)

    @pytest.mark.parametrize(
        "state",
        [
            pytest.param(LightState(), id="dark"),
            pytest.param(LightState(1.0, 1.0, 1.0, 1.0), id="full"),
            pytest.param(LightState(0.1, 0.5, 0.9, 0.5), id="half"),
        ],
    )
    async def test_lights_take_every_brightness(self, bench: Bench, state: LightState) -> None:
        assert bench.hardware.lights is not None
        bench.hardware.lights.show(state)

    async def test_a_reset_leaves_a_sound_driver_sound(self, bench: Bench) -> None:
        bench.hardware.head.reset()
        await self.test_a_move_is_sent_and_returned(bench)
        assert bench.reports == []

    async def test_one_axis_alone_can_be_let_go_while_the_other_holds(self, bench: Bench) -> None:
        head = bench.hardware.head
        sent = head.move(Pose(10.0, 5.0))
        await eventually(lambda: _close(bench.sent(), sent))
        head.relax(pan=True, tilt=False)
        await eventually(lambda: bench.sent() is None)
        assert bench.tilt_sent() == pytest.approx(sent.tilt_deg, abs=1e-3)
        again = head.move(Pose(10.0, 5.0))
        await eventually(lambda: _close(bench.sent(), again))

    async def test_what_is_unplugged_is_named_and_comes_back_without_its_old_goal(
        self, bench: Bench
    ) -> None:
        if bench.unplug is None:
            pytest.skip("nothing of this driver can be pulled out that could tell")
        head = bench.hardware.head
        head.move(Pose(40.0, 20.0))
        await eventually(lambda: bench.sent() is not None)
        bench.unplug()
        await eventually(lambda: bool(bench.reports))
        told = bench.reports[0]
        assert isinstance(told, PartFailed)
        assert told.code in UNPLUGGED
        assert told.part
        assert told.text
        head.detach()
        bench.plug()
        bench.reports.clear()
        head.reset()
        again = head.move(Pose(5.0, 0.0))
        await eventually(lambda: _close(bench.sent(), again))
        assert bench.reports == []

    async def test_after_a_fault_the_head_returns_slowly(self, bench: Bench) -> None:
        config = BodyConfig(body=ProcessSection(driver=bench.hardware.name), motion=MOTION)
        ride = Ride(Body(config, 0.0, has_hand=True), bench.hardware.head)
        ride.body.handle(AgentConnected(), ride.now)
        ride.to(Pose(60.0, 0.0), 1.2)
        assert ride.sent[-1].pan_deg == pytest.approx(60.0, abs=1.0)
        assert ride.fastest_deg_s > MOTION.park_speed_deg_s + 1
        ride.take(PartFailed("servo_unplugged", "servo", "was pulled out"))
        await eventually(lambda: bench.sent() is None)
        ride.sent.clear()
        ride.take(wire.Release(seq=ride.next_seq()))
        ride.to(Pose(0.0, 0.0), 1.2)
        assert len(ride.sent) > 10
        steps = 2 * bench.resolution_deg / TICK_S
        assert ride.fastest_deg_s <= MOTION.park_speed_deg_s + 1 + steps
        await eventually(lambda: _close(bench.sent(), ride.sent[-1]))

    async def test_every_axis_can_be_tuned_within_what_its_servo_takes(self, bench: Bench) -> None:
        for axis in bench.hardware.axes.values():
            low, high = axis.raw_limits
            assert low < high
            with pytest.raises(OutOfRange):
                axis.drive_raw(high + 1.0)
            axis.drive_raw((low + high) / 2)
            axis.torque(False)
        await eventually(lambda: bench.sent() is None)

    async def test_only_simulated_buttons_can_be_pressed_by_software(self, bench: Bench) -> None:
        buttons = bench.hardware.buttons
        assert buttons is not None
        assert buttons.press("pause") is (bench.hardware.name == "simulated")

    async def test_only_a_simulated_body_can_be_poked(self, bench: Bench) -> None:
        assert (bench.hardware.poke is not None) is (bench.hardware.name == "simulated")

    async def test_what_a_killed_body_left_ends_at_the_start(self, opener: Opener) -> None:
        async with opener() as bench:
            leave = bench.leave
        if leave is None:
            pytest.skip("nothing of this driver outlives its process")
        assert bench.sent() is None
        leave()
        assert bench.sent() is not None
        async with opener() as bench:
            assert bench.sent() is None
            again = bench.hardware.head.move(Pose(10.0, 0.0))
            await eventually(lambda: _close(bench.sent(), again))
            assert bench.reports == []

    async def test_a_dip_of_its_supply_is_a_brown_out_and_nothing_moves_until_the_reset(
        self, bench: Bench
    ) -> None:
        if bench.dip is None:
            pytest.skip("this driver has no board with a supply, or its servos have their own")
        head = bench.hardware.head
        sent = head.move(Pose(20.0, 0.0))
        await eventually(lambda: _close(bench.sent(), sent))
        bench.dip()
        await eventually(lambda: bool(bench.reports))
        told = bench.reports[0]
        assert isinstance(told, PartFailed)
        assert told.code == "servo_brownout"
        assert "supply of their own" in told.text
        head.move(Pose(30.0, 0.0))
        assert bench.sent() is None
        head.detach()
        bench.reports.clear()
        head.reset()
        again = head.move(Pose(10.0, 0.0))
        await eventually(lambda: _close(bench.sent(), again))
        assert bench.reports == []

    async def test_a_little_noise_on_its_line_is_not_noticed(self, bench: Bench) -> None:
        if bench.disturb is None:
            pytest.skip("this driver has no line")
        over = bench.disturb()
        sent = bench.hardware.head.move(Pose(20.0, 0.0))
        await eventually(over)
        await eventually(lambda: _close(bench.sent(), sent))
        assert bench.reports == []

    async def test_leaving_detaches(self, opener: Opener) -> None:
        async with opener() as bench:
            bench.hardware.head.move(Pose(10.0, 0.0))
            await eventually(lambda: bench.sent() is not None)
        assert bench.sent() is None

    async def test_leaving_with_an_error_detaches_too(self, opener: Opener) -> None:
        async def fail() -> None:
            async with opener() as bench:
                seen.append(bench)
                bench.hardware.head.move(Pose(10.0, 0.0))
                await eventually(lambda: bench.sent() is not None)
                raise HardwareError("test", "something else broke")

        seen: list[Bench] = []
        with pytest.raises(HardwareError, match="something else"):
            await fail()
        assert seen[0].sent() is None


def _close(one: Pose | None, other: Pose, within_deg: float = 1e-3) -> bool:
    if one is None:
        return False
    ways = (one.pan_deg - other.pan_deg, one.tilt_deg - other.tilt_deg)
    return all(abs(way) <= within_deg for way in ways)
