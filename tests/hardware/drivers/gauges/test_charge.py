from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.gauges.charge import CURVE, ChargeCount, resting_percent


def pack() -> ChargeCount:
    return ChargeCount(cells=2, capacity_ah=3.0, resistance_ohm=0.05)


def test_the_curve_rises_everywhere() -> None:
    for (low_v, low), (high_v, high) in pairwise(CURVE):
        assert low_v < high_v
        assert low < high


@given(st.floats(0, 6))
def test_every_voltage_has_a_charge(cell_v: float) -> None:
    assert 0.0 <= resting_percent(cell_v) <= 100.0


def test_the_first_reading_is_the_voltages_with_its_load_counted_in() -> None:
    rest_v = 2 * 3.81
    assert pack().take(rest_v, 0.0, 0.0) == pytest.approx(50.0)
    loaded_v = rest_v - 2 * 2.0 * 0.05
    assert pack().take(loaded_v, 2.0, 0.0) == pytest.approx(50.0)


def test_current_is_counted() -> None:
    count = pack()
    count.take(2 * 3.81, 1.5, 0.0)
    before = count.percent
    assert before is not None
    for second in range(1, 361):
        count.take(2 * 3.81, 1.5, float(second))
    assert count.percent == pytest.approx(before - 5.0, abs=0.01)


def test_charging_counts_upwards() -> None:
    count = pack()
    count.take(2 * 3.81, -1.5, 0.0)
    before = count.percent or 0.0
    for second in range(1, 361):
        count.take(2 * 3.81, -1.5, float(second))
    assert count.percent == pytest.approx(before + 5.0, abs=0.01)


def test_at_rest_the_count_is_drawn_to_the_voltage() -> None:
    count = pack()
    count.take(2 * 3.81, 0.0, 0.0)
    for minute in range(1, 121):
        count.take(2 * 3.96, 0.0, 30.0 * minute)
    assert count.percent == pytest.approx(70.0, abs=2.0)


def test_near_the_end_the_voltage_is_believed_at_once() -> None:
    count = pack()
    count.take(2 * 3.81, 1.5, 0.0)
    assert count.take(2 * 3.20 - 2 * 1.5 * 0.05, 1.5, 1.0) < 3.0


def test_after_a_sleep_the_voltage_is_asked_again() -> None:
    count = pack()
    count.take(2 * 4.10, 0.0, 0.0)
    assert count.take(2 * 3.81, 0.0, 7200.0) == pytest.approx(50.0)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(-20, 20), st.floats(-100, 100)), max_size=40))
def test_the_count_stays_between_empty_and_full(
    readings: list[tuple[float, float, float]],
) -> None:
    count = pack()
    now = 1000.0
    for volts, amps, passed_s in readings:
        now += passed_s
        assert 0.0 <= count.take(volts, amps, now) <= 100.0
