"""Printing: a POST that answers with the PDF. A filled paper is never kept.

A welcome sheet is typeset before its codes are opened, so a sheet that cannot be made opens none.
"""

import asyncio
import re
from dataclasses import replace

from aiohttp import web

from bridge.base.words import Declined, NotYours, Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.office.papers.filling import filled, paper_settings
from bridge.office.papers.loan_papers import needed_kinds, print_permission
from bridge.office.papers.sheet import new_sheet
from bridge.papers.typeset import PaperError
from bridge.paperwork.facts import CharityFacts, LoanOnPaper, PaperFacts
from bridge.paperwork.kinds import PAPERS, PaperKind, is_paper
from bridge.paperwork.printing import typeset_paper, typeset_papers
from bridge.register.papers import OVER, PaperLoan

CHARITY = "charity"
"""Name of the setting with the charity's name and address."""

FAILED = Words(
    "Das Blatt ließ sich nicht erstellen. Der Code wurde nicht vergeben.",
    "The sheet could not be made. No code was given.",
)
FAILED_PAPER = Words("Das Papier ließ sich nicht erstellen.", "The paper could not be made.")

PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A PDF runs nothing; browsers draw it in a page of their own, which needs its own style."""


async def _print(ask: Ask) -> web.StreamResponse:
    """Print a paper of a loan."""
    kind = _kind(ask)
    loan = await ask.desk.register.paper_loan(ask.member, ask.number("loan"))
    if not ask.may(print_permission(kind)):
        raise NotYours
    if PAPERS[kind].has_key:
        return await print_sheet(ask, loan)
    found = await _made(kind, await facts_of(ask, loan), FAILED_PAPER)
    await ask.desk.register.note_papers(ask.member, loan, [PAPERS[kind]])
    return pdf_answer(found, _FILES[kind], loan.robot_name)


async def print_sheet(ask: Ask, loan: PaperLoan) -> web.Response:
    """Print a new welcome sheet, whose codes replace those of the one before.

    Raises:
        Declined: The loan is over, the robot has no key, or the sheet cannot be typeset.
    """
    if loan.is_over:
        raise Declined(OVER)
    desk, paper = ask.desk, PAPERS["welcome"]
    robot = (loan.robot_id, loan.public_key)
    # The typed word is stretched for a quarter of a second, while lessons go on.
    sheet = await asyncio.to_thread(new_sheet, desk.public_url, *robot, desk.clock.today())
    facts = replace(await facts_of(ask, loan), codes=sheet.drawn)
    found = await _made("welcome", facts, FAILED)
    await desk.register.give_sheet(
        ask.member,
        loan,
        sheet.kept,
        sheet.family_hash,
        sheet.expires_at,
        paper.version,
        paper.title,
    )
    return pdf_answer(found, _FILES["welcome"], loan.robot_name)


async def _print_all(ask: Ask) -> web.StreamResponse:
    """Print all papers that a loan needs before its first lesson, without the welcome sheet."""
    loan = await ask.desk.register.paper_loan(ask.member, ask.number("loan"))
    asked = needed_kinds(loan.state)
    kinds = [kind for kind, paper in PAPERS.items() if kind in asked and not paper.has_key]
    facts = await facts_of(ask, loan)
    try:
        found = await asyncio.to_thread(typeset_papers, kinds, facts)
    except PaperError as error:
        raise Declined(FAILED_PAPER) from error
    await ask.desk.register.note_papers(ask.member, loan, [PAPERS[kind] for kind in kinds])
    return pdf_answer(found, "papiere", loan.robot_name)


async def _print_empty(ask: Ask) -> web.StreamResponse:
    """Answer with an empty form, to be filled in by hand."""
    kind = _kind(ask)
    if PAPERS[kind].has_key:
        raise NotYours
    charity = (await ask.desk.register.setting(CHARITY, CharityFacts)).value
    return pdf_answer(await _made(kind, PaperFacts(charity=charity), FAILED_PAPER), _FILES[kind])


async def _print_label(ask: Ask) -> web.StreamResponse:
    """Answer with the labels of a robot, lent or not."""
    robot = await ask.desk.store.robot(ask.text("robot"))
    if robot is None:
        raise NotYours
    charity = (await ask.desk.register.setting(CHARITY, CharityFacts)).value
    facts = PaperFacts(charity=charity, loan=LoanOnPaper(robot=robot.name, serial=robot.id))
    found = await _made("label", facts, FAILED_PAPER)
    return pdf_answer(found, _FILES["label"], robot.name)


async def facts_of(ask: Ask, loan: PaperLoan) -> PaperFacts:
    """Return what the papers of a loan say."""
    given = await paper_settings(ask.desk.register, loan.state)
    return filled(loan, given, ask.desk.clock.today())


def pdf_answer(pdf: bytes, file: str, robot: str = "") -> web.Response:
    """Return a PDF that the browser shows; its file is named by paper and robot, by no child."""
    plain = re.sub(r"[^a-z0-9]+", "-", robot.lower().translate(_PLAIN)).strip("-")
    name = "-".join(part for part in (file, plain) if part)
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": PDF_POLICY,
    }
    return web.Response(body=pdf, content_type="application/pdf", headers=headers)


async def _made(kind: PaperKind, facts: PaperFacts, failed: Words) -> bytes:
    try:
        return await asyncio.to_thread(typeset_paper, kind, facts)
    except PaperError as error:
        raise Declined(failed) from error


def _kind(ask: Ask) -> PaperKind:
    text = ask.text("kind")
    if not is_paper(text):
        raise NotYours
    return text


_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FILES: dict[PaperKind, str] = {
    "welcome": "willkommensblatt",
    "parents": "information-eltern",
    "teachers": "information-lehrkraefte",
    "consent": "zustimmung",
    "pledge": "vertraulichkeit",
    "teacher_card": "karte-lehrkraft",
    "label": "aufkleber",
    "return": "rueckgabe",
    "record": "verzeichnis",
    "assessment": "folgenabschaetzung",
}
"""Names of the files, as whoever saves them reads them."""

ROUTES = (
    OfficeRoute("POST", r"/office/loans/{loan:\d{1,9}}/papers/all", _print_all, "print_papers"),
    OfficeRoute(
        "POST", r"/office/loans/{loan:\d{1,9}}/papers/{kind:[a-z_]{4,16}}", _print, "see_papers"
    ),
    OfficeRoute("GET", r"/office/papers/{kind:[a-z_]{4,16}}/empty", _print_empty, "see_papers"),
    OfficeRoute("GET", r"/office/robots/{robot:[a-z0-9-]{1,32}}/label", _print_label, "own_robots"),
)
