from collections.abc import Iterator

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges.max17048 import ADDRESS, Max17048
from hardware.drivers.gauges.readings import Gauge
from hardware.drivers.ports.i2c import I2cDevice
from tests.hardware.drivers.gauges.chips import Max17048Chip
from tests.hardware.drivers.gauges.gauge_conformance import AnyChip, GaugeConformance
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench


@pytest.fixture
def bench() -> Iterator[I2cBench]:
    with i2c_bench() as bench:
        yield bench


@pytest.fixture
def chip(bench: I2cBench) -> Max17048Chip:
    return bench.plug(ADDRESS, Max17048Chip(62.5, 3.9, -18.7))


def gauge() -> Max17048:
    return Max17048(I2cDevice(1, ADDRESS, "battery gauge MAX17048", "battery"))


class TestMax17048(GaugeConformance):
    part = "MAX17048"
    volts = 3.9

    def plug(self, bench: I2cBench) -> AnyChip:
        return bench.plug(ADDRESS, Max17048Chip(62.5, self.volts, -18.7))

    def opened(self) -> Gauge[BatteryReading]:
        return gauge()


def test_charge_voltage_and_rate_are_read(chip: Max17048Chip) -> None:
    found = gauge().sample(0.0)
    assert found.percent == pytest.approx(62.5)
    assert found.volts == pytest.approx(3.9, abs=0.0001)
    assert found.rate_percent_h == pytest.approx(-18.7, abs=0.11)
    assert found.charging is None


def test_a_model_that_runs_over_the_full_cell_says_full(chip: Max17048Chip) -> None:
    chip.be(101.5, 4.19, 3.0)
    found = gauge().sample(0.0)
    assert found.percent == 100.0
    assert found.rate_percent_h == pytest.approx(3.0, abs=0.11)


def test_the_alert_is_set_to_ten_percent_and_the_chip_is_awake(chip: Max17048Chip) -> None:
    gauge()
    assert chip.words[0x0C] == 0x9700 | 22
    assert chip.words[0x1A] == 0


def test_another_chip_at_the_address_is_named(chip: Max17048Chip) -> None:
    chip.words[0x08] = 0x4009
    with pytest.raises(NotConnected, match="another chip answers") as e:
        gauge()
    assert e.value.code == "battery"


@pytest.mark.parametrize(("percent", "volts"), [(50.0, 0.0), (255.0, 3.8)])
def test_nonsense_is_no_reading(chip: Max17048Chip, percent: float, volts: float) -> None:
    opened = gauge()
    chip.be(percent, volts)
    with pytest.raises(HardwareError, match="whether the cell is connected"):
        opened.sample(0.0)


def test_an_empty_cell_is_not_believed_within_a_second_of_a_reset(chip: Max17048Chip) -> None:
    """SOC is 0 until the first measurement: it would end a lesson."""
    opened = gauge()
    chip.lose_power()
    chip.be(0.0, 3.9)
    for now in (5.0, 5.2, 5.9):
        with pytest.raises(HardwareError, match="lost its cell and was set up anew"):
            opened.sample(now)
    chip.be(61.0, 3.9)
    assert opened.sample(6.1).percent == pytest.approx(61.0)
