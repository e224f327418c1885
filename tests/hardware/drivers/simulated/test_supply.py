import pytest

from hardware.drivers.simulated.supply import FULL_V, NOMINAL_V, SimulatedSupply


def test_it_sags_under_load_and_recovers() -> None:
    supply = SimulatedSupply(None, 37.0)
    idle = supply.draw(0.0, 0.0)
    loaded = supply.draw(2.0, 1.0)
    assert loaded == pytest.approx(idle - 0.75)
    assert supply.draw(0.0, 2.0) == idle
    assert idle < NOMINAL_V


def test_a_battery_empties_by_what_is_drawn() -> None:
    supply = SimulatedSupply(100.0, 10.0)
    assert supply.volts == FULL_V
    for second in range(3601):
        supply.draw(0.0, float(second))
    assert supply.percent == pytest.approx(100.0 - 10.0 * 0.9 * 7.6, abs=5.0)
    for second in range(3600, 36000, 10):
        supply.draw(1.0, float(second))
    assert supply.percent == 0.0


def test_a_charger_fills_it_and_it_is_never_more_than_full() -> None:
    supply = SimulatedSupply(10.0, 37.0)
    supply.draw(0.0, 0.0)
    assert supply.rate_percent_h < 0.0
    supply.charges = True
    assert supply.rate_percent_h > 50.0
    for second in range(0, 3600, 10):
        supply.draw(0.0, float(second))
    assert supply.percent == pytest.approx(100.0, abs=10.0)
    for second in range(3600, 7200, 10):
        supply.draw(0.0, float(second))
    assert supply.percent == 100.0


def test_what_gives_way_browns_out() -> None:
    supply = SimulatedSupply(100.0, 37.0)
    supply.gives_way = True
    assert supply.draw(0.0, 0.0) == 4.5


def test_a_clock_that_runs_backwards_fills_no_battery() -> None:
    supply = SimulatedSupply(50.0, 37.0)
    supply.draw(1.0, 100.0)
    supply.draw(1.0, 200.0)
    left = supply.percent
    supply.draw(1.0, 0.0)
    assert supply.percent == left
