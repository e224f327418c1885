from collections.abc import Iterator, Mapping

import pytest

from hardware.drivers.bus.dynamixel_bus import DynamixelBus
from hardware.drivers.bus.servo_bus import PositionRange
from tests.hardware.drivers.bus.bus_conformance import ALL, BusConformance, Servos
from tests.hardware.drivers.bus.dynamixel_emulator import Emulator, Servo, emulated
from tests.hardware.drivers.bus.emulation import Motor
from tests.hardware.drivers.bus.sections import PAN, TILT, dynamixel


class Clock:
    """Time that only the test lets pass."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(*ALL) as running:
        yield running


@pytest.fixture
def bus(servos: Emulator) -> Iterator[DynamixelBus]:
    bus = DynamixelBus(dynamixel(servos.path))
    yield bus
    bus.close()


class TestDynamixel(BusConformance):
    def opened(self, servos: Servos, ranges: Mapping[int, PositionRange]) -> DynamixelBus:
        return DynamixelBus(dynamixel(servos.path), ranges)

    def twin(self, servo: Motor) -> Motor:
        twin = Servo(servo.number)
        twin.position = 1234.0
        return twin


def test_a_sound_servo_is_found_and_told_to_answer(bus: DynamixelBus, servos: Emulator) -> None:
    servos.servos[PAN].memory[68] = 0
    assert bus.find(PAN).clean == 3


def test_everybody_is_read_at_one_time_and_settings_less_often(servos: Emulator) -> None:
    servos.return_delay_s = 0.0005
    # Longer than any configuration allows: all three answers count here, however busy the machine.
    bus = DynamixelBus(dynamixel(servos.path, answer_s=5.0))
    first = bus.read(ALL)
    bus.close()
    assert {n: r.torque for n, r in first.readings.items()} == dict.fromkeys(ALL, False)
    assert servos.frames == 2
    assert servos.servos[PAN].memory[70] == 0


def test_an_alert_is_asked_about_at_once(bus: DynamixelBus, servos: Emulator) -> None:
    bus.read(ALL)
    servos.servos[TILT].fail(0x20)
    alarm = bus.read(ALL).readings[TILT].alarm
    assert alarm is not None
    assert alarm.code == "servo_stalled"


def test_torque_comes_slowly_at_the_given_place_with_the_bus_watched(
    bus: DynamixelBus, servos: Emulator
) -> None:
    seen: list[tuple[int, int]] = []
    pan = servos.servos[PAN]
    store = pan.store

    def watched(at: int, data: bytes) -> int:
        error = store(at, data)
        if at == 64 and data == b"\x01":
            seen.append((pan.goal, pan.number_at(112, 4)))
        return error

    pan.store = watched  # type: ignore[method-assign]
    bus.attach({PAN: 2500}, 512.0)
    servos.wait(lambda _: pan.memory[98] == 25)
    assert seen == [(2500, 33)]
    bus.lift_speed_limit([PAN])
    bus.send({PAN: 2100})
    servos.wait(lambda _: pan.goal == 2100 and pan.number_at(112, 4) == 0)


def test_a_bus_that_falls_silent_stops_a_servo_by_itself() -> None:
    clock = Clock()
    pan = Servo(PAN, clock)
    for at, data in ((116, 4000), (64, 1), (98, 25)):
        pan.heard()
        pan.store(at, data.to_bytes(4 if at == 116 else 1, "little"))
    clock.now += 0.1
    pan.turn()
    reached = pan.position
    assert 2048 < reached < 4000
    clock.now += 0.6
    pan.heard()
    assert pan.memory[98] == 0xFF
    assert pan.store(116, (3000).to_bytes(4, "little")) == 4
    assert pan.store(98, b"\x00") == 0
    assert pan.store(116, (3000).to_bytes(4, "little")) == 0


def test_a_tripped_watchdog_is_told_and_cleared_with_new_torque(
    bus: DynamixelBus, servos: Emulator
) -> None:
    bus.attach({PAN: 2048}, 512.0)
    pan = servos.servos[PAN]
    servos.wait(lambda _: pan.memory[98] == 25)
    pan.memory[98] = 0xFF
    assert bus.read([PAN]).readings[PAN].tripped
    bus.attach({PAN: 2100}, 512.0)
    servos.wait(lambda _: pan.memory[98] == 25 and pan.goal == 2100)


def test_preparing_starts_a_servo_anew_that_shut_down(bus: DynamixelBus, servos: Emulator) -> None:
    servos.servos[TILT].fail(0x20)
    bus.prepare(ALL)
    assert [servos.servos[n].reboots for n in ALL] == [0, 1, 0]
    assert bus.read(ALL).readings[TILT].alarm is None


def test_preparing_sets_the_mode_only_where_it_differs(bus: DynamixelBus, servos: Emulator) -> None:
    pan = servos.servos[PAN]
    pan.memory[10], pan.memory[11] = 0x05, 1
    bus.prepare(ALL)
    assert (pan.memory[10], pan.memory[11]) == (0x01, 3)
