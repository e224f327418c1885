"""Lights on pins shine as bright as the room asks, and never less than is seen."""

import pytest

from hardware.contract.interfaces import LightState
from hardware.drivers.pulse.config import Gpio
from hardware.drivers.pulse.header import GpioLights, make_factory, open_header
from hardware.signals.dimming import LEAST_SHOWN

SECTION = Gpio(
    pin_factory="mock", red_pin=22, green_pin=23, blue_pin=24, eye_upper_pin=5, eye_lower_pin=6
)


@pytest.mark.parametrize(
    ("brightness", "shown"),
    [
        pytest.param(1.0, (1.0, 0.5, 0.0, 0.0, 1.0), id="full"),
        pytest.param(0.5, (0.5, 0.25, 0.0, 0.0, 0.5), id="half"),
        pytest.param(0.0, (LEAST_SHOWN, LEAST_SHOWN / 2, 0, 0, LEAST_SHOWN), id="least"),
    ],
)
def test_lamps_are_dimmed_with_the_room(brightness: float, shown: tuple[float, ...]) -> None:
    factory = make_factory("mock")
    with open_header(SECTION, factory) as header:
        GpioLights(header).show(LightState(1.0, 0.5, 0.0, 0.5, brightness))
        states = [factory.pin(number).state for number in (22, 23, 24, 5, 6)]
        assert states == pytest.approx(list(shown))
    factory.close()
