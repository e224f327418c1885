from dataclasses import replace
from datetime import date

from bridge.lending.life import LoanFacts, state_of_loan
from bridge.office.loans.listing import counted, exported, sections, upcoming
from bridge.register.loan_views import LoanView

TODAY = date(2026, 11, 30)


def loan(number: int, first: date, last: date, **facts: int) -> LoanView:
    told = LoanFacts(first, last, **{"handed_over_at": 1, **facts})
    return LoanView(
        number,
        f"krl-{number}",
        f"Otto {number}",
        told,
        state_of_loan(told, TODAY),
        profile_name="SH",
    )


def reserved(number: int, first: date, last: date, open_ticks: int = 0) -> LoanView:
    one = loan(number, first, last)
    facts = replace(one.facts, handed_over_at=None, open_ticks=open_ticks)
    return replace(one, facts=facts, state=state_of_loan(facts, TODAY), profile_version=1)


RUNS = loan(1, date(2026, 9, 1), date(2027, 1, 28))
ENDS = loan(2, date(2026, 9, 1), date(2026, 12, 4))
LATE = loan(3, date(2026, 9, 1), date(2026, 11, 27))
LOCKED = loan(4, date(2026, 9, 1), date(2027, 1, 28), locked_at=5)
NEXT = reserved(5, date(2027, 2, 8), date(2027, 6, 30), open_ticks=5)
SOON = reserved(6, date(2026, 12, 2), date(2027, 7, 7))
BACK = loan(7, date(2026, 9, 1), date(2026, 11, 27), returned_at=1_795_000_000)


def test_sections_stand_in_order_of_need_and_rows_in_order_of_days() -> None:
    made = sections([RUNS, ENDS, LATE, LOCKED, NEXT, SOON, BACK], TODAY, asker_may_lend=True)
    assert [(one.words.de.split()[0], [row.loan.id for row in one.rows]) for one in made] == [
        ("Braucht", [3, 4]),
        ("Endet", [2]),
        ("Beginnt", [6, 5]),
        ("Läuft", [1]),
        ("Zurück", [7]),
    ]
    assert made[2].rows[1].lines == 5


def test_what_comes_next_is_said_to_those_who_do_it() -> None:
    said = [upcoming(one, TODAY).de for one in (RUNS, ENDS, LATE, LOCKED, NEXT, SOON, BACK)]
    assert said == [
        "",
        "Rückgabe vorbereiten",
        "seit 3 Tagen überfällig",
        "ist gesperrt",
        "5 Häkchen fehlen",
        "Übergeben",
        "",
    ]
    assert sections([ENDS], TODAY, asker_may_lend=False)[0].rows[0].next == ("", "")


def test_counts_are_said() -> None:
    assert counted(1, 0).de == "1 läuft, 0 reserviert"
    assert counted(13, 3).en == "13 running, 3 reserved"


def test_a_list_goes_out_with_the_filters_that_are_set() -> None:
    assert exported(federal="SH", q="", first="01.01.2027") == "?federal=SH&first=01.01.2027"
    assert exported(q="") == ""
