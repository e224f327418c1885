import itertools

from hypothesis import given
from hypothesis import strategies as st

from hardware.body.forward import ForwardClock


def test_time_passes_as_on_the_machine() -> None:
    clock = ForwardClock(10.0)
    assert clock.at(10.5) == 10.5
    assert clock.outside(12.0) == 12.0


def test_a_clock_set_back_costs_no_time_and_wins_none() -> None:
    clock = ForwardClock(10.0)
    assert clock.at(12.0) == 12.0
    assert clock.at(2.0) == 12.0
    assert clock.at(2.5) == 12.5
    assert clock.outside(13.0) == 3.0


@given(st.lists(st.floats(0, 1e6), min_size=2))
def test_it_never_goes_back(shown: list[float]) -> None:
    clock = ForwardClock(shown[0])
    seen = [clock.at(now) for now in shown]
    assert all(b >= a - 1e-6 for a, b in itertools.pairwise(seen))


def test_a_jump_back_is_seen() -> None:
    clock = ForwardClock(10.0)
    clock.at(11.0)
    assert clock.jumps(10.9)
    assert not clock.jumps(11.0)
