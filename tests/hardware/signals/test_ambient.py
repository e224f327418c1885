import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hardware.signals.ambient import BRIGHT_LUX, DARK_LUX, LEAST, AmbientBrightness, brightness_for
from tests.hardware.signals.flashes import most_flashes_in_a_second


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_every_measurement_asks_for_something_between_little_and_full(lux: float) -> None:
    assert LEAST <= brightness_for(lux) <= 1.0


def test_a_brighter_room_asks_for_more() -> None:
    assert brightness_for(0) == brightness_for(DARK_LUX) == LEAST
    assert LEAST < brightness_for(20) < brightness_for(100) < brightness_for(BRIGHT_LUX)
    assert math.isclose(brightness_for(BRIGHT_LUX), 1.0)
    assert brightness_for(100_000) == 1.0


def follow(ambient: AmbientBrightness, start_s: float, seconds: float) -> float:
    value = ambient.brightness_at(start_s)
    for i in range(round(seconds * 50)):
        value = ambient.brightness_at(start_s + (i + 1) / 50)
    return value


def test_lights_are_full_until_a_sensor_tells_and_when_it_is_lost() -> None:
    ambient = AmbientBrightness()
    assert ambient.brightness_at(0.0) == 1.0
    ambient.measure(1.0)
    assert math.isclose(follow(ambient, 0.0, 30.0), LEAST)
    ambient.measure(None)
    assert math.isclose(follow(ambient, 30.0, 30.0), 1.0)


@given(
    st.lists(
        st.tuples(st.floats(-1.0, 20.0), st.none() | st.floats(0, 1e5)), min_size=2, max_size=100
    )
)
def test_no_room_makes_the_lights_flash(measured: list[tuple[float, float | None]]) -> None:
    ambient, now = AmbientBrightness(), 0.0
    shown = [(0.0, ambient.brightness_at(0.0))]
    for wait_s, lux in measured:
        ambient.measure(lux)
        for _ in range(5):
            now += wait_s / 5
            shown.append((now, ambient.brightness_at(now)))
    assert all(LEAST <= value <= 1.0 for _, value in shown)
    assert all(abs(a - b) <= 0.005 + 1e-9 for (_, a), (_, b) in pairwise(shown))
    steady = [(i / 50, value) for i, (_, value) in enumerate(shown)]
    assert most_flashes_in_a_second(steady) == 0


def test_lamps_do_not_follow_their_own_light() -> None:
    ambient = AmbientBrightness()
    ambient.measure(100.0)
    settled = follow(ambient, 0.0, 30.0)
    ambient.measure(110.0)
    assert follow(ambient, 30.0, 10.0) == settled
