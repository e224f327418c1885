from hypothesis import given
from hypothesis import strategies as st

from robot.sheets.sheets import MOST_HELD, PaperSheet, Pile, Sheets

SHEET = PaperSheet(1, "T" * 22, b"secret")


def sheet(number: int) -> PaperSheet:
    return PaperSheet(number, f"{number:022}", b"")


def full() -> Pile:
    """Return a pile of sheets 1 to 4, whose ids are their numbers."""
    pile = Pile()
    for number in range(1, MOST_HELD + 1):
        assert pile.reserve()
        assert pile.add(sheet(number)) == number
    return pile


def test_a_place_is_reserved_before_a_sheet_comes() -> None:
    sheets = Sheets()
    assert [sheets.for_class.reserve() for _ in range(5)] == [True] * MOST_HELD + [False]
    assert sheets.pile("for_child").reserve(), "each direction has places of its own"
    sheets.pile("for_class").release()
    assert sheets.for_class.reserve()


def test_a_sheet_that_nobody_has_is_never_lost() -> None:
    pile = full()
    assert not pile.reserve()
    assert pile.numbers == (1, 2, 3, 4)


def test_the_oldest_that_was_looked_at_makes_room() -> None:
    pile = full()
    pile.reached(3)
    pile.reached(f"{2:022}")
    pile.reached(9)
    assert [number for number, _ in pile.waiting()] == [1, 4]
    assert [pile.reserve() for _ in range(3)] == [True, True, False]
    assert pile.numbers == (1, 2, 3, 4), "nothing goes before the next one is whole"
    assert pile.add(sheet(5)) == 5
    assert pile.numbers == (1, 3, 4, 5)
    assert pile.get(2) is None
    assert pile.get(5) == sheet(5)
    pile.release()
    assert pile.numbers == (1, 3, 4, 5)


@given(st.lists(st.sampled_from(["reserve", "release", "add", "reached"]), max_size=40))
def test_no_more_are_ever_held_than_allowed(steps: list[str]) -> None:
    pile, reserved, made = Pile(), 0, 0
    for step in steps:
        if step == "reserve":
            reserved += pile.reserve()
        elif step == "reached" and pile.numbers:
            pile.reached(pile.numbers[-1])
        elif step in ("add", "release") and reserved:
            reserved -= 1
            if step == "add":
                waiting = pile.waiting()
                made += 1
                assert pile.add(sheet(made)) == made
                assert pile.waiting()[:-1] == waiting
            else:
                pile.release()
        assert pile.expects == (reserved > 0)
        assert len(pile) <= MOST_HELD
        assert len(pile.waiting()) + reserved <= MOST_HELD


def test_a_sheet_shows_no_content() -> None:
    assert "secret" not in repr(SHEET)
