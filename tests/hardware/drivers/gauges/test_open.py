import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges.config import BatterySection, BoardSection
from hardware.drivers.gauges.open import open_battery, open_board
from tests.hardware.drivers.gauges.chips import Ina219Chip, Max17048Chip
from tests.hardware.drivers.gauges.sysfs import Sysfs
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench


class OfServos:
    """The battery that a driver of bus servos brings."""

    def read(self) -> BatteryReading:
        return BatteryReading(50.0, 7.4)


@pytest.fixture
def bench() -> Iterator[I2cBench]:
    with i2c_bench() as bench:
        yield bench


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def clock() -> float:
    return 0.0


def test_without_a_section_the_servos_tell_what_they_can(stack: ExitStack) -> None:
    servos = OfServos()
    assert open_battery(None, servos, clock, stack) is servos
    assert open_battery(None, None, clock, stack) is None


def test_none_is_none_even_where_servos_could_tell(stack: ExitStack) -> None:
    assert open_battery(BatterySection(driver="none"), OfServos(), clock, stack) is None


def test_servos_that_measure_nothing_are_no_gauge(stack: ExitStack) -> None:
    with pytest.raises(HardwareError, match="battery_full_v are missing") as e:
        open_battery(BatterySection(driver="servos"), None, clock, stack)
    assert e.value.code == "battery"
    servos = OfServos()
    assert open_battery(BatterySection(driver="servos"), servos, clock, stack) is servos


@pytest.mark.parametrize("driver", ["max17048", "ina219"])
def test_a_gauge_is_read_and_given_back(bench: I2cBench, driver: str) -> None:
    bench.plug(0x36, Max17048Chip(62.5, 3.9))
    bench.plug(0x40, Ina219Chip(3.9, 0.5))
    section = (
        BatterySection(driver="max17048")
        if driver == "max17048"
        else BatterySection(driver="ina219", capacity_ah=3.0)
    )
    with ExitStack() as stack:
        battery = open_battery(section, None, clock, stack)
        assert battery is not None
        assert battery.read().percent is not None
        assert bench.opened == 1
    assert bench.opened == 0
    assert all(thread.name != "power" for thread in threading.enumerate())


def test_a_gauge_at_another_address_is_found(bench: I2cBench, stack: ExitStack) -> None:
    bench.plug(0x41, Ina219Chip(3.9, 0.5), bus=3)
    section = BatterySection(driver="ina219", capacity_ah=3.0, bus=3, address=0x41)
    assert open_battery(section, None, clock, stack) is not None


def test_a_missing_gauge_is_never_replaced_by_the_servos(bench: I2cBench, stack: ExitStack) -> None:
    with pytest.raises(NotConnected, match="MAX17048"):
        open_battery(BatterySection(driver="max17048"), OfServos(), clock, stack)
    assert bench.opened == 0


def test_the_board_is_watched_where_the_configuration_says_so(
    tmp_path: Path, stack: ExitStack
) -> None:
    Sysfs(tmp_path).temperature(70.0)
    board = open_board(BoardSection(driver="raspberry_pi", root=str(tmp_path)), clock, stack)
    assert board is not None
    assert board.read().soc_c == 70.0
    assert open_board(BoardSection(), clock, stack) is None


def test_a_computer_that_is_no_raspberry_pi_is_named(tmp_path: Path, stack: ExitStack) -> None:
    with pytest.raises(NotConnected, match="thermal_zone0"):
        open_board(BoardSection(driver="raspberry_pi", root=str(tmp_path)), clock, stack)
