from datetime import date

from bridge.lists.reading import ListPlan
from bridge.tables.cells import Value
from tests.bridge.lists.lists import plan_of

HEAD: list[Value] = ["Gerät", *(f"KW {week}" for week in range(36, 52))]


def plan(*cells: Value, answers: dict[str, str] | None = None, span: int = 0) -> ListPlan:
    areas = [((1, 1), (1, span))] if span else []
    return plan_of([HEAD, ["KRL-0001 Fiete", *cells]], answers=answers, areas=areas)


def test_a_merged_cell_is_a_loan() -> None:
    row = plan("GS Lindenkoppel J. B.", *[""] * 15, span=4).rows[1]
    (loan,) = row.loans
    assert (loan.first, loan.last) == (date(2026, 8, 31), date(2026, 9, 25))
    assert loan.school
    assert (loan.school.name, loan.child) == ("GS Lindenkoppel", "J. B.")


def test_neighbours_with_the_same_text_are_one_loan() -> None:
    row = plan("", "Hain L.", "Hain L.", "Hain L.", "Nord M.").rows[1]
    assert [(one.first, one.last) for one in row.loans] == [
        (date(2026, 9, 7), date(2026, 9, 25)),
        (date(2026, 9, 28), date(2026, 10, 2)),
    ]


def test_pieces_around_holidays_are_asked_about() -> None:
    cells = ("Hain L.", "Hain L.", "Ferien", "Hain L.")
    row = plan(*cells).rows[1]
    assert row.verdict == "ask"
    one = plan(*cells, answers={"0!B2": "one"}).rows[1]
    assert len(one.loans) == 1
    two = plan(*cells, answers={"0!B2": "two"}).rows[1]
    assert len(two.loans) == 2


def test_crosses_name_no_school() -> None:
    assert plan("x", "x", "x").rows[1].verdict == "ask"
    answered = plan("x", "x", "x", answers={"0!B2": "GS Hain, Mia"}).rows[1]
    assert answered.loans[0].child == "Mia"


def test_two_children_in_a_bar_are_split_where_the_week_says() -> None:
    text = "Fördewind Kind 6 / ab KW 46 Kind 7"
    row = plan(text, *[""] * 15, span=16).rows[1]
    assert row.verdict == "stop"
    split = plan(text, *[""] * 15, span=16, answers={"0!split2": "split"}).rows[1]
    assert [(one.child, one.first, one.last) for one in split.loans] == [
        ("Kind 6", date(2026, 8, 31), date(2026, 11, 6)),
        ("Kind 7", date(2026, 11, 9), date(2026, 12, 18)),
    ]


def test_a_workshop_is_no_loan() -> None:
    row = plan(*[""] * 12, "Wartung", "Wartung", "Wartung").rows[1]
    assert (row.kind, row.loans) == ("robot", ())
    assert row.robot
    assert row.robot.status == "workshop"


def test_a_question_mark_makes_a_suggestion() -> None:
    row = plan("GS Seerosenweg ???").rows[1]
    assert row.verdict == "ask"
    answered = plan("GS Seerosenweg ???", answers={"0!B2": "GS Seerosenweg"}).rows[1]
    assert answered.loans[0].child == ""
