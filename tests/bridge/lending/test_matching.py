from datetime import date, timedelta

import pytest

from bridge.lending.matching import HORIZON_DAYS, Days, Offered, Wish, free_from, proposals
from bridge.lending.towns import find_place

NOV30 = date(2026, 11, 30)
MAY28 = date(2027, 5, 28)
WISH = Wish(Days(NOV30, MAY28), "MV", find_place("Schwerin"))


def robot(name: str, home: str, *taken: Days, **more: object) -> Offered:
    return Offered(name.lower(), name, home, find_place(home), taken, **more)  # type: ignore[arg-type]


def test_the_order_is_free_then_state_then_distance_then_soonest_then_what_needs_a_check() -> None:
    later = Days(date(2026, 11, 2), date(2026, 12, 20), "RegS Boddenblick")
    latest = Days(date(2026, 11, 2), date(2027, 1, 28), "GS Lindenkoppel")
    robots = [
        robot("Krümel", "Büro Hamburg", hurdle="check", why="Ladegerät fehlt"),
        robot("Fips", "Schwerin", hurdle="workshop"),
        robot("Bo", "Schwerin", latest),
        robot("Luzi", "Stralsund", later),
        robot("Ole", "Büro Hamburg"),
        robot("Nele", "Lager Rostock"),
        robot("Weg", "irgendwo"),
    ]
    found = proposals(WISH, robots)
    assert [one.offered.name for one in found] == [
        *("Nele", "Ole", "Weg", "Luzi", "Bo", "Krümel", "Fips")
    ]
    nele, ole, away, luzi = found[:4]
    assert (nele.is_whole, nele.same_state, nele.km) == (True, True, 70)
    assert (ole.same_state, ole.km) == (False, 95)
    assert away.km is None
    assert (luzi.span.first, luzi.late_days, luzi.is_whole) == (date(2026, 12, 21), 21, False)
    assert not found[5].is_whole
    assert [one.offered.name for one in proposals(WISH, robots, most=2)] == ["Nele", "Ole"]


def test_a_robot_is_free_in_a_gap_that_is_long_enough() -> None:
    wished = Days(NOV30, NOV30 + timedelta(days=20))
    short_gap = Days(date(2026, 12, 5), date(2027, 1, 10))
    before = Days(date(2026, 10, 1), date(2026, 11, 29))
    after = Days(date(2027, 1, 20), date(2027, 1, 25))
    far_after = Days(date(2027, 3, 1), date(2027, 3, 5))
    assert free_from([], wished) == NOV30
    assert free_from([before], wished) == NOV30
    assert free_from([far_after, before], wished) == NOV30
    assert free_from([short_gap], wished) == date(2027, 1, 11)
    # From 11.01. it would be free for 9 days alone.
    assert free_from([after, short_gap], wished) == date(2027, 1, 26)
    assert free_from([Days(NOV30, NOV30 + timedelta(days=HORIZON_DAYS))], wished) is None


@pytest.mark.parametrize("shift", [0, 20])
def test_the_last_day_counts(shift: int) -> None:
    wished = Days(NOV30, NOV30 + timedelta(days=20))
    one_day = Days(NOV30 + timedelta(days=shift), NOV30 + timedelta(days=shift))
    assert free_from([one_day], wished) == one_day.last + timedelta(days=1)


def test_what_is_pencilled_in_takes_no_day_but_is_told_and_comes_later() -> None:
    noted = Days(NOV30, MAY28, "GS Heidekamp", firm=False)
    found = proposals(WISH, [robot("Nele", "Schwerin", noted), robot("Ole", "Hamburg")])
    assert [one.offered.name for one in found] == ["Ole", "Nele"]
    assert found[1].pencilled
    assert found[1].late_days == 0


def test_without_a_place_of_the_wish_nothing_is_near() -> None:
    found = proposals(Wish(WISH.span, "", None), [robot("Nele", "Rostock"), robot("Ada", "Kiel")])
    assert [(one.offered.name, one.km, one.same_state) for one in found] == [
        ("Ada", None, False),
        ("Nele", None, False),
    ]
