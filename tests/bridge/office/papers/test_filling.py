from dataclasses import replace
from datetime import date

from bridge.lending.retention import periods
from bridge.office.papers.filling import PaperSettings, filled
from bridge.paperwork.facts import CharityFacts
from bridge.paperwork.states import StateTexts
from bridge.register.papers import PaperLoan
from bridge.register.settings import KeptSetting

TODAY = date(2026, 11, 30)
GIVEN = PaperSettings(CharityFacts(name="V"), KeptSetting(StateTexts(), 0), periods({}))
LOAN = PaperLoan(
    id=7,
    robot_id="KRL-0006",
    robot_name="Otto",
    public_key="",
    accessories="Ladegerät, , Koffer blau",
    school_id=1,
    school="GemS Fördewind, Flensburg",
    state="SH",
    class_name="6c",
    from_date=date(2026, 9, 1),
    until_date=date(2026, 12, 4),
    handed_over_at=1,
    ended_at=None,
    returned_at=None,
    erased_at=None,
    may_still=True,
    policy="windows",
    windows="Mo 08:00-12:25, Di 08:00-12:25",
)


def test_a_paper_says_the_times_the_accessories_and_how_long_things_are_kept() -> None:
    facts = filled(LOAN, GIVEN, TODAY)
    assert facts.loan.times == "Mo und Di 8:00 bis 12:25 Uhr"
    assert facts.loan.accessories == ("Ladegerät", "Koffer blau")
    assert (facts.terms.name_days, facts.terms.history_months) == (30, 24)
    assert facts.loan.erased_on is None
    assert facts.codes is None


def test_times_that_do_not_hold_are_not_printed() -> None:
    assert filled(replace(LOAN, policy="always"), GIVEN, TODAY).loan.times == ""


def test_a_robot_that_is_back_gets_the_day_on_which_the_name_goes() -> None:
    back = filled(replace(LOAN, returned_at=1796378400), GIVEN, TODAY).loan
    assert back.returned == date(2026, 12, 4)
    assert back.erased_on == date(2027, 1, 3)
