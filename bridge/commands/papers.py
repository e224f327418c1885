"""Commands about papers: list, print, empty forms, and what the charity is called on them."""

import argparse
import os
from dataclasses import asdict, replace
from pathlib import Path

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import Declined, NotYours
from bridge.commands.paper_options import CHARITY_FIELDS
from bridge.commands.result import CommandResult, when
from bridge.fleet.naming import check_shape
from bridge.lending.permissions import COMMAND_LINE
from bridge.office.papers.filling import filled, paper_settings
from bridge.office.papers.sheet import NewSheet, new_sheet
from bridge.office.settings.charity import SHAPES
from bridge.papers.typeset import PaperError
from bridge.paperwork.facts import CharityFacts, PaperFacts
from bridge.paperwork.kinds import PAPERS, PaperKind
from bridge.paperwork.letters import can_write
from bridge.paperwork.printing import typeset_paper
from bridge.process import file_words
from bridge.register.papers import PaperLoan
from bridge.register.register import Register
from bridge.store import Store

CHARITY = "charity"
KEPT_PRIVATE = 0o600
"""Mode of a file that holds a code."""


async def run_papers(store: Store, public_url: str, options: argparse.Namespace) -> CommandResult:
    """Run `paper` or `charity`."""
    clock = Clock()
    register = Register(store.database, clock)
    match (options.command, options.action):
        case ("charity", "set"):
            return await _set_charity(register, options)
        case ("charity", _):
            return _shown(await _charity(register))
        case (_, "list"):
            return await _list(register, options.loan)
        case (_, "empty"):
            facts = PaperFacts(charity=await _charity(register))
            return _written(options, _made(options.kind, facts))
        case _:
            return await _print(register, clock, public_url, options)


async def _print(
    register: Register, clock: Clock, public_url: str, options: argparse.Namespace
) -> CommandResult:
    kind: PaperKind = options.kind
    paper, loan = PAPERS[kind], await _loan(register, options.loan)
    facts = filled(loan, await paper_settings(register, loan.state), clock.today())
    sheet: NewSheet | None = None
    if paper.has_key:
        if loan.is_over:
            raise BadRequest(f"loan {loan.id} is over; there is no welcome sheet for it any more")
        try:
            sheet = new_sheet(public_url, loan.robot_id, loan.public_key, clock.today())
        except Declined as declined:
            raise BadRequest(declined.words.en) from declined
        facts = replace(facts, codes=sheet.drawn)
    # Written before its codes are opened: a sheet that cannot be kept opens none.
    result = _written(options, _made(kind, facts))
    if sheet is None:
        await register.note_papers(COMMAND_LINE, loan, [paper])
    else:
        await register.give_sheet(
            COMMAND_LINE,
            loan,
            sheet.kept,
            sheet.family_hash,
            sheet.expires_at,
            paper.version,
            paper.title,
        )
    return result


async def _list(register: Register, loan_id: int | None) -> CommandResult:
    printed = {}
    if loan_id is not None:
        await _loan(register, loan_id)
        printed = dict(await register.printed_papers(COMMAND_LINE, loan_id))
    rows = []
    for kind, paper in PAPERS.items():
        row = {"kind": kind, "title": paper.title.de, "version": paper.version, "size": paper.size}
        if loan_id is not None:
            found = printed.get(kind)
            row["printed"] = when(found.at) if found else None
        rows.append(row)
    lines = [
        "\t".join(str(row[name]) for name in ("kind", "size", "version", "title"))
        + ("" if loan_id is None else f"\t{row['printed'] or 'not printed yet'}")
        for row in rows
    ]
    return CommandResult(rows, "\n".join(lines))


async def _set_charity(register: Register, options: argparse.Namespace) -> CommandResult:
    given = {name: getattr(options, name) for name in CHARITY_FIELDS}
    changed = {name: " ".join(text.split()) for name, text in given.items() if text is not None}
    if not changed:
        raise BadRequest("name something to change, such as --phone '040 5550100'")
    for name, text in changed.items():
        if text:
            check_shape(text, SHAPES[name], f"--{name}: {text[:40]!r} cannot be right")
        wrong = "".join(sign for sign in text if not can_write(sign))
        if wrong:
            raise BadRequest(f"--{name}: no paper can show {wrong[:8]!r}")
    kept = await register.setting(CHARITY, CharityFacts)
    charity = replace(kept.value, **changed)
    await register.set_setting(COMMAND_LINE, CHARITY, charity, kept.version)
    return _shown(charity)


async def _charity(register: Register) -> CharityFacts:
    return (await register.setting(CHARITY, CharityFacts)).value


async def _loan(register: Register, loan_id: int) -> PaperLoan:
    try:
        return await register.paper_loan(COMMAND_LINE, loan_id)
    except NotYours as error:
        raise NotKnown(f"there is no loan {loan_id}; `loan list` shows all") from error


def _shown(charity: CharityFacts) -> CommandResult:
    data = asdict(charity)
    return CommandResult(data, "\n".join(f"{name}\t{text or '-'}" for name, text in data.items()))


def _made(kind: PaperKind, facts: PaperFacts) -> bytes:
    try:
        return typeset_paper(kind, facts)
    except PaperError as error:
        raise BadRequest(f"the paper cannot be made: {error}") from error


def _written(options: argparse.Namespace, pdf: bytes) -> CommandResult:
    target: Path = options.to
    try:
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEPT_PRIVATE)
        with os.fdopen(file, "wb") as out:
            out.write(pdf)
    except FileExistsError as error:
        raise BadRequest(f"{target} is there already; name a new file") from error
    except OSError as error:
        raise BadRequest(f"{target}: {file_words.of_file(target, error)}") from error
    data = {"kind": options.kind, "file": str(target), "bytes": len(pdf)}
    return CommandResult(data, f"{PAPERS[options.kind].title.de}: {target}")
