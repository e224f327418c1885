from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.interfaces import LightState
from hardware.signals.dimming import LEAST_FIXED, LEAST_SHOWN, Dimming, dimmed, factor

share = st.floats(0, 1)


@given(share)
def test_no_configuration_goes_below_what_can_be_seen(wanted: float) -> None:
    assert LEAST_FIXED <= Dimming(wanted).brightness_at(0.0) <= 1.0


def test_a_fixed_brightness_ignores_sensors() -> None:
    dimming = Dimming(0.5)
    dimming.measure(1.0)
    assert dimming.brightness_at(99.0) == 0.5


@given(share, share)
def test_a_lamp_that_shines_still_shines_when_dimmed(value: float, brightness: float) -> None:
    shown = value * factor(value, brightness)
    assert shown <= value + 1e-9
    assert shown >= min(value, LEAST_SHOWN) - 1e-9


@given(share, share, share)
def test_dimming_keeps_the_order_of_brightness(one: float, other: float, brightness: float) -> None:
    low, high = sorted((one, other))
    assert low * factor(low, brightness) <= high * factor(high, brightness) + 1e-9


def test_dimming_keeps_the_colour() -> None:
    red, green, blue = dimmed(LightState(1.0, 0.5, 0.25, brightness=0.01))
    assert (red, green, blue) == (LEAST_SHOWN, LEAST_SHOWN / 2, LEAST_SHOWN / 4)
    assert dimmed(LightState(brightness=0.1)) == (0, 0, 0)
