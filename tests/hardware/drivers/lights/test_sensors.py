from collections.abc import Iterator

import pytest

from hardware.contract.errors import NotConnected
from hardware.drivers.lights.sensors import Bh1750, Veml7700
from hardware.drivers.ports.i2c import I2cDevice
from tests.hardware.drivers.lights.chips import Bh1750Chip, Veml7700Chip
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench

ADDRESS = 0x23
KINDS = [pytest.param((Bh1750, Bh1750Chip), id="BH1750"), pytest.param((Veml7700, Veml7700Chip))]
Sensor = Bh1750 | Veml7700
Chip = Bh1750Chip | Veml7700Chip


class Plugged:
    """A sensor on its bus, and the chip behind it."""

    def __init__(self, bench: I2cBench, sensor: type[Sensor], chip: type[Chip]) -> None:
        self.sensor = sensor(I2cDevice(1, ADDRESS, "light sensor", "lights"))
        self._bench = bench
        self._chip = chip

    def plug(self, lux: float) -> Chip:
        """Put a new chip on the bus."""
        chip = self._chip(lux)
        self._bench.plug(ADDRESS, chip)
        return chip


@pytest.fixture(params=KINDS)
def plugged(request: pytest.FixtureRequest) -> Iterator[Plugged]:
    with i2c_bench() as bench:
        yield Plugged(bench, *request.param)


@pytest.mark.parametrize("lux", [0.0, 7.0, 320.0, 30_000.0])
def test_a_sensor_is_set_up_and_then_tells_the_light(plugged: Plugged, lux: float) -> None:
    plugged.plug(lux)
    assert plugged.sensor.lux() is None
    assert plugged.sensor.lux() == pytest.approx(lux, abs=1.0)
    plugged.sensor.close()


def test_a_sensor_that_was_unplugged_is_set_up_anew(plugged: Plugged) -> None:
    chip, sensor = plugged.plug(100.0), plugged.sensor
    sensor.lux()
    chip.unplugged = True
    with pytest.raises(NotConnected, match="light sensor"):
        sensor.lux()
    sensor.forget()
    plugged.plug(200.0)
    assert sensor.lux() is None
    assert sensor.lux() == pytest.approx(200.0, abs=1.0)


def test_a_dip_of_its_supply_is_no_darkness_and_is_mended(plugged: Plugged) -> None:
    chip, sensor = plugged.plug(320.0), plugged.sensor
    sensor.lux()
    assert sensor.lux() == pytest.approx(320.0, abs=1.0)
    chip.lose_power()
    assert sensor.lux() is None
    assert sensor.lux() == pytest.approx(320.0, abs=1.0)


def test_darkness_that_lasts_is_told_and_light_after_it(plugged: Plugged) -> None:
    chip, sensor = plugged.plug(320.0), plugged.sensor
    sensor.lux()
    sensor.lux()
    chip.be(0.0)
    sensor.lux()
    assert [sensor.lux(), sensor.lux()] == [0.0, 0.0]
    chip.be(320.0)
    assert sensor.lux() == pytest.approx(320.0, abs=1.0)
