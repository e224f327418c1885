"""Papers of one loan: which there are, when each was printed, and where its button leads.

A page of a loan shows them so:

    ask.page("…", papers=await loan_papers(ask, loan_id))

    {% from "papers/templates/loan_papers.html" import loan_papers with context %}
    {{ loan_papers(papers) }}
"""

from dataclasses import dataclass
from datetime import date, datetime

from bridge.base.words import Words
from bridge.days.zone import BERLIN
from bridge.lending.permissions import Permission
from bridge.office.frame.ask import Ask
from bridge.paperwork.kinds import PAPERS, Paper, PaperKind
from bridge.paperwork.states import paper_state
from bridge.register.papers import PaperLoan, PrintedPaper


@dataclass(frozen=True)
class LoanPaper:
    """One paper of a loan.

    Args:
        to: Where a form posts, without fields, to get the PDF.
        all_to: The same, for all papers that are needed before the first lesson.
        printed_on: Day of the last print; None if it was never printed.
        is_old: Whether the words have changed since that print.
        needless: Why the loan's state does not ask for it; None if it does.
        may_print: Whether the reader may print it.
    """

    paper: Paper
    to: str
    all_to: str
    printed_on: date | None
    is_old: bool
    needless: Words | None
    may_print: bool


async def loan_papers(ask: Ask, loan_id: int) -> list[LoanPaper]:
    """Return the papers of a loan, in the order in which it needs them.

    Raises:
        NotYours: There is no such loan, or it is another school's.
    """
    register = ask.desk.register
    loan = await register.paper_loan(ask.member, loan_id)
    printed = await register.printed_papers(ask.member, loan_id)
    return [_row(ask, loan, kind, printed.get(kind)) for kind in PAPERS]


def needed_kinds(state: str) -> frozenset[PaperKind]:
    """Return the papers that a loan needs before its first lesson."""
    asked: set[PaperKind] = {"welcome", "parents", "teachers", "pledge", "teacher_card"}
    return frozenset(asked | ({"consent"} if paper_state(state).is_consent else set()))


def print_permission(kind: PaperKind) -> Permission:
    """Return what somebody must be allowed to print a paper of a loan."""
    return "print_links" if PAPERS[kind].has_key else "print_papers"


def _row(ask: Ask, loan: PaperLoan, kind: PaperKind, printed: PrintedPaper | None) -> LoanPaper:
    paper = PAPERS[kind]
    over = paper.has_key and loan.is_over
    return LoanPaper(
        paper,
        f"/office/loans/{loan.id}/papers/{kind}",
        f"/office/loans/{loan.id}/papers/all",
        datetime.fromtimestamp(printed.at, BERLIN).date() if printed else None,
        printed is not None and printed.version != paper.version,
        _needless(kind, loan.state),
        ask.may(print_permission(kind)) and not over,
    )


def _needless(kind: PaperKind, letters: str) -> Words | None:
    state = paper_state(letters)
    if kind != "consent" or state.is_consent:
        return None
    return Words(f"In {state.name} nicht nötig", f"Not needed in {state.name}")
