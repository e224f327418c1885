"""PURE. Day on which the name of a loan's child is erased. No I/O."""

from datetime import date, timedelta

from bridge.base.words import Words
from bridge.days.zone import local_day, written
from bridge.lending.life import OVER
from bridge.lending.retention import Periods, erases_on
from bridge.register.loan_views import LoanView


def erase_on(loan: LoanView, kept: Periods) -> date:
    """Return the day on which it is erased, if the loan goes as planned."""
    facts = loan.facts
    if loan.state in OVER or loan.state == "overdue":
        return erases_on(facts, kept)
    return loan.last + timedelta(days=kept["names"])


def erase_words(loan: LoanView, kept: Periods) -> Words:
    """Return when it is erased, and from when that counts."""
    days, names = written(erase_on(loan, kept)), kept["names"]
    if loan.facts.erased_at is not None:
        gone = written(local_day(loan.facts.erased_at))
        return Words(f"gelöscht am {gone}", f"erased on {gone}")
    if loan.state == "overdue":
        return Words(
            f"{names} Tage nach der Rückgabe, spätestens am {days}",
            f"{names} days after the return, on {days} at the latest",
        )
    if loan.state in OVER:
        return Words(f"am {days}", f"on {days}")
    return Words(
        f"{names} Tage nach der Rückgabe, am {days}", f"{names} days after the return, on {days}"
    )
