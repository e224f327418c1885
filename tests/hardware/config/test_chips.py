import pytest

from hardware.config import chips
from hardware.drivers.gauges.config import BatterySection
from hardware.drivers.lights.config import AmbientSection, LightsSection, Matrix
from hardware.drivers.pulse.config import BoardServo, Pca9685


def board(address: int = 0x40, bus: int = 1) -> Pca9685:
    return Pca9685(pan=BoardServo(channel=0), tilt=BoardServo(channel=1), address=address, bus=bus)


GAUGE = BatterySection(driver="ina219", capacity_ah=10.0)
EYES = LightsSection(driver="matrix", matrix=Matrix(left=0x71, right=0x72))


def test_chips_with_addresses_of_their_own_share_a_bus() -> None:
    room = LightsSection(brightness="ambient", ambient=AmbientSection(sensor="bh1750"))
    for lights in (EYES, room, None):
        assert chips.clash(chips.placed(board(0x41), GAUGE, lights)) is None


def test_the_servo_board_and_the_current_sensor_are_both_sold_with_one_address() -> None:
    wrong = chips.clash(chips.placed(board(), GAUGE, None))
    assert wrong is not None
    assert wrong.startswith(
        "battery.address = 0x40 on I2C bus 1: pca9685.address answers there too"
    )
    assert chips.clash(chips.placed(board(bus=3), GAUGE, None)) is None


@pytest.mark.parametrize("side", ["left", "right"])
def test_no_eye_is_where_a_servo_board_hears_all_calls(side: str) -> None:
    matrix = Matrix(left=0x70, right=0x71) if side == "left" else Matrix(left=0x71, right=0x70)
    lights = LightsSection(driver="matrix", matrix=matrix)
    wrong = chips.clash(chips.placed(board(), None, lights))
    assert wrong is not None
    assert wrong.startswith(f"lights.matrix.{side} = 0x70 on I2C bus 1: the all-call of [pca9685]")
    assert chips.clash(chips.placed(None, GAUGE, lights)) is None


def test_the_usual_address_of_a_gauge_counts_too() -> None:
    battery = BatterySection(driver="max17048")
    lights = LightsSection(
        brightness="ambient", ambient=AmbientSection(sensor="bh1750", address=0x36)
    )
    assert chips.clash(chips.placed(None, battery, lights)) is not None
    assert chips.placed(None, BatterySection(driver="servos"), None) == []


def test_chips_on_the_header_s_bus_take_its_pins() -> None:
    assert chips.pins(chips.placed(board(), None, EYES)) == {
        2: "pca9685.address",
        3: "pca9685.address",
    }
    assert chips.pins(chips.placed(board(bus=3), None, None)) == {}
