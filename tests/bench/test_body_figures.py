import pytest

from tests.bench.body_figures import (
    Command,
    Order,
    arrivals_ms,
    changed,
    figures,
    first_pulses_ms,
    unevenness_ms,
)

UP = Command(1000.0, from_deg=-15.0, to_deg=15.0)


def ramp(start_ms: float, step_ms: float, late_ms: float = 0.0) -> list[Order]:
    """Return 30 degrees in ten orders; the sixth is late."""
    return [
        Order(start_ms + step_ms * i + (late_ms if i == 6 else 0.0), -15.0 + 3.0 * i)
        for i in range(11)
    ]


def test_the_first_new_order_counts_and_not_a_repeated_one() -> None:
    orders = [Order(900.0, -15.0), Order(1005.0, -15.0), Order(1012.0, -14.0)]
    assert first_pulses_ms([UP], orders) == [12.0]
    assert [order.at_ms for order in changed(orders)] == [900.0, 1012.0]


def test_a_command_without_any_order_is_left_out() -> None:
    assert first_pulses_ms([UP], [Order(900.0, -15.0), Order(5000.0, 3.0)]) == []
    assert arrivals_ms([UP], [Order(900.0, -15.0)]) == []


def test_a_move_is_made_at_nine_tenths_of_its_way_in_both_directions() -> None:
    assert arrivals_ms([UP], ramp(1010.0, 20.0)) == [10.0 + 9 * 20.0]
    down = Command(1000.0, from_deg=15.0, to_deg=-15.0)
    mirrored = [Order(order.at_ms, -order.angle_deg) for order in ramp(1010.0, 20.0)]
    assert arrivals_ms([down], mirrored) == [10.0 + 9 * 20.0]


def test_even_orders_have_no_jitter_and_one_late_order_is_seen_twice() -> None:
    assert unevenness_ms([UP], ramp(1010.0, 20.0)) == pytest.approx([0.0] * 9)
    far = unevenness_ms([UP], ramp(1010.0, 20.0, late_ms=7.0))
    assert sorted(far)[-2:] == pytest.approx([7.0, 7.0])


def test_the_rest_between_two_moves_is_no_jitter() -> None:
    down = Command(1800.0, from_deg=15.0, to_deg=-15.0)
    back = [Order(order.at_ms + 800.0, -order.angle_deg) for order in ramp(1010.0, 20.0)]
    far = unevenness_ms([UP, down], [*ramp(1010.0, 20.0), *back])
    assert far == pytest.approx([0.0] * 17)


def test_too_few_orders_say_nothing() -> None:
    assert unevenness_ms([UP], ramp(1010.0, 20.0)[:3]) == []
    assert figures([UP], []) == {}


def test_the_figures_have_their_names() -> None:
    assert figures([UP], [Order(900.0, -15.0), *ramp(1010.0, 20.0)]) == pytest.approx(
        {
            "command_to_first_pulse_p95_ms": 30.0,
            "move_30deg_to_90pct_ms": 190.0,
            "tick_jitter_p99_ms": 0.0,
        }
    )
