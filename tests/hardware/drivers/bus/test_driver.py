import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection
from hardware.config.open import open_hardware
from hardware.contract.errors import BusError, HardwareError, NotConnected, OutOfRange
from hardware.contract.interfaces import DriverReport, PartFailed, Pose
from hardware.drivers.bus.config import BusServo
from hardware.drivers.pulse.config import Gpio
from tests.hardware.conformance import Bench, Conformance, Opener, eventually
from tests.hardware.drivers.bus import dynamixel_emulator, feetech_emulator
from tests.hardware.drivers.bus.emulation import Motor, Terminal
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, dynamixel, feetech

pytestmark = pytest.mark.long

STEP_DEG = 360 / 4096
PINS = Gpio(pin_factory="mock", red_pin=22, pause_pin=17)
Servos = Terminal[Any]


@dataclass(frozen=True)
class Make:
    """One make of servos: how its emulator is run, and how a body with it is configured."""

    emulated: Callable[..., AbstractContextManager[Servos]]
    config: Callable[..., BodyConfig]
    twin: Callable[[int], Motor]


def feetech_config(port: str, pins: Gpio | None = None, **more: Any) -> BodyConfig:
    built = "none" if pins is None else "gpio"
    section = feetech(port, **{"lights": built, "buttons": built, **more})
    return BodyConfig(body=ProcessSection(driver="feetech"), feetech=section, gpio=pins)


def dynamixel_config(port: str, pins: Gpio | None = None, **more: Any) -> BodyConfig:
    return BodyConfig(
        body=ProcessSection(driver="dynamixel"), dynamixel=dynamixel(port, **more), gpio=pins
    )


FEETECH = Make(feetech_emulator.emulated, feetech_config, feetech_emulator.Servo)
DYNAMIXEL = Make(dynamixel_emulator.emulated, dynamixel_config, dynamixel_emulator.Servo)


@asynccontextmanager
async def opened_on(servos: Servos, config: BodyConfig) -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    pins = MockFactory(pin_class=MockPWMPin)

    def angle(number: int) -> float | None:
        servo = servos.servos[number]
        return (servo.goal - 2048) * STEP_DEG if servo.torque else None

    def sent() -> Pose | None:
        pan, tilt = angle(PAN), angle(TILT)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def leave() -> None:
        for number in (PAN, TILT):
            servos.servos[number].hold()

    def disturb() -> Callable[[], bool]:
        servos.corrupt = 2
        return lambda: servos.corrupt == 0

    async with open_hardware(config, reports.append, time.monotonic, pins) as hardware:
        yield Bench(
            hardware,
            sent,
            lambda: angle(HAND),
            lambda: angle(TILT),
            STEP_DEG,
            reports,
            leave=leave,
            disturb=disturb,
        )


@contextmanager
def three(make: Make) -> Iterator[Servos]:
    with make.emulated(PAN, TILT, HAND) as running:
        yield running


@contextmanager
def opening(make: Make, folder: Path, test: str) -> Iterator[Opener]:
    """Return what opens a body on servos whose adapter can be pulled out and plugged in."""
    # A button of gpiozero takes 0.1 s to close: only tests that need pins have some.
    pins = PINS if "lights" in test or "buttons" in test else None
    port = folder / "bus"

    def plug() -> None:
        bus.plug()
        port.unlink()
        port.symlink_to(bus.path)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Bench]:
        async with opened_on(bus, make.config(str(port), pins)) as bench:
            bench.unplug, bench.plug = bus.unplug, plug
            yield bench

    with three(make) as bus:
        port.symlink_to(bus.path)
        yield opened


class TestFeetech(Conformance):
    @pytest.fixture
    def opener(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
        with opening(FEETECH, tmp_path, request.node.name) as opener:
            yield opener

    @pytest.fixture
    async def bench(self, opener: Opener) -> AsyncIterator[Bench]:
        async with opener() as bench:
            yield bench


class TestDynamixel(Conformance):
    @pytest.fixture
    def opener(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
        with opening(DYNAMIXEL, tmp_path, request.node.name) as opener:
            yield opener

    @pytest.fixture
    async def bench(self, opener: Opener) -> AsyncIterator[Bench]:
        async with opener() as bench:
            yield bench


@pytest.fixture(params=[pytest.param(FEETECH, id="feetech"), pytest.param(DYNAMIXEL, id="dxl")])
def make(request: pytest.FixtureRequest) -> Make:
    found: Make = request.param
    return found


@pytest.fixture
def servos(make: Make) -> Iterator[Servos]:
    with three(make) as running:
        yield running


@pytest.fixture
async def bench(make: Make, servos: Servos) -> AsyncIterator[Bench]:
    async with opened_on(servos, make.config(servos.path)) as bench:
        yield bench


async def moving(bench: Bench, pan_deg: float = 30.0) -> Pose:
    sent = bench.hardware.head.move(Pose(pan_deg, 0.0))
    await eventually(lambda: bench.sent() == pytest.approx(sent))
    return sent


async def failed(bench: Bench, servos: Servos) -> PartFailed:
    bench.hardware.head.relax(pan=False, tilt=False)  # wakes a worker that looks rarely
    await eventually(lambda: bool(bench.reports))
    await eventually(lambda: not any(s.torque for s in servos.servos.values()))
    report = bench.reports[0]
    assert isinstance(report, PartFailed)
    return report


async def test_it_measures_where_it_was_turned_by_hand(bench: Bench, servos: Servos) -> None:
    servos.servos[PAN].position = 2048 + 512

    def turned() -> bool:
        pose = bench.hardware.head.measure()
        return pose is not None and abs(pose.pan_deg - 45.0) < 0.1

    await eventually(turned)


async def test_every_servo_tells_load_heat_and_supply(bench: Bench, servos: Servos) -> None:
    servos.servos[TILT].degrees_c = 41

    def told() -> bool:
        return [h.temperature_c for h in bench.hardware.head.health()] == [30, 41, 30]

    await eventually(told)
    pan = bench.hardware.head.health()[0]
    assert (pan.axis, pan.load, pan.volts) == ("pan", 0.0, 7.4)


async def test_a_silent_servo_is_a_fault_and_every_torque_ends(
    bench: Bench, servos: Servos
) -> None:
    await moving(bench)
    servos.servos[TILT].silent = True
    found = await failed(bench, servos)
    assert found == PartFailed("servo_silent", "tilt servo (id 2)", "does not answer")


async def test_a_blocked_servo_is_a_fault_and_every_torque_ends(
    bench: Bench, servos: Servos
) -> None:
    servos.servos[PAN].stalled = True
    bench.hardware.head.move(Pose(60.0, 0.0))
    found = await failed(bench, servos)
    assert found == PartFailed("servo_stalled", "pan servo (id 1)", "is blocked")


async def test_a_hot_servo_is_a_fault_and_every_torque_ends(bench: Bench, servos: Servos) -> None:
    await moving(bench)
    servos.servos[PAN].degrees_c = 75
    assert (await failed(bench, servos)).code == "servo_hot"


async def test_a_supply_that_breaks_down_is_a_brownout(bench: Bench, servos: Servos) -> None:
    await moving(bench)
    servos.servos[PAN].volts = 4.5
    found = await failed(bench, servos)
    assert (found.code, found.part) == ("servo_brownout", "pan servo (id 1)")


async def test_a_servo_that_restarts_by_itself_is_a_brownout(bench: Bench, servos: Servos) -> None:
    await moving(bench)
    tilt = servos.servos[TILT]

    def known() -> bool:
        return all(h.temperature_c == 33 for h in bench.hardware.head.health())

    for servo in servos.servos.values():
        servo.degrees_c = 33  # so that a later reading is told from an earlier one
    await eventually(known)
    await eventually(lambda: tilt.memory[98] != 0 or tilt.memory[48] != 0)
    tilt.restart()
    found = await failed(bench, servos)
    assert (found.code, found.part) == ("servo_brownout", "tilt servo (id 2)")


async def test_a_line_full_of_noise_is_a_fault(bench: Bench, servos: Servos) -> None:
    servos.corrupt = 10_000
    assert (await failed(bench, servos)).code == "servo_checksum"


async def test_answers_under_another_id_are_a_fault(bench: Bench, servos: Servos) -> None:
    servos.servos[PAN].wrong = True
    found = await failed(bench, servos)
    assert (found.code, found.part) == ("servo_id", "pan servo (id 1)")


async def test_an_axis_is_tuned_in_steps(bench: Bench, servos: Servos) -> None:
    axis = bench.hardware.axes["pan"]
    assert (axis.raw_unit, axis.raw_limits, axis.can_be_moved_by_hand) == ("steps", (0, 4095), True)
    pan = servos.servos[PAN]
    pan.position = 2300.0
    await eventually(lambda: axis.read_raw() == 2300)
    axis.torque(True)
    await eventually(lambda: pan.torque)
    assert pan.goal == 2300
    axis.drive_raw(2400.0)
    await eventually(lambda: pan.goal == 2400)
    axis.torque(False)
    await eventually(lambda: not pan.torque)
    with pytest.raises(OutOfRange, match=r"allowed: 0\.\.4095"):
        axis.drive_raw(5000.0)


async def test_the_charge_is_read_from_the_supply(bench: Bench) -> None:
    assert bench.hardware.battery is not None
    reading = bench.hardware.battery.read()
    assert (reading.percent, reading.volts) == (50.0, 7.4)


async def test_limits_of_a_servo_that_the_head_goes_beyond_are_an_error_at_the_start(
    make: Make,
) -> None:
    with three(make) as servos:
        servos.servos[PAN].limit(1500, 2600)
        with pytest.raises(HardwareError, match=r"pan servo \(id 1\): its own limits") as caught:
            async with opened_on(servos, make.config(servos.path)):
                raise AssertionError("opened")
        assert caught.value.code == "calibration"


async def test_a_missing_servo_is_an_error_at_the_start(make: Make) -> None:
    missing = r"tilt servo \(id 2\): does not answer at 1000000"
    with make.emulated(PAN, HAND) as servos, pytest.raises(NotConnected, match=missing):
        async with opened_on(servos, make.config(servos.path, answer_s=0.1)):
            raise AssertionError("opened")


async def test_two_servos_with_one_id_are_an_error_at_the_start(make: Make) -> None:
    with three(make) as servos:
        twin = make.twin(TILT)
        twin.position = 1234.0
        servos.twins[TILT] = twin
        with pytest.raises(BusError, match="two servos with the id 2") as caught:
            async with opened_on(servos, make.config(servos.path)):
                raise AssertionError("opened")
        assert caught.value.code == "servo_id"


async def test_a_missing_port_is_an_error_at_the_start(make: Make, tmp_path: object) -> None:
    given = make.config(f"{tmp_path}/ttyUSB7")
    pins = MockFactory(pin_class=MockPWMPin)
    with pytest.raises(NotConnected, match="ttyUSB7"):
        async with open_hardware(given, lambda _: None, time.monotonic, pins):
            raise AssertionError("opened")


async def test_scs_servos_with_the_other_byte_order_are_understood() -> None:
    def scs(number: int) -> BusServo:
        return BusServo(id=number, positions_per_turn=1229, centre=512, high=1023)

    with feetech_emulator.emulated(PAN, TILT, HAND, little=False) as servos:
        for servo in servos.servos.values():
            servo.position = 512.0
        given = feetech_config(
            servos.path, series="scs", pan=scs(PAN), tilt=scs(TILT), hand=scs(HAND)
        )
        async with opened_on(servos, given) as bench:
            sent = bench.hardware.head.move(Pose(5.0, 0.0))
            pan = servos.servos[PAN]
            await eventually(lambda: pan.torque and pan.goal == round(512 + 5.0 * 1229 / 360))
            await eventually(lambda: round(pan.position) == pan.goal)
            assert sent.pan_deg == pytest.approx(5.0, abs=0.3)
            assert bench.hardware.axes["pan"].raw_limits == (0, 1023)


async def test_a_body_without_an_arm_tells_of_two_servos(make: Make) -> None:
    with make.emulated(PAN, TILT) as servos:
        async with opened_on(servos, make.config(servos.path, hand=None)) as bench:
            assert bench.hardware.hand is None
            assert [h.axis for h in bench.hardware.head.health()] == ["pan", "tilt"]
            assert set(bench.hardware.axes) == {"pan", "tilt"}
