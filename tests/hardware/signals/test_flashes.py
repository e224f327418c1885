import pytest

from tests.hardware.signals.flashes import luminance, most_flashes_in_a_second, saturated_red


def square(hertz: float, low: float = 0.0, high: float = 1.0) -> list[tuple[float, float]]:
    return [(i / 100, high if i * hertz / 50 % 2 < 1 else low) for i in range(500)]


@pytest.mark.parametrize(("hertz", "flashes"), [(1, 1), (3, 3), (4, 4), (10, 10)])
def test_the_measure_counts_the_flashes_of_a_known_light(hertz: float, flashes: int) -> None:
    assert most_flashes_in_a_second(square(hertz)) == flashes


def test_the_measure_leaves_out_what_is_no_flash() -> None:
    assert most_flashes_in_a_second(square(10, 0.5, 0.59)) == 0
    assert most_flashes_in_a_second(square(10, 0.85, 1.0)) == 0
    assert most_flashes_in_a_second([(i / 100, i / 500) for i in range(500)]) == 0


def test_red_counts_as_saturated_from_four_fifths_on() -> None:
    assert saturated_red(0.8, 0.1, 0.1)
    assert not saturated_red(0.79, 0.11, 0.1)
    assert not saturated_red(0, 0, 0)
    assert luminance(1, 1, 1) == pytest.approx(1.0)
