"""PURE. What the papers of one loan say. No I/O."""

from datetime import date

from bridge.days.windows import read_windows
from bridge.days.zone import local_day
from bridge.lending.life import LoanFacts
from bridge.lending.retention import Periods, erases_on
from bridge.paperwork.facts import CharityFacts, LoanOnPaper, PaperFacts, Terms
from bridge.paperwork.times import times_in_words
from bridge.register.papers import PaperLoan

MONTH_DAYS = 365.25 / 12


def filled(loan: PaperLoan, charity: CharityFacts, kept: Periods, today: date) -> PaperFacts:
    """Return the facts of a loan's papers.

    Args:
        kept: Days for which each kind of data is kept.
        today: Day of the print.
    """
    life = LoanFacts(
        loan.from_date,
        loan.until_date,
        handed_over_at=loan.handed_over_at,
        returned_at=loan.returned_at,
        ended_at=loan.ended_at,
    )
    by_windows = loan.policy == "windows"
    return PaperFacts(
        charity=charity,
        loan=LoanOnPaper(
            robot=loan.robot_name,
            serial=loan.robot_id,
            school=loan.school,
            class_name=loan.class_name,
            state=loan.state,
            first=loan.from_date,
            until=loan.until_date,
            returned=local_day(loan.returned_at) if loan.returned_at else None,
            # Of a loan that is on, nobody knows the day yet.
            erased_on=erases_on(life, kept) if loan.is_over else None,
            times=times_in_words(read_windows(loan.windows)).de if by_windows else "",
            still=loan.may_still,
            accessories=tuple(part.strip() for part in loan.accessories.split(",") if part.strip()),
        ),
        terms=Terms(kept["names"], round(kept["history"] / MONTH_DAYS)),
        printed_on=today,
    )
