from collections.abc import Callable

import pytest

from hardware.finding.chip_scan import scan
from hardware.finding.found import FoundChip
from tests.hardware.drivers.gauges.chips import Ina219Chip, Max17048Chip
from tests.hardware.drivers.lights.chips import Bh1750Chip, Ht16k33Chip, Veml7700Chip
from tests.hardware.drivers.ports.i2c_bench import Chip, I2cBench, i2c_bench
from tests.hardware.drivers.pulse.pca9685_chip import Pca9685Chip


def test_the_good_builds_boards_are_found_and_nothing_is_set() -> None:
    with i2c_bench() as bench:
        plugged = [
            bench.plug(0x40, Ina219Chip(7.4, 0.5)),
            bench.plug(0x70, Ht16k33Chip()),
            bench.plug(0x71, Ht16k33Chip()),
        ]
        found, trouble = scan()
        assert bench.opened == 0
    assert trouble == ""
    assert found == (
        FoundChip(1, 0x40, "ina219"),
        FoundChip(1, 0x70, "ht16k33", False),
        FoundChip(1, 0x71, "ht16k33", False),
    )
    # A message of one byte names a register, and no longer one was sent.
    assert all(len(message) == 1 for chip in plugged for message in chip.written)


@pytest.mark.parametrize(
    ("address", "make", "kind"),
    [
        (0x40, Pca9685Chip, "pca9685"),
        (0x36, lambda: Max17048Chip(80.0, 3.9), "max17048"),
        (0x36, lambda: Chip({0x08: 0x77}), "unknown"),
        (0x45, lambda: Chip({0x00: 0x41, 0x01: 0x27}), "unknown"),
        (0x23, lambda: Bh1750Chip(300.0), "bh1750"),
        (0x10, lambda: Veml7700Chip(300.0), "veml7700"),
    ],
)
def test_a_chip_is_told_from_others(address: int, make: Callable[[], Chip], kind: str) -> None:
    with i2c_bench() as bench:
        chip = bench.plug(address, make())
        [found] = scan()[0]
    assert (found.address, found.kind) == (address, kind)
    assert all(len(message) == 1 for message in chip.written)


def test_a_light_sensor_without_registers_hears_no_order() -> None:
    with i2c_bench() as bench:
        chip = bench.plug(0x23, Bh1750Chip(300.0))
        scan()
    assert chip.written == []


def test_a_running_pca9685_is_recognised_and_its_second_address_is_no_eye() -> None:
    with i2c_bench() as bench:
        chip = bench.plug(0x40, Pca9685Chip())
        bench.plug(0x70, chip)
        before = dict(chip.registers)
        found, _ = scan()
        assert chip.registers == before
    assert [(each.address, each.kind) for each in found] == [(0x40, "pca9685")]


def _gone(bench: I2cBench) -> None:
    bench.chips.clear()


def _forbid(bench: I2cBench) -> None:
    bench.forbidden = True


def _hold(bench: I2cBench) -> None:
    bench.held = True


@pytest.mark.parametrize(
    ("harm", "trouble"), [(_gone, "off"), (_forbid, "forbidden"), (_hold, "held")]
)
def test_a_bus_that_cannot_be_asked_is_named(
    harm: Callable[[I2cBench], None], trouble: str
) -> None:
    with i2c_bench() as bench:
        harm(bench)
        assert scan() == ((), trouble)
        assert bench.transfers <= 1
