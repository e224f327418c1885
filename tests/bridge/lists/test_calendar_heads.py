from datetime import date

from bridge.lists.calendar_heads import calendar_head
from bridge.lists.cleaning import clean
from bridge.tables.cells import Value, sheet
from tests.bridge.lists.lists import HEAD, TODAY, loan_row


def spans(row: list[Value]) -> list[tuple[date, date]]:
    cleaned = clean([sheet("S", [row, ["KRL-0001"]])], TODAY).sheets[0]
    head = calendar_head(cleaned, TODAY)
    return list(head.spans.values()) if head else []


def test_weeks_go_over_the_turn_of_the_year() -> None:
    found = spans(["Gerät", "KW 52", "KW 53", "KW 1", "2. KW"])
    assert [first for first, _ in found] == [
        *(date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)),
    ]
    assert found[0][1] == date(2026, 12, 25)


def test_plain_numbers_count_as_weeks_behind_the_word() -> None:
    assert len(spans(["KW", 36, 37, 38])) == 3
    assert spans(["Gerät", 36, 37, 38]) == []


def test_days_that_go_up_are_weeks_or_days() -> None:
    weeks = spans(
        ["Gerät", date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28)]
    )
    assert weeks[0] == (date(2026, 9, 7), date(2026, 9, 11))
    assert len(spans(["Gerät", "7.9.", "14.9.", "21.9.", "28.9."])) == 4


def test_months_alone_make_a_calendar() -> None:
    assert spans(["Gerät", "Sept.", "Okt.", "Nov."])[1] == (date(2026, 10, 1), date(2026, 10, 30))


def test_a_list_is_no_calendar() -> None:
    cleaned = clean([sheet("S", [HEAD, loan_row()])], TODAY).sheets[0]
    assert calendar_head(cleaned, TODAY) is None
