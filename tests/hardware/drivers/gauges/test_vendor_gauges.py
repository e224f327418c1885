"""Adafruit's libraries and our drivers on one gauge: both read the same from the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager

import adafruit_ina219
import adafruit_max1704x
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges import ina219, max17048
from hardware.drivers.gauges.config import BatterySection
from hardware.drivers.ports.i2c import I2cDevice
from tests.hardware.drivers.gauges.chips import Ina219Chip, Max17048Chip
from tests.hardware.drivers.ports.i2c_bench import Chip, I2cBench, i2c_bench
from tests.hardware.vendor_bus import VendorBus

WORD = st.integers(0, 0xFFFF)
PACK = BatterySection(driver="ina219", cells=2, capacity_ah=3.0)
RANGES = {
    3.2: "set_calibration_32V_2A",
    1.6: "set_calibration_32V_1A",
    0.4: "set_calibration_16V_400mA",
}
"""By the largest current of the same gain over 0.1 ohm."""


class TheirMax17048(adafruit_max1704x.MAX17048):  # type: ignore[misc]
    """Theirs, without the reset that it begins with, and without the wait behind that."""

    def reset(self) -> None:
        pass


@contextmanager
def both_on(address: int, chip: Chip) -> Iterator[tuple[I2cBench, VendorBus]]:
    with i2c_bench() as bench:
        bench.plug(address, chip)
        yield bench, VendorBus(bench.chips[1])


def our_max17048() -> max17048.Max17048:
    return max17048.Max17048(I2cDevice(1, max17048.ADDRESS, "gauge", "battery"))


def sampled(gauge: max17048.Max17048 | ina219.Ina219) -> BatteryReading | None:
    """A reading; None where the driver takes it for nonsense."""
    try:
        return gauge.sample(0.0)
    except HardwareError:
        return None


@given(vcell=WORD, soc=WORD, crate=WORD)
def test_charge_voltage_and_rate_of_a_max17048_are_read_alike(
    vcell: int, soc: int, crate: int
) -> None:
    chip = Max17048Chip(50.0, 3.8)
    with both_on(max17048.ADDRESS, chip) as (_, bus):
        ours, theirs = our_max17048(), TheirMax17048(bus)
        chip.words |= {0x02: vcell, 0x04: soc, 0x16: crate}
        found = sampled(ours)
        believable = 2.0 <= theirs.cell_voltage <= 5.0 and theirs.cell_percent <= 110.0
        assert (found is not None) is believable
        if found is not None:
            assert found.volts == pytest.approx(theirs.cell_voltage)
            assert found.percent == pytest.approx(min(theirs.cell_percent, 100.0))
            assert found.rate_percent_h == pytest.approx(theirs.charge_rate)


def test_what_we_set_in_a_max17048_is_understood_by_theirs() -> None:
    chip = Max17048Chip(50.0, 3.8)
    with both_on(max17048.ADDRESS, chip) as (_, bus):
        theirs = TheirMax17048(bus)
        theirs.sleep = True
        our_max17048()
        assert not theirs.sleep
        assert not theirs.reset_alert
        assert not theirs.active_alert


def test_ours_clears_the_mark_of_a_reset_in_a_whole_word_and_theirs_does_not() -> None:
    """Maxim 19-6171, "Registers": writes of eight bits have no effect; theirs writes eight."""
    chip = Max17048Chip(50.0, 3.8)
    with both_on(max17048.ADDRESS, chip) as (_, bus):
        theirs = TheirMax17048(bus)
        theirs.reset_alert = False
        assert theirs.reset_alert
        our_max17048()
        assert not theirs.reset_alert


@pytest.mark.parametrize("version", [0x0000, 0x0011, 0x0012, 0x001F, 0x0020, 0x4012])
def test_both_know_the_family_of_a_max17048_by_the_same_bits(version: int) -> None:
    chip = Max17048Chip(50.0, 3.8)
    chip.words[0x08] = version
    with both_on(max17048.ADDRESS, chip) as (_, bus):
        try:
            TheirMax17048(bus)
        except RuntimeError:
            with pytest.raises(HardwareError, match="another chip"):
                our_max17048()
        else:
            our_max17048()


def our_ina219(most_a: float = 3.2) -> ina219.Ina219:
    section = BatterySection(driver="ina219", cells=2, capacity_ah=3.0, most_a=most_a)
    return ina219.Ina219(I2cDevice(1, ina219.ADDRESS, "gauge", "battery"), section)


@pytest.mark.long
@given(
    volts=st.floats(4.1, 8.9),
    amps=st.floats(-1.0, 1.0),
    most_a=st.sampled_from(sorted(RANGES)),
)
def test_voltage_and_current_of_an_ina219_are_measured_alike(
    volts: float, amps: float, most_a: float
) -> None:
    """Each by its own calibration: the current is the same, the counts are not."""
    amps *= 0.99 * most_a
    chip = Ina219Chip(volts, amps)
    with both_on(ina219.ADDRESS, chip) as (_, bus):
        theirs = adafruit_ina219.INA219(bus)
        getattr(theirs, RANGES[most_a])()
        chip.settle()
        their_volts, their_amps = theirs.bus_voltage, theirs.current / 1000.0
        their_count_a = theirs._current_lsb / 1000.0
        ours = our_ina219(most_a)
        found = ours.sample(0.0)
        assert found.volts == pytest.approx(their_volts)
        assert found.amps == pytest.approx(
            their_amps, abs=ours.amps_per_count + their_count_a + 1e-9
        )


@pytest.mark.long
@given(bus_word=WORD, current=WORD)
def test_the_registers_of_an_ina219_are_taken_apart_alike(bus_word: int, current: int) -> None:
    chip = Ina219Chip(7.4, 0.0)
    with both_on(ina219.ADDRESS, chip) as (_, bus):
        ours, theirs = our_ina219(), adafruit_ina219.INA219(bus)
        chip.words[0x05] = ours.calibration
        chip.words[0x02] = bus_word
        chip.fixed[0x04] = current
        found = sampled(ours)
        their_amps = theirs.raw_current * ours.amps_per_count
        within = abs(theirs.raw_current) < 0.999 * 32000 * 4194 / 4096
        believable = not theirs.overflow and within and 2.0 <= theirs.bus_voltage / 2 <= 4.5
        assert (found is not None) is believable
        if found is not None:
            assert found.volts == pytest.approx(theirs.bus_voltage)
            assert found.amps == pytest.approx(their_amps)


@pytest.mark.parametrize("most_a", sorted(RANGES))
def test_what_we_set_in_an_ina219_is_understood_by_theirs(most_a: float) -> None:
    """Theirs takes one sample a value and ours 128, which only changes the noise."""
    chip = Ina219Chip(7.4, 0.3)
    with both_on(ina219.ADDRESS, chip) as (_, bus):
        theirs = adafruit_ina219.INA219(bus)
        getattr(theirs, RANGES[most_a])()
        wanted_gain, wanted_mode = theirs.gain, theirs.mode
        our_ina219(most_a)
        assert (theirs.gain, theirs.mode) == (wanted_gain, wanted_mode)
        averaged = adafruit_ina219.ADCResolution.ADCRES_12BIT_128S
        assert (theirs.bus_adc_resolution, theirs.shunt_adc_resolution) == (averaged, averaged)
        assert theirs.bus_voltage_range == adafruit_ina219.BusVoltageRange.RANGE_32V
        assert not theirs.reset


def test_the_power_of_an_ina219_is_voltage_times_our_current() -> None:
    """SBOS448G 8.5.1: one count of power is twenty of current; we multiply, they read it."""
    chip = Ina219Chip(7.4, 1.2)
    with both_on(ina219.ADDRESS, chip) as (_, bus):
        theirs = adafruit_ina219.INA219(bus)
        chip.settle()
        power_w = theirs.power
        found = our_ina219().sample(0.0)
        assert found.volts is not None
        assert found.amps is not None
        assert found.volts * found.amps == pytest.approx(power_w, abs=20 * 0.0001 * 2)
