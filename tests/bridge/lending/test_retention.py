from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bridge.base.words import Declined
from bridge.lending.life import LoanFacts
from bridge.lending.retention import (
    BY_NAME,
    KINDS,
    check_days,
    erases_on,
    is_over,
    periods,
)

UNTIL = date(2026, 12, 18)
LATE = int(datetime(2026, 12, 31, 23, 30, tzinfo=UTC).timestamp())
KEPT = periods({})


def test_what_nobody_has_set_holds_by_default() -> None:
    assert periods({}) == {one.name: one.default_days for one in KINDS}
    assert periods({"keep.names": "14", "keep.history": "nonsense"})["names"] == 14
    assert periods({"keep.history": "nonsense"})["history"] == BY_NAME["history"].default_days


@pytest.mark.parametrize("kept", KINDS, ids=lambda one: one.name)
def test_each_time_has_bounds(kept: object) -> None:
    kind = BY_NAME[getattr(kept, "name", "")]
    assert kind.least_days <= kind.default_days <= kind.most_days
    for days in (kind.least_days, kind.most_days):
        assert check_days(kind.name, days) is kind
    for days in (kind.least_days - 1, kind.most_days + 1):
        with pytest.raises(Declined, match=f"{kind.least_days} to {kind.most_days}"):
            check_days(kind.name, days)


def test_nothing_else_can_be_set() -> None:
    with pytest.raises(Declined):
        check_days("lessons", 30)


def facts(**changed: int | None) -> LoanFacts:
    return replace(LoanFacts(date(2026, 9, 7), UNTIL, handed_over_at=1), **changed)  # type: ignore[arg-type]


def test_a_name_goes_thirty_days_after_the_return_by_the_date_in_germany() -> None:
    # Half an hour before midnight in London is the next year in Berlin.
    assert erases_on(facts(returned_at=LATE), KEPT) == date(2027, 1, 31)
    assert erases_on(facts(ended_at=LATE), KEPT) == date(2027, 1, 31)


def test_a_loan_that_nobody_reports_as_returned_is_not_kept_for_ever() -> None:
    assert erases_on(facts(), KEPT) == date(2027, 3, 18)
    # One from the command line needs no report.
    assert erases_on(facts(handed_over_at=0), KEPT) == date(2027, 1, 17)


def test_only_a_loan_that_is_over_can_be_erased() -> None:
    after = UNTIL + timedelta(days=1)
    assert not is_over(facts(), UNTIL)
    assert not is_over(facts(handed_over_at=None), after)
    for over in (facts(), facts(locked_at=1), facts(handed_over_at=0)):
        assert is_over(over, after)
    for told in (facts(ended_at=1), facts(returned_at=1)):
        assert is_over(told, date(2026, 1, 1))
