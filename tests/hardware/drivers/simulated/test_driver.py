import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.errors import HardwareError, NotConnected, OutOfRange
from hardware.contract.interfaces import (
    ButtonPressed,
    ButtonReleased,
    DriverReport,
    LightState,
    PartFailed,
    Pose,
)
from hardware.drivers.simulated.driver import SimulatedHand, SimulatedHead, SimulatedLights
from hardware.drivers.simulated.mechanics import Mechanics
from tests.hardware.bodies import simulated_config
from tests.hardware.conformance import Bench, Conformance, Opener


@asynccontextmanager
async def opened() -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    async with open_hardware(simulated_config(), reports.append, time.monotonic) as hardware:
        head, hand = hardware.head, hardware.hand
        assert isinstance(head, SimulatedHead)

        assert isinstance(hand, SimulatedHand)

        def hand_sent() -> float | None:
            return hand.target_deg

        def poke(what: wire.PokeName) -> None:
            assert hardware.poke is not None
            hardware.poke(wire.Poke(1, what))
            head.measure()

        yield Bench(
            hardware,
            lambda: head.target,
            hand_sent,
            lambda: head._mechanics.target_deg("tilt"),
            reports=reports,
            unplug=lambda: poke("unplug"),
            plug=lambda: poke("repair"),
        )


class TestSimulated(Conformance):
    @pytest.fixture
    def opener(self) -> Opener:
        return opened

    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with opened() as bench:
            yield bench


class Neck:
    """A head, and a clock that tests move."""

    def __init__(self, rest_tilt_deg: float = -30.0) -> None:
        self.now = 0.0
        self.reports: list[DriverReport] = []
        config = simulated_config(rest_tilt_deg=rest_tilt_deg)
        self.mechanics = Mechanics(config.simulated, config.motion)
        self.head = SimulatedHead(
            self.mechanics, config.motion, lambda: self.now, self.reports.append
        )

    def at(self, now: float) -> Pose:
        self.now = now
        pose = self.head.measure()
        assert pose is not None
        return pose


def test_what_is_measured_lags_behind_what_is_commanded() -> None:
    neck = Neck(rest_tilt_deg=0.0)
    neck.at(0.0)
    neck.head.move(Pose(60.0, 0.0))
    assert 0 < neck.at(0.05).pan_deg <= 20.0
    assert neck.at(2.0).pan_deg == pytest.approx(60.0, abs=0.1)


def test_a_detached_head_runs_out_and_stays_where_it_is() -> None:
    neck = Neck()
    neck.at(0.0)
    neck.head.move(Pose(60.0, 0.0))
    neck.at(0.05)
    neck.head.detach()
    there = neck.at(0.5)
    assert neck.at(60.0) == there


def test_what_fails_between_two_looks_is_reported() -> None:
    neck = Neck()
    neck.at(0.0)
    neck.mechanics.poke(wire.Poke(1, "unplug", "tilt"), 0.0)
    neck.at(0.1)
    assert neck.reports == [
        PartFailed("servo_unplugged", "tilt servo", "does not answer; check its plug")
    ]
    neck.head.reset()
    neck.at(0.2)
    assert len(neck.reports) == 2


def test_it_tells_how_every_servo_feels() -> None:
    neck = Neck()
    neck.at(0.0)
    assert [health.axis for health in neck.head.health()] == ["pan", "tilt", "hand"]
    assert {health.temperature_c for health in neck.head.health()} == {25.0}


async def test_a_technician_moves_each_axis_in_degrees() -> None:
    async with opened() as bench:
        pan = bench.hardware.axes["pan"]
        assert set(bench.hardware.axes) == {"pan", "tilt", "hand"}
        pan.torque(True)
        pan.drive_raw(100.0)
        assert bench.sent() is None  # tilt is still let go
        with pytest.raises(OutOfRange, match="pan servo: 200 deg"):
            pan.drive_raw(200.0)
        pan.torque(False)
        assert pan.read_raw() == pytest.approx(0.0, abs=90.0)


async def test_poking_reaches_the_servos() -> None:
    async with opened() as bench:
        assert bench.hardware.poke is not None
        bench.hardware.head.measure()
        bench.hardware.poke(wire.Poke(1, "turn", "pan", 20.0))
        assert bench.hardware.axes["pan"].read_raw() == 20.0


def test_it_fails_on_demand_once_or_until_it_is_reset() -> None:
    head = Neck().head
    head.fail_next(NotConnected("pan servo", "unplugged"))
    with pytest.raises(NotConnected, match="pan servo: unplugged"):
        head.move(Pose(0.0, 0.0))
    head.move(Pose(0.0, 0.0))
    head.fail_until_reset(HardwareError("pan servo", "hot", "servo_hot"))
    for _ in range(2):
        with pytest.raises(HardwareError):
            head.move(Pose(0.0, 0.0))
    head.reset()
    head.move(Pose(0.0, 0.0))


def test_lights_refuse_what_no_lamp_can_show() -> None:
    with pytest.raises(OutOfRange):
        SimulatedLights().show(LightState(red=1.5))


async def test_a_press_is_reported() -> None:
    async with opened() as bench:
        assert bench.hardware.buttons is not None
        bench.hardware.buttons.press("volume_up")
        assert bench.reports == [ButtonPressed("volume_up"), ButtonReleased("volume_up")]
