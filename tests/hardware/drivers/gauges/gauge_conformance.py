"""Conformance tests of gauges on I2C; the test module of each subclasses `GaugeConformance`."""

from collections.abc import Iterator

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges.readings import Gauge
from tests.hardware.drivers.gauges.chips import Ina219Chip, Max17048Chip
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench

AnyChip = Ina219Chip | Max17048Chip
LONG_S = 10.0


class GaugeConformance:
    """The suite.

    Args:
        part: What a technician reads of it.
        volts: Of the pack that it hangs on.
    """

    part: str
    volts: float

    def plug(self, bench: I2cBench) -> AnyChip:
        """Put a sound chip at its address."""
        raise NotImplementedError

    def opened(self) -> Gauge[BatteryReading]:
        """Open the driver on whatever is there."""
        raise NotImplementedError

    @pytest.fixture
    def bench(self) -> Iterator[I2cBench]:
        with i2c_bench() as bench:
            yield bench

    @pytest.fixture
    def sound(self, bench: I2cBench) -> AnyChip:
        return self.plug(bench)

    def test_it_tells_charge_voltage_and_rate(self, sound: AnyChip) -> None:
        found = self.opened().sample(0.0)
        assert found.volts == pytest.approx(self.volts, abs=0.002)
        assert found.percent is not None
        assert 0.0 < found.percent < 100.0
        assert found.rate_percent_h is not None
        assert found.rate_percent_h < -10.0

    def test_no_chip_at_all_is_a_clear_error(self, bench: I2cBench) -> None:
        with pytest.raises(NotConnected, match=rf"{self.part}.*check its plug") as e:
            self.opened()
        assert e.value.code == "battery"

    def test_one_that_is_unplugged_is_told_and_comes_back(self, sound: AnyChip) -> None:
        gauge = self.opened()
        sound.unplugged = True
        with pytest.raises(NotConnected, match=self.part):
            gauge.sample(0.0)
        sound.unplugged = False
        assert gauge.sample(LONG_S).volts == pytest.approx(self.volts, abs=0.002)

    def test_after_a_loss_of_supply_it_is_set_up_anew_and_that_reading_does_not_count(
        self, sound: AnyChip
    ) -> None:
        gauge = self.opened()
        before = gauge.sample(0.0)
        settings = dict(sound.words)
        sound.lose_power()
        with pytest.raises(HardwareError, match=r"set up anew") as e:
            gauge.sample(2.0)
        assert e.value.code == "battery"
        assert sound.words == settings
        sound.settle()
        after = gauge.sample(2.0 + LONG_S)
        assert (after.volts, after.rate_percent_h) == (before.volts, before.rate_percent_h)

    def test_closing_gives_the_bus_back(self, bench: I2cBench, sound: AnyChip) -> None:
        self.opened().close()
        assert bench.opened == 0
