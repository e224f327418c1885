from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges.config import BatterySection
from hardware.drivers.gauges.ina219 import ADDRESS, Ina219, calibration, configuration
from hardware.drivers.gauges.readings import Gauge
from hardware.drivers.ports.i2c import I2cDevice
from tests.hardware.drivers.gauges.chips import Ina219Chip
from tests.hardware.drivers.gauges.gauge_conformance import AnyChip, GaugeConformance
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench

PACK = BatterySection(driver="ina219", cells=2, capacity_ah=3.0)


@pytest.fixture
def bench() -> Iterator[I2cBench]:
    with i2c_bench() as bench:
        yield bench


@pytest.fixture
def chip(bench: I2cBench) -> Ina219Chip:
    return bench.plug(ADDRESS, Ina219Chip(7.62, 1.2))


def sensor() -> Ina219:
    return Ina219(I2cDevice(1, ADDRESS, "battery gauge INA219", "battery"), PACK)


class TestIna219(GaugeConformance):
    part = "INA219"
    volts = 7.62

    def plug(self, bench: I2cBench) -> AnyChip:
        return bench.plug(ADDRESS, Ina219Chip(self.volts, 1.2))

    def opened(self) -> Gauge[BatteryReading]:
        return sensor()


def test_voltage_current_and_rate_are_read(chip: Ina219Chip) -> None:
    found = sensor().sample(0.0)
    assert found.volts == pytest.approx(7.62, abs=0.002)
    assert found.amps == pytest.approx(1.2, abs=0.001)
    assert found.rate_percent_h == pytest.approx(-40.0, abs=0.1)
    assert found.percent is not None
    assert 50.0 < found.percent < 75.0


def test_a_current_into_the_battery_is_below_zero(chip: Ina219Chip) -> None:
    opened = sensor()
    chip.be(7.62, -1.2)
    chip.settle()
    found = opened.sample(0.0)
    assert found.amps == pytest.approx(-1.2, abs=0.001)
    assert found.rate_percent_h == pytest.approx(40.0, abs=0.1)


def test_what_flows_is_counted(chip: Ina219Chip) -> None:
    opened = sensor()
    begin = opened.sample(0.0).percent
    end = begin
    for step in range(1, 31):
        end = opened.sample(60.0 * step).percent
    assert begin is not None
    assert end == pytest.approx(begin - 20.0, abs=0.1)


def test_the_example_of_the_data_sheet_is_met() -> None:
    """SBOS448G 9.2.2: a count of 1 mA over a shunt of 2 milliohm gives 5000 hexadecimal."""
    value, amps_per_count = calibration(most_a=32.768, shunt_ohm=0.002)
    assert value == 0x5000
    assert amps_per_count == pytest.approx(0.001)


@given(st.floats(0.1, 50), st.floats(0.001, 1))
def test_the_largest_current_fits_into_the_register(most_a: float, shunt_ohm: float) -> None:
    value, amps_per_count = calibration(most_a, shunt_ohm)
    assert 0 < value <= 0xFFFE or most_a * shunt_ohm > 0.32
    if value:
        assert value % 2 == 0
        assert most_a / amps_per_count <= 32768 or value == 0xFFFE


@pytest.mark.parametrize(("most_a", "gain"), [(0.4, 0), (0.8, 1), (1.6, 2), (3.2, 3)])
def test_the_finest_gain_that_fits_is_taken(most_a: float, gain: int) -> None:
    found = configuration(most_a, 0.1)
    assert found >> 11 & 0b11 == gain
    assert found & 0b111 == 0b111
    assert found >> 3 & 0b1111 == found >> 7 & 0b1111 == 0b1111


def test_too_much_current_is_named_with_its_remedy(chip: Ina219Chip) -> None:
    opened = sensor()
    chip.be(7.6, 3.2, overflow=True)
    with pytest.raises(HardwareError, match=r"raise it, or take a smaller shunt"):
        opened.sample(0.0)


@pytest.mark.parametrize("amps", [3.3, -5.0])
def test_a_drop_beyond_the_range_of_the_shunt_is_too_much_current_too(
    chip: Ina219Chip, amps: float
) -> None:
    """At 3.2 A over 0.1 ohm the register saturates just below what would overflow."""
    opened = sensor()
    chip.be(7.6, amps)
    chip.settle()
    with pytest.raises(HardwareError, match=r"raise it, or take a smaller shunt"):
        opened.sample(0.0)


def test_the_first_current_is_one_by_its_own_calibration(chip: Ina219Chip) -> None:
    """A value that another program left in the register counts in other steps."""
    chip.words[0x05] = 20480
    chip.settle()
    assert sensor().sample(0.0).amps == pytest.approx(1.2, abs=0.001)


def test_a_chip_that_never_measures_is_named(bench: I2cBench) -> None:
    bench.plug(ADDRESS, Ina219Chip(7.62, 1.2)).fixed[0x02] = 0
    with pytest.raises(HardwareError, match="does not measure"):
        sensor()


def test_a_pack_of_other_cells_is_named(chip: Ina219Chip) -> None:
    opened = sensor()
    chip.be(12.4, 1.0)
    with pytest.raises(HardwareError, match=r"12\.40 V for 2 cells"):
        opened.sample(0.0)
