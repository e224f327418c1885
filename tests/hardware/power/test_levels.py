import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.power.levels import BEGINS_PERCENT, ENDS_PERCENT, FROM_FULL, Levels

PERCENTS = st.one_of(st.none(), st.floats(0, 100))


@pytest.mark.parametrize(
    ("percent", "level"),
    [(21, "ok"), (20, "low"), (11, "low"), (10, "very_low"), (4, "very_low"), (3, "empty")],
)
def test_a_level_begins_at_its_border(percent: float, level: str) -> None:
    assert Levels().judge(percent, False) == level


def test_a_charge_that_wavers_tells_nobody_twice() -> None:
    levels = Levels()
    told = {levels.judge(percent, False) for percent in (20.0, 21.0, 19.5, 24.0, 20.5)}
    assert told == {"low"}
    assert levels.judge(25.0, False) == "ok"


def test_an_empty_battery_stays_empty_until_a_lesson_is_worth_beginning() -> None:
    levels = Levels()
    levels.judge(3.0, False)
    assert [levels.judge(percent, True) for percent in (3.0, 9.9)] == ["empty", "empty"]
    assert levels.judge(10.0, True) == "very_low"
    assert levels.judge(14.0, True) == "low"
    assert levels.judge(25.0, True) == "ok"


def test_at_the_charger_no_lesson_ends() -> None:
    levels = Levels()
    assert levels.judge(2.0, True) == "very_low"
    assert levels.judge(2.0, False) == "empty"


def test_one_jump_leaves_every_level_that_it_passes() -> None:
    levels = Levels()
    levels.judge(0.0, None)
    assert levels.judge(90.0, None) == "ok"


def test_of_an_unknown_charge_nothing_is_claimed() -> None:
    levels = Levels()
    levels.judge(2.0, None)
    assert levels.judge(None, None) == "ok"


@given(st.lists(st.tuples(PERCENTS, st.sampled_from([None, False, True])), max_size=30))
def test_no_level_stands_where_it_has_ended(
    charges: list[tuple[float | None, bool | None]],
) -> None:
    levels = Levels()
    for percent, charging in charges:
        level = levels.judge(percent, charging)
        if percent is None or level == "ok":
            continue
        assert percent < ENDS_PERCENT[level]
        worse = FROM_FULL[FROM_FULL.index(level) + 1 :]
        assert charging or all(percent > BEGINS_PERCENT[deeper] for deeper in worse)
