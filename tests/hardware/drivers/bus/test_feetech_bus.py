from collections.abc import Iterator, Mapping

import pytest

from hardware.contract.errors import BusError
from hardware.drivers.bus.feetech_bus import FeetechBus
from hardware.drivers.bus.servo_bus import PositionRange
from tests.hardware.drivers.bus.bus_conformance import ALL, BusConformance, Servos
from tests.hardware.drivers.bus.emulation import Motor
from tests.hardware.drivers.bus.feetech_emulator import Emulator, Servo, emulated
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, feetech

pytestmark = pytest.mark.long


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(*ALL) as running:
        yield running


@pytest.fixture
def bus(servos: Emulator) -> Iterator[FeetechBus]:
    bus = FeetechBus(feetech(servos.path))
    yield bus
    bus.close()


@pytest.fixture
def scs() -> Iterator[Emulator]:
    with emulated(*ALL, little=False) as running:
        yield running


class TestSts(BusConformance):
    def opened(self, servos: Servos, ranges: Mapping[int, PositionRange]) -> FeetechBus:
        return FeetechBus(feetech(servos.path), ranges)

    def twin(self, servo: Motor) -> Motor:
        twin = Servo(servo.number)
        twin.position = 1234.0
        return twin


class TestScs(BusConformance):
    softens = False
    mends_wheels = False

    def opened(self, servos: Servos, ranges: Mapping[int, PositionRange]) -> FeetechBus:
        return FeetechBus(feetech(servos.path, "scs"), ranges)

    @pytest.fixture
    def servos(self, scs: Emulator) -> Emulator:
        return scs

    @pytest.fixture
    def bus(self, servos: Emulator) -> Iterator[FeetechBus]:
        bus = FeetechBus(feetech(servos.path, "scs"))
        yield bus
        bus.close()

    def twin(self, servo: Motor) -> Motor:
        twin = Servo(servo.number, little=False)
        twin.position = 600.0
        return twin


def test_everybody_is_read_at_one_time(servos: Emulator) -> None:
    # Longer than any configuration allows: all three answers count here, however busy the machine.
    bus = FeetechBus(feetech(servos.path, answer_s=5.0))
    assert len(bus.read([PAN, TILT, HAND]).readings) == 3
    assert servos.frames == 1
    bus.close()


def test_scs_servos_are_read_one_by_one(scs: Emulator) -> None:
    bus = FeetechBus(feetech(scs.path, "scs"))
    assert len(bus.read([PAN, TILT]).readings) == 2
    assert scs.frames == 2
    bus.close()


def test_the_lock_of_scs_servos_is_no_limit_of_their_torque(scs: Emulator) -> None:
    bus = FeetechBus(feetech(scs.path, "scs"))
    pan = scs.servos[PAN]
    before = bytes(pan.memory[48:50])
    bus.prepare([PAN, TILT])
    bus.limit_torque({PAN: 0.4})
    bus.send({PAN: 700})
    scs.wait(lambda _: pan.goal == 700)
    assert bytes(pan.memory[48:50]) == before
    bus.close()


def test_preparing_ends_ramps(bus: FeetechBus, servos: Emulator) -> None:
    pan = servos.servos[PAN]
    pan.memory[41], pan.memory[48] = 50, 0
    bus.prepare(ALL)
    servos.wait(lambda _: pan.word(48) == 1000)
    assert pan.memory[41] == 0


def test_the_eeprom_is_written_only_where_the_mode_differs_and_locked_again(
    bus: FeetechBus, servos: Emulator
) -> None:
    stores: list[tuple[int, int]] = []
    for servo in servos.servos.values():
        store = servo.store

        def watched(
            at: int, data: bytes, number: int = servo.number, store: object = store
        ) -> None:
            stores.append((number, at))
            assert callable(store)
            store(at, data)

        servo.store = watched  # type: ignore[method-assign]
    servos.servos[TILT].set_by_builder(wheel=True)
    bus.prepare(ALL)
    servos.wait(lambda _: (HAND, 48) in stores)
    assert [each for each in stores if each[1] in (33, 55)] == [(TILT, 55), (TILT, 33), (TILT, 55)]
    assert servos.servos[TILT].memory[55] == 1


def test_a_servo_that_keeps_its_mode_is_named(bus: FeetechBus, servos: Emulator) -> None:
    pan = servos.servos[PAN]
    pan.set_by_builder(wheel=True)

    def stubborn(at: int, data: bytes) -> None:
        """It takes nothing."""

    pan.store = stubborn  # type: ignore[method-assign]
    with pytest.raises(BusError, match=r"pan servo \(id 1\): stays in mode 1"):
        bus.prepare(ALL)
