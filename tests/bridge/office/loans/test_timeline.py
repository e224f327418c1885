from datetime import date
from itertools import pairwise

import pytest

from bridge.base.words import Words
from bridge.office.loans.timeline import (
    ROW_PX,
    SPANS,
    CalendarBar,
    CalendarView,
    Stretch,
    group,
    row,
    timeline,
)

TODAY = date(2026, 11, 30)
WORDS = Words("GS Lindenkoppel", "GS Lindenkoppel")


def bar(first: date, last: date, number: int = 1) -> CalendarBar:
    return CalendarBar("loan", first, last, WORDS, WORDS, "running", number)


def test_twenty_weeks_begin_three_weeks_ago_on_a_monday() -> None:
    shown = timeline("20", TODAY)
    assert (shown.first, shown.last) == (date(2026, 11, 9), date(2027, 3, 28))
    assert timeline("6", date(2026, 12, 3)).first == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 7, 31), date(2025, 7, 28)), (date(2026, 8, 1), date(2026, 7, 27))],
)
def test_a_school_year_begins_in_august(today: date, first: date) -> None:
    assert timeline("year", today).first == first


def test_a_chosen_day_begins_with_its_week() -> None:
    assert timeline("20", TODAY, date(2027, 1, 1)).first == date(2026, 12, 28)


def test_days_fill_the_width_without_a_gap() -> None:
    shown = CalendarView(date(2026, 11, 9), 20)
    assert shown.at(shown.first) == 0
    assert shown.piece(shown.first, shown.last) == Stretch(0, 100)
    one, two = shown.piece(TODAY, TODAY), shown.piece(date(2026, 12, 1), date(2026, 12, 1))
    assert one is not None
    assert two is not None
    assert one.x + one.width == pytest.approx(two.x, abs=0.002)


def test_what_goes_on_outside_is_cut_and_what_is_outside_is_gone() -> None:
    shown = CalendarView(date(2026, 11, 9), 20)
    both = shown.piece(date(2026, 1, 1), date(2028, 1, 1))
    assert both == Stretch(0, 100, is_cut_left=True, is_cut_right=True)
    assert shown.piece(date(2026, 1, 1), date(2026, 11, 8)) is None
    assert shown.piece(date(2027, 3, 29), date(2027, 4, 1)) is None
    assert shown.piece(date(2026, 12, 2), date(2026, 12, 1)) is None


def test_the_head_names_each_month_once_and_a_new_year() -> None:
    months = [label.words.de for label in timeline("20", TODAY).month_labels()]
    assert months == ["November", "Dezember", "Januar 2027", "Februar", "März"]


@pytest.mark.parametrize("span", SPANS)
def test_labels_keep_their_distance(span: str) -> None:
    shown = timeline(span, TODAY)  # type: ignore[arg-type]
    for labels in (shown.week_labels(), shown.month_labels()):
        places = [label.x for label in labels]
        assert all(after - before > 3 for before, after in pairwise(places))


def test_bars_that_share_a_day_stand_below_each_other() -> None:
    shown = timeline("20", TODAY)
    first = bar(date(2026, 9, 1), date(2026, 12, 4))
    touching = bar(date(2026, 12, 5), date(2027, 1, 8), 2)
    shared = bar(date(2027, 1, 8), date(2027, 2, 1), 3)
    made = row(shown, "krl-1", "Otto", [shared, touching, first])
    assert [one.bar.number for one in made.bars] == [1, 2, 3]
    assert [one.y for one in made.bars] == [6, 6, 6 + ROW_PX]
    assert made.height == 2 * ROW_PX
    assert row(shown, "krl-2", "Lotte", []).height == ROW_PX


def test_a_group_shows_the_holidays_that_are_in_sight() -> None:
    shown = timeline("20", TODAY)
    spans = [(date(2026, 7, 1), date(2026, 8, 1)), (date(2026, 12, 21), date(2027, 1, 1))]
    assert len(group(shown, "HH", [], spans).holidays) == 1


def test_earlier_and_later() -> None:
    assert timeline("20", TODAY).moved(-4).first == date(2026, 10, 12)
