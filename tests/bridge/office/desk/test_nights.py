from datetime import timedelta

from bridge.office.desk.nights import last_mornings
from tests.bridge.office.desk.rows import MONDAY


def test_each_of_the_last_mornings_has_a_bar() -> None:
    kept = {MONDAY: 18, MONDAY - timedelta(days=9): 95, MONDAY - timedelta(days=10): 90}
    bars = last_mornings(kept, MONDAY)
    assert [bar.percent for bar in bars] == [95, *[None] * 8, 18]
    assert (bars[0].height, bars[-1].is_low, bars[1].is_low) == (57.0, True, False)


def test_without_any_known_morning_there_is_nothing_to_show() -> None:
    assert last_mornings({MONDAY - timedelta(days=10): 90}, MONDAY) == []
