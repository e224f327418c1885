import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.power.steady import Steady


def test_what_trembles_is_told_once() -> None:
    steady = Steady(1.0)
    assert {steady.take(value) for value in (62.4, 62.6, 62.4, 61.5, 62.9)} == {62.0}
    assert steady.take(63.0) == 63.0


def test_a_border_is_told_when_it_is_reached() -> None:
    steady = Steady(1.0)
    steady.take(21.0)
    assert [steady.take(value) for value in (20.2, 20.0)] == [21.0, 20.0]


def test_what_is_unknown_is_told_as_such_and_begins_anew() -> None:
    steady = Steady(0.25)
    steady.take(3.1)
    assert steady.take(None) is None
    assert steady.take(3.2) == 3.25


@given(st.lists(st.floats(-100, 100), min_size=1), st.sampled_from([0.25, 1.0, 2.0]))
def test_it_is_never_far_from_the_truth(values: list[float], step: float) -> None:
    steady = Steady(step)
    for value in values:
        assert steady.take(value) == pytest.approx(value, abs=step)
