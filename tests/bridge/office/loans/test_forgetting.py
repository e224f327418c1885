from dataclasses import replace
from datetime import date

from bridge.lending.life import LoanFacts
from bridge.office.loans.forgetting import erase_on, erase_words
from bridge.register.loan_views import LoanView

KEPT = {"names": 30, "overdue": 90}
RUNS = LoanView(
    1, "otto", "Otto", LoanFacts(date(2026, 9, 1), date(2026, 12, 4), handed_over_at=1), "running"
)


def test_a_loan_that_runs_is_erased_some_days_after_its_end() -> None:
    assert erase_on(RUNS, KEPT) == date(2027, 1, 3)
    assert erase_words(RUNS, KEPT).de == "30 Tage nach der Rückgabe, am 03.01.2027"


def test_an_overdue_one_waits_for_its_return_but_not_for_ever() -> None:
    words = erase_words(replace(RUNS, state="overdue"), KEPT)
    assert words.de == "30 Tage nach der Rückgabe, spätestens am 04.03.2027"


def test_the_return_counts_once_it_is_known() -> None:
    back = replace(RUNS, state="returned", facts=replace(RUNS.facts, returned_at=1_795_433_000))
    assert erase_words(back, KEPT) == ("am 23.12.2026", "on 23.12.2026")
    gone = replace(back, state="erased", facts=replace(back.facts, erased_at=1_795_433_000))
    assert erase_words(gone, KEPT).de == "gelöscht am 23.11.2026"
