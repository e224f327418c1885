import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

import pytest

from hardware.body.body import Body
from hardware.body.events import AgentConnected
from hardware.body.loop import BodyLoop
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import BatteryReading, ButtonPressed, Hardware
from hardware.drivers.simulated.driver import SimulatedHead, SimulatedLights
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    simulated_config,
)

Kind = TypeVar("Kind")


class Running:
    """A loop on a clock that jumps one tick each time somebody looks at it after a tick."""

    def __init__(self, loop: BodyLoop, hardware: Hardware) -> None:
        self.loop = loop
        self.hardware = hardware
        self.reports: list[wire.AnyReport] = []
        self.seq = 0
        loop.tell = self.reports.append
        loop.hardware = hardware

    def send(self, kind: type[wire.Intent], **fields: object) -> list[wire.AnyReport]:
        self.seq += 1
        replies: list[wire.AnyReport] = []
        intent = kind(seq=self.seq, **fields)
        assert isinstance(intent, wire.AnyIntent)
        self.loop.handle(intent, replies.append)
        return replies

    @property
    def state(self) -> wire.BodyState:
        return next(r for r in reversed(self.reports) if isinstance(r, wire.BodyState))


class Clock:
    def __init__(self) -> None:
        self.now = 10.0
        self.ticks = 0

    def __call__(self) -> float:
        return self.now

    def ticked(self, _: float) -> None:
        self.ticks += 1
        self.now += 0.02


@asynccontextmanager
async def running(clock: Clock) -> AsyncIterator[Running]:
    config = simulated_config()
    loop = BodyLoop(Body(config, clock(), has_hand=True), clock, clock.ticked)
    async with open_hardware(config, loop.report, clock) as hardware:
        yield Running(loop, hardware)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def body(clock: Clock) -> AsyncIterator[Running]:
    async with running(clock) as body:
        body.loop.handle(AgentConnected())
        body.send(wire.Show, signal="present")
        yield body


def as_a(kind: type[Kind], thing: object) -> Kind:
    assert isinstance(thing, kind)
    return thing


async def rounds(body: Running, clock: Clock, count: int) -> None:
    """Let the loop tick so often."""
    stop = asyncio.Event()
    end = clock.ticks + count

    def ticked(now: float) -> None:
        clock.ticked(now)
        if clock.ticks >= end:
            stop.set()

    body.loop._ticked = ticked
    async with asyncio.timeout(WAIT_S):
        while not stop.is_set():
            await body.loop._next_tick()


async def test_a_target_reaches_the_servos_within_the_same_call(body: Running) -> None:
    head = as_a(SimulatedHead, body.hardware.head)
    body.send(wire.Target, pan_deg=30.0, tilt_deg=0.0)
    assert head.target is not None
    assert head.target.pan_deg > 0


async def test_a_driver_that_fails_is_a_fault_with_everything_detached(body: Running) -> None:
    head = as_a(SimulatedHead, body.hardware.head)
    head.fail_until_reset(NotConnected("pan servo", "unplugged"))
    body.send(wire.Target, pan_deg=30.0, tilt_deg=0.0)
    assert [(f.code, f.part) for f in body.state.faults] == [("servo_silent", "pan servo")]
    assert head.target is None
    assert body.send(wire.Target, pan_deg=30.0, tilt_deg=0.0) == [
        wire.RefusedIntent("fault", "a part failed; look at it, then release")
    ]


async def test_release_tries_again(body: Running, clock: Clock) -> None:
    head = as_a(SimulatedHead, body.hardware.head)
    head.fail_until_reset(HardwareError("pan servo", "hot", "servo_hot"))
    body.send(wire.Target, pan_deg=30.0, tilt_deg=0.0)
    body.send(wire.Release)
    clock.now += 0.02
    body.send(wire.Target, pan_deg=30.0, tilt_deg=0.0)
    assert body.state.faults == ()
    assert head.target is not None


async def test_lights_that_fail_are_a_fault(body: Running) -> None:
    as_a(SimulatedLights, body.hardware.lights).fail_next(
        HardwareError("lights", "no answer", "lights")
    )
    body.send(wire.Show, signal="paused")
    body.loop._tick(body.loop._clock())
    assert [fault.code for fault in body.loop.body.faults] == ["lights"]


async def test_a_report_from_before_the_start_waits_for_it(clock: Clock) -> None:
    config = simulated_config()
    loop = BodyLoop(Body(config, clock(), has_hand=True), clock, clock.ticked)
    loop.report(ButtonPressed("pause"))
    async with open_hardware(config, loop.report, clock) as hardware:
        body = Running(loop, hardware)
        await rounds(body, clock, 1)
        assert body.state.paused


async def test_a_pressed_button_is_seen_in_the_same_call(body: Running) -> None:
    body.send(wire.Press, button="pause")
    assert body.state.paused
    assert as_a(SimulatedLights, body.hardware.lights).shown.eyes == 0


async def test_parts_that_are_not_built_in_are_left_out(body: Running, clock: Clock) -> None:
    bare = replace(body.hardware, hand=None, lights=None, buttons=None, battery=None)
    body.loop.hardware = bare
    body.send(wire.RaiseHand, raised=True)
    body.send(wire.Show, signal="hand")
    await rounds(body, clock, 5)
    assert body.state.signal == "hand"
    assert body.state.faults == ()


async def test_told_to_stop_it_rests_and_detaches(body: Running, clock: Clock) -> None:
    body.send(wire.Target, pan_deg=20.0, tilt_deg=0.0)
    await rounds(body, clock, 10)
    stop = asyncio.Event()
    stop.set()
    async with asyncio.timeout(WAIT_S):
        await body.loop.run(stop)
    assert as_a(SimulatedHead, body.hardware.head).target is None
    assert body.loop.body.at_rest


class Gauge:
    """A battery that says what it is told to."""

    def __init__(self) -> None:
        self.reading = BatteryReading(60.0, 7.6, 1.0, -20.0)

    def read(self) -> BatteryReading:
        return self.reading


async def test_battery_and_computer_are_told_and_a_silent_gauge_stops_nothing(
    body: Running, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    gauge = Gauge()
    body.loop.hardware = replace(body.hardware, battery=gauge)
    body.send(wire.Target, pan_deg=10.0, tilt_deg=0.0)
    await rounds(body, clock, 10)
    assert (body.state.power.percent, body.state.battery_percent) == (60.0, 60.0)
    assert body.state.power.soc_c is not None
    gauge.reading = BatteryReading(9.0, 6.4, 1.0, -20.0)
    await rounds(body, clock, 60)
    assert body.state.power.level == "very_low"
    gauge.reading = BatteryReading()
    await rounds(body, clock, 60)
    assert (body.state.power.gauge, body.state.power.percent) == ("silent", None)
    assert body.state.faults == ()
    said = [record.getMessage() for record in caplog.records if "power:" in record.getMessage()]
    assert said == [
        "power: battery very low (9 %); charge it",
        "power: the gauge does not answer; the charge is unknown, lessons go on",
    ]
