from hardware.contract.wire import PowerReport
from hardware.power.words import news

WELL = PowerReport(percent=60.0, gauge="known", soc_c=50.0)


def test_a_robot_that_is_well_is_no_news() -> None:
    assert news(PowerReport(), WELL) == []
    assert news(WELL, WELL) == []


def test_a_falling_charge_is_told_and_a_rising_one_is_not() -> None:
    low = PowerReport(percent=20.0, gauge="known", level="low")
    empty = PowerReport(percent=3.0, gauge="known", level="empty")
    assert news(WELL, low) == ["battery low (20 %); charge it"]
    assert news(low, empty) == ["battery empty (3 %); no lesson until it is charged"]
    assert news(empty, low) == []


def test_a_silent_gauge_a_weak_supply_and_heat_are_told_with_their_remedy() -> None:
    bad = PowerReport(gauge="silent", undervoltage=True, throttled=True, soc_c=82.0)
    said = news(WELL, bad)
    assert [words.split(":")[0].split(";")[0] for words in said] == [
        "the gauge does not answer",
        "the computer's supply is too weak",
        "thermal throttling at 82 degrees",
    ]
    assert news(bad, bad) == []
