import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hardware.errors import HardwareError, NotConnected, OutOfRange
from hardware.interfaces import ButtonPressed, ButtonReleased, DriverReport, LightState, Pose
from hardware.open import open_hardware
from hardware.simulated.driver import SimulatedHand, SimulatedHead, SimulatedLights
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
            return hand.angle_deg if hand.attached else None

        yield Bench(hardware, lambda: head.goal, hand_sent, reports=reports)


class TestSimulated(Conformance):
    @pytest.fixture
    def opener(self) -> Opener:
        return opened

    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with opened() as bench:
            yield bench


def test_what_is_measured_lags_behind_what_is_commanded() -> None:
    now = [0.0]
    head = SimulatedHead(simulated_config(rest_tilt_deg=0.0), lambda: now[0])
    head.move(Pose(60.0, 0.0))
    now[0] = 0.05
    early = head.measure()
    assert early is not None
    assert 0 < early.pan_deg <= 20.0
    now[0] = 2.0
    late = head.measure()
    assert late is not None
    assert late.pan_deg == pytest.approx(60.0, abs=0.01)


def test_a_detached_head_stays_where_it_is() -> None:
    now = [0.0]
    head = SimulatedHead(simulated_config(), lambda: now[0])
    head.move(Pose(60.0, 0.0))
    now[0] = 0.05
    before = head.measure()
    head.detach()
    now[0] = 1.0
    assert head.measure() == before


def test_it_fails_on_demand_once_or_until_it_is_reset() -> None:
    head = SimulatedHead(simulated_config(), lambda: 0.0)
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
