import pytest

from hardware.papers.builds.header import PINS, bcm, kind, label


def test_every_gpio_of_the_header_is_there_once() -> None:
    found = [bcm(pin) for pin in range(1, PINS + 1) if kind(pin) == "gpio"]
    assert sorted(found) == list(range(28))


def test_grounds_and_voltages_are_where_the_board_has_them() -> None:
    by_kind = {
        name: [pin for pin in range(1, PINS + 1) if kind(pin) == name]
        for name in ("3.3 V", "5 V", "ground")
    }
    assert by_kind == {
        "3.3 V": [1, 17],
        "5 V": [2, 4],
        "ground": [6, 9, 14, 20, 25, 30, 34, 39],
    }


def test_the_pins_of_hardware_pwm_stand_where_everybody_says() -> None:
    assert {pin: bcm(pin) for pin in (32, 33, 12, 35)} == {32: 12, 33: 13, 12: 18, 35: 19}
    assert (label(12), label(6)) == ("GPIO 18", "ground")


def test_a_supply_pin_has_no_bcm_number() -> None:
    with pytest.raises(ValueError, match="pin 6 is ground"):
        bcm(6)
