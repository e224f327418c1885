import pytest

from tests.netlab.counts import Lateness


def test_half_of_the_packets_lie_below_the_median() -> None:
    lateness = Lateness()
    for late_ms in range(1, 100):
        lateness.add(late_ms / 1000)
    assert lateness.quantile_ms(0.5) == pytest.approx(50.0, abs=0.03)
    assert lateness.quantile_ms(0.99) == pytest.approx(99.0, abs=1.1)
    assert lateness.max_ms == pytest.approx(99.0)


def test_without_a_packet_nothing_is_late() -> None:
    assert Lateness().quantile_ms(0.5) == 0.0


def test_what_is_early_or_far_too_late_is_counted_at_the_edge() -> None:
    lateness = Lateness()
    lateness.add(-1.0)
    lateness.add(5.0)
    assert lateness.quantile_ms(0.5) == pytest.approx(0.02)
    assert lateness.quantile_ms(1.0) == pytest.approx(100.0)
    assert lateness.max_ms == 5000.0
