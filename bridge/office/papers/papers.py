"""The page *papers*: whose papers are needed now, the templates, what was printed last."""

from aiohttp import web

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.office.papers.loan_papers import loan_papers, needed_kinds
from bridge.paperwork.kinds import DRAFT, PAPERS


async def _papers(ask: Ask) -> web.StreamResponse:
    register, today = ask.desk.register, ask.desk.clock.today()
    sees_loans = ask.may("print_papers")
    work = await register.paper_work(ask.member, today) if sees_loans else []
    return ask.page(
        "papers/templates/papers.html",
        templates=list(PAPERS.values()),
        draft=DRAFT,
        kinds=PAPERS,
        sees_loans=sees_loans,
        work=[(one, len(needed_kinds(one.state) - one.kinds)) for one in work],
        recent=await register.recent_prints(ask.member) if sees_loans else [],
    )


async def _of_loan(ask: Ask) -> web.StreamResponse:
    loan = await ask.desk.register.paper_loan(ask.member, ask.number("loan"))
    rows = await loan_papers(ask, loan.id)
    return ask.page("papers/templates/of_loan.html", loan=loan, papers=rows)


ROUTES = (
    OfficeRoute("GET", "/office/papers", _papers, "see_papers"),
    OfficeRoute("GET", r"/office/loans/{loan:\d{1,9}}/papers", _of_loan, "print_papers"),
)
