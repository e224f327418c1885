import pytest

from hardware.power.hours import CHARGES_FROM_PERCENT_H, HoursLeft


def follow(
    hours: HoursLeft,
    percent: float,
    rate_percent_h: float,
    seconds: float,
    begin_s: float = 0.0,
    measured: bool = True,
    step_s: float = 2.0,
) -> float | None:
    """Drain or charge at a steady rate; return what is said at the end."""
    said = None
    for step in range(int(seconds / step_s) + 1):
        now = begin_s + step * step_s
        charge = percent + rate_percent_h * step * step_s / 3600.0
        said = hours.take(charge, rate_percent_h if measured else None, None, now)
    return said


def test_nothing_is_said_before_the_draw_is_known() -> None:
    hours = HoursLeft()
    assert hours.take(80.0, -20.0, None, 0.0) is None
    assert follow(hours, 80.0, -20.0, 50.0) is None


def test_the_measured_draw_gives_the_hours() -> None:
    assert follow(HoursLeft(), 80.0, -20.0, 120.0) == pytest.approx(4.0, abs=0.1)


def test_a_turning_head_does_not_halve_the_hours() -> None:
    hours = HoursLeft()
    before = follow(hours, 80.0, -20.0, 300.0)
    after = hours.take(78.0, -200.0, None, 302.0)
    assert before is not None
    assert after is not None
    assert after > 0.85 * before


def test_without_a_measured_draw_the_fall_of_the_charge_tells() -> None:
    hours = HoursLeft()
    assert follow(hours, 60.0, -20.0, 240.0, measured=False) is None
    assert follow(HoursLeft(), 60.0, -20.0, 600.0, measured=False) == pytest.approx(2.85, abs=0.15)


def test_a_charge_that_only_trembles_gives_no_hours() -> None:
    hours = HoursLeft()
    said = [hours.take(60.0 + (step % 2) * 0.4, None, None, 30.0 * step) for step in range(60)]
    assert set(said) == {None}


def test_charging_is_recognised_and_has_no_hours() -> None:
    hours = HoursLeft()
    assert follow(hours, 30.0, 40.0, 300.0) is None
    assert hours.charging is True


def test_charging_is_recognised_by_the_charge_alone() -> None:
    hours = HoursLeft()
    assert follow(hours, 30.0, 40.0, 900.0, measured=False) is None
    assert hours.charging is True


def test_what_the_gauge_knows_of_a_charger_goes_first() -> None:
    hours = HoursLeft()
    hours.take(30.0, -5.0, True, 0.0)
    assert hours.charging is True


def test_a_gauge_that_rests_is_not_taken_for_a_charger() -> None:
    hours = HoursLeft()
    hours.take(99.0, CHARGES_FROM_PERCENT_H / 2, None, 0.0)
    assert hours.charging is False


def test_the_hours_begin_anew_when_the_charger_is_taken_away() -> None:
    hours = HoursLeft()
    follow(hours, 30.0, 40.0, 300.0)
    assert hours.take(34.0, -20.0, None, 302.0) is None
    assert follow(hours, 34.0, -20.0, 100.0, begin_s=304.0) == pytest.approx(1.7, abs=0.1)


def test_a_draw_of_nearly_nothing_says_nothing() -> None:
    assert follow(HoursLeft(), 90.0, -0.5, 300.0) is None


def test_a_gauge_that_fell_silent_is_believed_anew() -> None:
    hours = HoursLeft()
    follow(hours, 80.0, -20.0, 300.0)
    assert hours.take(None, None, None, 302.0) is None
    assert hours.charging is None
    assert hours.take(78.0, -20.0, None, 3000.0) is None
