"""Content of the papers of one loan."""

from dataclasses import dataclass
from datetime import date

from bridge.days.windows import read_windows
from bridge.days.zone import local_day
from bridge.lending.life import LoanFacts
from bridge.lending.retention import Periods, erases_on
from bridge.paperwork.facts import CharityFacts, LoanOnPaper, PaperFacts, Terms
from bridge.paperwork.states import StateTexts
from bridge.paperwork.times import times_in_words
from bridge.register.papers import PaperLoan
from bridge.register.register import Register
from bridge.register.settings import KeptSetting

MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True)
class PaperSettings:
    """Content of papers that does not depend on the loan, as set in Settings.

    Args:
        texts: Sentences of the loan's federal state.
        kept: Days for which each kind of data is kept.
    """

    charity: CharityFacts
    texts: KeptSetting[StateTexts]
    kept: Periods


async def paper_settings(register: Register, state: str) -> PaperSettings:
    """Return what stands on the papers of a federal state."""
    charity = (await register.setting("charity", CharityFacts)).value
    texts = await register.setting(f"state.{state}", StateTexts)
    return PaperSettings(charity, texts, await register.periods())


def filled(loan: PaperLoan, given: PaperSettings, today: date) -> PaperFacts:
    """Return the facts of a loan's papers.

    Args:
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
        charity=given.charity,
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
            erased_on=erases_on(life, given.kept) if loan.is_over else None,
            times=times_in_words(read_windows(loan.windows)).de if by_windows else "",
            still=loan.may_still,
            accessories=tuple(part.strip() for part in loan.accessories.split(",") if part.strip()),
        ),
        terms=Terms(given.kept["names"], round(given.kept["history"] / MONTH_DAYS)),
        printed_on=today,
        texts=given.texts.value,
        texts_version=given.texts.version,
    )
