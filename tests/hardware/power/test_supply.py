import pytest

from hardware.contract.interfaces import BatteryReading, BoardReading
from hardware.contract.wire import PowerReport
from hardware.power.supply import STANDS_S, PowerMonitor


def at(
    supply: PowerMonitor,
    now: float,
    battery: BatteryReading | None = None,
    board: BoardReading | None = None,
) -> PowerReport:
    power = supply.take(battery, board, now)
    assert power is not None
    return power


def test_without_gauge_and_board_nothing_is_claimed() -> None:
    assert at(PowerMonitor(), 0.0) == PowerReport()


def test_it_is_asked_often_and_answers_once_a_second() -> None:
    supply = PowerMonitor()
    answers = [supply.take(None, None, 0.02 * tick) for tick in range(100)]
    assert sum(answer is not None for answer in answers) == 2


def test_numbers_are_rounded_as_people_read_them() -> None:
    power = at(PowerMonitor(), 0.0, BatteryReading(62.4, 3.9), BoardReading(51.7))
    assert power.percent == 62.0
    assert power.soc_c == 52.0
    assert power.gauge == "known"


def test_a_silent_gauge_is_told_as_such() -> None:
    supply = PowerMonitor()
    at(supply, 0.0, BatteryReading(15.0, 3.6))
    power = at(supply, 1.0, BatteryReading())
    assert (power.gauge, power.percent, power.level) == ("silent", None, "ok")


def test_a_supply_from_the_wall_has_a_voltage_and_no_charge() -> None:
    assert at(PowerMonitor(), 0.0, BatteryReading(None, 7.4)).gauge == "none"


def test_the_level_follows_the_charge() -> None:
    supply = PowerMonitor()
    levels = [
        at(supply, float(now), BatteryReading(percent, 3.7, None, -600.0)).level
        for now, percent in enumerate((30.0, 20.0, 10.0, 3.0, 8.0, 12.0))
    ]
    assert levels == ["ok", "low", "very_low", "empty", "empty", "very_low"]


def test_a_voltage_that_gives_way_under_a_movement_makes_nobody_tired() -> None:
    supply = PowerMonitor()
    at(supply, 0.0, BatteryReading(40.0, 7.3))
    assert at(supply, 1.0, BatteryReading(5.0, 6.3)).level == "ok"
    for now in range(2, 200):
        power = at(supply, float(now), BatteryReading(5.0, 6.3))
    assert power.level == "very_low"


def test_hours_and_charger_are_told() -> None:
    supply = PowerMonitor()
    for now in range(120):
        power = at(supply, float(now), BatteryReading(50.0, 3.8, None, -25.0))
    assert power.hours_left == pytest.approx(2.0)
    assert power.charging is False
    power = at(supply, 120.0, BatteryReading(50.0, 3.9, None, 30.0))
    assert (power.hours_left, power.charging) == (None, True)


def test_a_dip_of_the_supply_stands_for_a_minute() -> None:
    supply = PowerMonitor()
    dip = BoardReading(50.0, undervoltage=True, throttled=True)
    assert at(supply, 0.0, None, dip).undervoltage
    later = at(supply, STANDS_S - 1.0, None, BoardReading(50.0))
    assert later.undervoltage
    assert later.throttled
    over = at(supply, STANDS_S + 1.0, None, BoardReading(50.0))
    assert not over.undervoltage
    assert not over.throttled
