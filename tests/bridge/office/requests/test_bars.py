from datetime import date

from bridge.lending.matching import Days, Offered, Proposal
from bridge.office.requests.bars import LEAST, WIDTH, BarWindow, pieces, window

DEC = Days(date(2026, 12, 1), date(2027, 5, 28))


def proposal(first: date, last: date, *taken: Days) -> Proposal:
    robot = Offered("nele", "Nele", "Rostock", None, taken)
    return Proposal(robot, Days(first, last), 0, False, None, taken=taken)


def test_the_window_holds_what_is_wished_and_what_is_proposed() -> None:
    later = proposal(date(2026, 12, 21), date(2027, 6, 17))
    shown = window(DEC, [later])
    assert shown == BarWindow(DEC.first, date(2027, 6, 17))
    assert shown.said() == ("Dezember bis Juni", "December to June")
    far = proposal(date(2027, 12, 1), date(2028, 5, 28))
    assert window(DEC, [far]).last < far.span.last
    assert BarWindow(date(2026, 12, 1), date(2026, 12, 30)).said().de == "Dezember"


def test_pieces_lie_inside_and_can_be_seen() -> None:
    shown = BarWindow(DEC.first, DEC.last)
    before = Days(date(2026, 11, 1), date(2026, 12, 20), "GS Lindenkoppel")
    noted = Days(date(2027, 3, 1), date(2027, 3, 1), "GS Heidekamp", firm=False)
    away = Days(date(2027, 8, 1), date(2027, 9, 1), "weit weg")
    one = proposal(date(2026, 12, 21), date(2027, 6, 30), before, noted, away)
    found = pieces(one, shown)
    assert [piece.kind for piece in found] == ["taken", "noted", "proposed"]
    assert found[0].x == 0
    assert found[1].width == LEAST
    assert all(piece.x >= 0 and piece.x + piece.width <= WIDTH + 0.01 for piece in found)
    assert found[2].x == shown.x(date(2026, 12, 21))


def test_lines_stand_at_weeks_or_months() -> None:
    assert len(BarWindow(date(2026, 12, 1), date(2026, 12, 28)).weeks()) == 4
    assert len(BarWindow(date(2026, 12, 1), date(2027, 11, 30)).weeks()) == 13
