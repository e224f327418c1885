from datetime import UTC, date, datetime

import pytest

from bridge.base.words import Declined
from bridge.lending.retention import (
    BERLIN,
    BY_NAME,
    KINDS,
    LoanEnds,
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


def test_a_name_goes_thirty_days_after_the_return_by_the_date_in_germany() -> None:
    # Half an hour before midnight in London is the next year in Berlin.
    assert datetime.fromtimestamp(LATE, BERLIN).date() == date(2027, 1, 1)
    assert erases_on(LoanEnds(UNTIL, None, LATE), KEPT) == date(2027, 1, 31)
    assert erases_on(LoanEnds(UNTIL, LATE, None), KEPT) == date(2027, 1, 31)


def test_a_loan_that_nobody_reports_as_returned_is_not_kept_for_ever() -> None:
    assert erases_on(LoanEnds(UNTIL, None, None), KEPT) == date(2027, 3, 18)


def test_only_a_loan_that_is_over_can_be_erased() -> None:
    assert not is_over(LoanEnds(UNTIL, None, None), UNTIL)
    assert is_over(LoanEnds(UNTIL, None, None), date(2026, 12, 19))
    assert is_over(LoanEnds(UNTIL, 1, None), date(2026, 1, 1))
    assert is_over(LoanEnds(UNTIL, None, 1), date(2026, 1, 1))
