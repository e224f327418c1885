import errno
from collections.abc import Iterator

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.ports import i2c
from hardware.drivers.ports.i2c import ATTEMPTS, I2cDevice
from tests.hardware.drivers.ports.i2c_bench import Chip, I2cBench, i2c_bench


@pytest.fixture
def bench() -> Iterator[I2cBench]:
    with i2c_bench() as bench:
        yield bench


@pytest.fixture
def chip(bench: I2cBench) -> Chip:
    return bench.plug(0x40, Chip({0: 0x11, 1: 0x22}))


def test_registers_are_written_and_read_back(chip: Chip) -> None:
    device = I2cDevice(1, 0x40, "board")
    device.write(6, bytes(range(40)))
    assert device.read(6, 40) == bytes(range(40))
    assert device.read(0, 2) == b"\x11\x22"


def test_a_command_is_a_register_with_nothing_after_it(chip: Chip) -> None:
    I2cDevice(1, 0x40, "board").write(0x21)
    assert chip.written == [b"\x21"]


def test_a_chip_without_registers_is_just_read(chip: Chip) -> None:
    assert I2cDevice(1, 0x40, "sensor").read_alone(2) == b"\x11\x22"


def test_one_that_does_not_answer_is_named_with_its_address_and_a_remedy(bench: I2cBench) -> None:
    device = I2cDevice(1, 0x41, "gauge", "battery")
    with pytest.raises(
        NotConnected, match=r"gauge \(I2C bus 1, address 0x41\).*check its plug"
    ) as e:
        device.read(0, 1)
    assert e.value.code == "battery"


def test_a_single_refusal_is_tried_again_and_lasting_ones_are_not_for_ever(chip: Chip) -> None:
    device = I2cDevice(1, 0x40, "board")
    chip.nacks = ATTEMPTS - 1
    device.write(0, b"\x05")
    assert chip.load(0) == 5
    chip.nacks = ATTEMPTS
    with pytest.raises(NotConnected):
        device.write(0, b"\x06")
    assert chip.load(0) == 5


def test_an_unplugged_chip_answers_again_when_it_is_plugged_in(chip: Chip) -> None:
    device = I2cDevice(1, 0x40, "board")
    chip.unplugged = True
    with pytest.raises(NotConnected):
        device.read(0, 1)
    chip.unplugged = False
    assert device.read(0, 1) == b"\x11"


def test_a_held_bus_is_not_tried_again_since_each_try_takes_its_deadline(
    chip: Chip, bench: I2cBench
) -> None:
    device = I2cDevice(1, 0x40, "board")
    bench.held = True
    with pytest.raises(HardwareError, match="the bus is held"):
        device.read(0, 1)
    assert bench.transfers == 1


def test_a_stale_chip_repeats_itself(chip: Chip) -> None:
    device = I2cDevice(1, 0x40, "board")
    chip.stale = True
    assert device.read(0, 1) == b"\x11"
    chip.registers[0] = 0x33
    assert device.read(0, 1) == b"\x11"
    chip.stale = False
    assert device.read(0, 1) == b"\x33"


def test_a_bus_that_is_not_there_is_named_with_the_remedy(bench: I2cBench) -> None:
    with pytest.raises(NotConnected, match="I2C bus 7: /dev/i2c-7 is not there: switch I2C on"):
        I2cDevice(7, 0x40, "board")


def test_a_bus_without_rights_is_named_with_the_remedy(bench: I2cBench) -> None:
    bench.forbidden = True
    with pytest.raises(NotConnected, match="group i2c"):
        I2cDevice(1, 0x40, "board")


def test_a_closed_device_gives_the_bus_back(chip: Chip, bench: I2cBench) -> None:
    device = I2cDevice(1, 0x40, "board")
    assert bench.opened == 1
    device.close()
    assert bench.opened == 0
    with pytest.raises(HardwareError):
        device.read(0, 1)


def test_a_line_that_takes_no_deadline_is_not_used(
    bench: I2cBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")

    monkeypatch.setattr(i2c, "ioctl", refuse)
    with pytest.raises(NotConnected, match="takes no deadline"):
        I2cDevice(1, 0x40, "board")
    assert bench.opened == 0


def test_the_real_door_names_a_bus_that_this_machine_has_not() -> None:
    with pytest.raises(NotConnected, match="/dev/i2c-31"):
        I2cDevice(31, 0x40, "board")
