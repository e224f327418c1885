import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.bus.config import BusServo, Feetech
from hardware.config import Body as BodySection
from hardware.config import Config, Gpio
from hardware.errors import NotConnected
from hardware.interfaces import DriverReport, PartFailed, Pose
from hardware.open import open_hardware
from tests.hardware.bus.feetech_emulator import Emulator, Servo, emulated
from tests.hardware.conformance import Bench, Conformance, Opener, eventually

PAN, TILT, HAND = 1, 2, 3
STEP_DEG = 360 / 4096


def config(port: str, series: str = "sts", lights: str = "gpio") -> Config:
    assert series in ("sts", "scs")
    built = lights == "gpio"
    section = Feetech(
        port=port,
        pan=BusServo(id=PAN),
        tilt=BusServo(id=TILT),
        hand=BusServo(id=HAND),
        lights="gpio" if built else "none",
        buttons="gpio" if built else "none",
        series="sts" if series == "sts" else "scs",
        answer_s=0.2,  # the servos share a busy machine, and even its interpreter
        stall_s=0.1,
        battery_empty_v=6.4,
        battery_full_v=8.4,
    )
    pins = Gpio(pin_factory="mock", red_pin=22, pause_pin=17) if built else None
    return Config(body=BodySection(driver="feetech"), feetech=section, gpio=pins)


@asynccontextmanager
async def opened_on(servos: Emulator, series: str = "sts") -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    pins = MockFactory(pin_class=MockPWMPin)

    def angle(servo: Servo) -> float | None:
        return (servo.goal - 2048) * STEP_DEG if servo.torque else None

    def sent() -> Pose | None:
        pan, tilt = angle(servos.servos[PAN]), angle(servos.servos[TILT])
        return None if pan is None or tilt is None else Pose(pan, tilt)

    given = config(servos.path, series)
    async with open_hardware(given, reports.append, time.monotonic, pins) as hardware:
        yield Bench(hardware, sent, lambda: angle(servos.servos[HAND]), STEP_DEG, reports)


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(PAN, TILT, HAND) as running:
        yield running


@pytest.fixture
async def bench(servos: Emulator) -> AsyncIterator[Bench]:
    async with opened_on(servos) as bench:
        yield bench


class TestFeetech(Conformance):
    @pytest.fixture
    def opener(self, servos: Emulator) -> Opener:
        return lambda: opened_on(servos)

    @pytest.fixture
    async def bench(self, servos: Emulator) -> AsyncIterator[Bench]:
        async with opened_on(servos) as bench:
            yield bench


async def test_servos_with_the_other_byte_order_are_understood() -> None:
    with emulated(PAN, TILT, HAND, little=False) as servos:
        async with opened_on(servos, "scs") as bench:
            sent = bench.hardware.head.move(Pose(20.0, 10.0))
            await eventually(lambda: bench.sent() is not None)
            await eventually(lambda: round(servos.servos[PAN].position) == servos.servos[PAN].goal)
            measured = bench.hardware.head.measure()
            assert measured is not None
            assert servos.servos[PAN].goal == round(2048 + sent.pan_deg / STEP_DEG)


async def test_a_goal_stands_before_the_torque_so_nothing_jumps(
    bench: Bench, servos: Emulator
) -> None:
    servos.servos[PAN].position = 2500.0
    seen: list[int] = []
    pan = servos.servos[PAN]
    store = pan.store

    def watched(at: int, data: bytes) -> None:
        store(at, data)
        if at == 40 and data == b"\x01":
            seen.append(pan.goal)

    pan.store = watched  # type: ignore[method-assign]
    bench.hardware.head.move(Pose(30.0, 0.0))
    await eventually(lambda: bool(seen))
    assert seen == [round(2048 + 30.0 / STEP_DEG)]


async def test_it_measures_where_it_was_turned_by_hand(bench: Bench, servos: Emulator) -> None:
    servos.servos[PAN].position = 2048 + 512

    def turned() -> bool:
        pose = bench.hardware.head.measure()
        return pose is not None and abs(pose.pan_deg - 45.0) < 0.1

    await eventually(turned)


async def test_a_few_garbled_answers_are_asked_for_again_and_counted(
    bench: Bench, servos: Emulator
) -> None:
    servos.corrupt = 2
    sent = bench.hardware.head.move(Pose(30.0, 0.0))
    await eventually(lambda: servos.corrupt == 0)
    await eventually(lambda: bench.sent() is not None)
    assert bench.reports == []
    assert servos.servos[PAN].goal == round(2048 + sent.pan_deg / STEP_DEG)


async def failed(bench: Bench) -> PartFailed:
    await eventually(lambda: bool(bench.reports))
    report = bench.reports[0]
    assert isinstance(report, PartFailed)
    return report


async def test_a_silent_servo_is_a_fault_and_every_torque_ends(
    bench: Bench, servos: Emulator
) -> None:
    bench.hardware.head.move(Pose(30.0, 0.0))
    await eventually(lambda: bench.sent() is not None)
    servos.servos[TILT].silent = True
    assert await failed(bench) == PartFailed("servo_silent", "tilt servo (id 2)", "does not answer")
    await eventually(lambda: not any(s.torque for s in servos.servos.values()))


async def test_a_blocked_servo_is_a_fault_and_every_torque_ends(
    bench: Bench, servos: Emulator
) -> None:
    servos.servos[PAN].stalled = True
    bench.hardware.head.move(Pose(60.0, 0.0))
    assert await failed(bench) == PartFailed("servo_stalled", "pan servo (id 1)", "is blocked")
    await eventually(lambda: not any(s.torque for s in servos.servos.values()))


async def test_a_hot_servo_is_a_fault_and_every_torque_ends(bench: Bench, servos: Emulator) -> None:
    bench.hardware.head.move(Pose(30.0, 0.0))
    await eventually(lambda: bench.sent() is not None)
    servos.servos[PAN].degrees_c = 75
    assert (await failed(bench)).code == "servo_hot"
    await eventually(lambda: not any(s.torque for s in servos.servos.values()))


async def test_a_line_full_of_noise_is_a_fault_of_the_bus(bench: Bench, servos: Emulator) -> None:
    servos.corrupt = 10_000
    assert (await failed(bench)).code == "servo_bus"


async def test_answers_under_another_id_are_not_taken(bench: Bench, servos: Emulator) -> None:
    servos.servos[PAN].wrong = True
    assert (await failed(bench)).code == "servo_silent"


async def test_after_a_reset_a_healed_servo_moves_again(bench: Bench, servos: Emulator) -> None:
    servos.servos[PAN].silent = True
    await failed(bench)
    bench.reports.clear()
    servos.heal()
    bench.hardware.head.detach()
    bench.hardware.head.reset()
    bench.hardware.head.move(Pose(15.0, 0.0))
    await eventually(lambda: bench.sent() is not None)
    assert bench.reports == []


async def test_a_reset_with_the_servo_still_gone_is_reported_again(
    bench: Bench, servos: Emulator
) -> None:
    servos.servos[PAN].silent = True
    await failed(bench)
    bench.reports.clear()
    bench.hardware.head.reset()
    assert (await failed(bench)).code == "servo_silent"


async def test_an_adapter_that_is_pulled_out_is_a_fault(bench: Bench, servos: Emulator) -> None:
    servos.unplug()
    report = await failed(bench)
    assert report.code == "servo_bus"
    assert servos.path in report.part


async def test_a_missing_servo_is_an_error_at_the_start() -> None:
    missing = r"tilt servo \(id 2\): does not answer"
    with emulated(PAN) as servos, pytest.raises(NotConnected, match=missing):
        async with opened_on(servos):
            raise AssertionError("opened")


async def test_a_missing_port_is_an_error_at_the_start(tmp_path: object) -> None:
    given = config(f"{tmp_path}/ttyUSB7", lights="none")
    with pytest.raises(NotConnected, match="ttyUSB7"):
        async with open_hardware(given, lambda _: None, time.monotonic):
            raise AssertionError("opened")


async def test_lights_and_buttons_can_be_absent_on_purpose(servos: Emulator) -> None:
    given = config(servos.path, lights="none")
    async with open_hardware(given, lambda _: None, time.monotonic) as hardware:
        assert hardware.lights is None
        assert hardware.buttons is None


async def test_the_charge_is_read_from_the_supply(bench: Bench) -> None:
    assert bench.hardware.battery is not None
    assert bench.hardware.battery.read().percent == pytest.approx(50.0, abs=1.0)
