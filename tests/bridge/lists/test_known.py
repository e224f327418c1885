from datetime import date

from bridge.lists.known import TakenDays, TakenSpan


def test_spans_of_one_robot_share_no_day() -> None:
    taken = TakenDays()
    first = TakenSpan(date(2026, 9, 1), date(2026, 9, 30), 5, "Fiete")
    taken.take("a", first)
    taken.take("a", TakenSpan(date(2026, 11, 1), date(2026, 11, 30), 6, "Fiete"))
    assert taken.clash("a", date(2026, 9, 30), date(2026, 10, 5)) == first
    assert taken.clash("a", date(2026, 8, 1), date(2026, 12, 31)) is not None
    assert taken.clash("a", date(2026, 10, 1), date(2026, 10, 31)) is None
    assert taken.clash("b", date(2026, 9, 1), date(2026, 9, 2)) is None
