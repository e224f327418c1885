import pytest

from hardware.contract.errors import NotConnected
from hardware.drivers.lights.sensors import Bh1750, Veml7700
from hardware.drivers.ports.i2c import I2cDevice
from tests.hardware.drivers.lights.chips import Bh1750Chip, Veml7700Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench

ADDRESS = 0x23
KINDS = [pytest.param(Bh1750, Bh1750Chip, id="BH1750"), pytest.param(Veml7700, Veml7700Chip)]


@pytest.mark.parametrize(("kind", "chip_kind"), KINDS)
@pytest.mark.parametrize("lux", [0.0, 7.0, 320.0, 30_000.0])
def test_a_sensor_is_set_up_and_then_tells_the_light(
    kind: type[Bh1750] | type[Veml7700],
    chip_kind: type[Bh1750Chip] | type[Veml7700Chip],
    lux: float,
) -> None:
    with i2c_bench() as bench:
        bench.plug(ADDRESS, chip_kind(lux))
        sensor = kind(I2cDevice(1, ADDRESS, "light sensor", "lights"))
        assert sensor.lux() is None
        assert sensor.lux() == pytest.approx(lux, abs=1.0)
        sensor.close()


@pytest.mark.parametrize(("kind", "chip_kind"), KINDS)
def test_a_sensor_that_was_unplugged_is_set_up_anew(
    kind: type[Bh1750] | type[Veml7700], chip_kind: type[Bh1750Chip] | type[Veml7700Chip]
) -> None:
    with i2c_bench() as bench:
        chip = bench.plug(ADDRESS, chip_kind(100.0))
        sensor = kind(I2cDevice(1, ADDRESS, "light sensor", "lights"))
        sensor.lux()
        chip.unplugged = True
        with pytest.raises(NotConnected, match="light sensor"):
            sensor.lux()
        sensor.forget()
        bench.plug(ADDRESS, chip_kind(200.0))
        assert sensor.lux() is None
        assert sensor.lux() == pytest.approx(200.0, abs=1.0)


@pytest.mark.parametrize(("kind", "chip_kind"), KINDS)
def test_a_dip_of_its_supply_is_no_darkness_and_is_mended(
    kind: type[Bh1750] | type[Veml7700], chip_kind: type[Bh1750Chip] | type[Veml7700Chip]
) -> None:
    with i2c_bench() as bench:
        chip = bench.plug(ADDRESS, chip_kind(320.0))
        sensor = kind(I2cDevice(1, ADDRESS, "light sensor", "lights"))
        sensor.lux()
        assert sensor.lux() == pytest.approx(320.0, abs=1.0)
        chip.lose_power()
        assert sensor.lux() is None
        assert sensor.lux() == pytest.approx(320.0, abs=1.0)


@pytest.mark.parametrize(("kind", "chip_kind"), KINDS)
def test_darkness_that_lasts_is_told_and_light_after_it(
    kind: type[Bh1750] | type[Veml7700], chip_kind: type[Bh1750Chip] | type[Veml7700Chip]
) -> None:
    with i2c_bench() as bench:
        chip = bench.plug(ADDRESS, chip_kind(320.0))
        sensor = kind(I2cDevice(1, ADDRESS, "light sensor", "lights"))
        sensor.lux()
        sensor.lux()
        chip.be(0.0)
        sensor.lux()
        assert [sensor.lux(), sensor.lux()] == [0.0, 0.0]
        chip.be(320.0)
        assert sensor.lux() == pytest.approx(320.0, abs=1.0)
