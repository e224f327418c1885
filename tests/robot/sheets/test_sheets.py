from hypothesis import given
from hypothesis import strategies as st

from robot.sheets.sheets import MOST_HELD, PaperSheet, Sheets

SHEET = PaperSheet(1, "T" * 22, b"secret")


def test_a_place_is_reserved_before_a_sheet_comes() -> None:
    sheets = Sheets()
    assert [sheets.reserve("for_class") for _ in range(5)] == [True] * MOST_HELD + [False]
    assert sheets.has_room("for_child"), "each direction has places of its own"
    sheets.release("for_class")
    assert sheets.reserve("for_class")


def test_sheets_are_counted_from_the_oldest() -> None:
    sheets = Sheets()
    others = [PaperSheet(number, str(number), b"") for number in range(4)]
    assert [sheets.add("for_class", sheet) for sheet in others] == [1, 2, 3, 4]
    assert sheets.of_class(1) is others[0]
    assert sheets.of_class(4) is others[3]
    assert sheets.of_class(5) is sheets.of_class(0) is None


@given(st.lists(st.sampled_from(["reserve", "release", "add"]), max_size=30))
def test_no_more_are_ever_held_than_allowed(steps: list[str]) -> None:
    sheets, reserved = Sheets(), 0
    for step in steps:
        if step == "reserve":
            reserved += sheets.reserve("for_child")
        elif reserved:
            reserved -= 1
            if step == "add":
                sheets.add("for_child", SHEET)
            else:
                sheets.release("for_child")
        assert len(sheets.for_child) + reserved <= MOST_HELD


def test_a_sheet_shows_no_content() -> None:
    assert "secret" not in repr(SHEET)
