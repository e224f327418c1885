"""Commands about lists: taken over, taken back, given out, and the report of a year."""

import argparse
import hashlib
from pathlib import Path

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import NotYours
from bridge.commands.result import CommandResult, when
from bridge.days.school_days import FEDERAL_STATES, STATE_NAMES
from bridge.days.typed import read_day
from bridge.lending.permissions import COMMAND_LINE
from bridge.lists import telling
from bridge.lists.opening import MOST_BYTES
from bridge.lists.reading import ListPlan, ListWishes, read_list
from bridge.lists.sandbox import ListSandbox
from bridge.process import atomic, file_words
from bridge.register.exports import ExportWish
from bridge.register.imports import ImportedFile, headings_of
from bridge.register.loan_views import LoanFilter
from bridge.register.register import Register
from bridge.store import Store
from bridge.tables import writing


async def run_lists(store: Store, options: argparse.Namespace) -> CommandResult:
    """Run `list`."""
    register = Register(store.database, Clock())
    match options.action:
        case "import":
            return await _import(register, options)
        case "imports":
            return await _imports(register)
        case "take-back":
            return await _take_back(register, options)
        case "export":
            return await _export(register, options)
        case _:
            return await _report(register, options)


async def _import(register: Register, options: argparse.Namespace) -> CommandResult:
    path: Path = options.file
    data = _read(path)
    knows = await register.office_knows(COMMAND_LINE)
    file = await ListSandbox().read(data, path.name, knows.today)
    answers = _answers(options.answer)
    plan = read_list(file, knows, ListWishes(answers, keep_old=options.old))
    if options.suggestions:
        answers |= _suggested(plan)
        plan = read_list(file, knows, ListWishes(answers, keep_old=options.old))
    told = telling.plan_data(plan)
    text = telling.plan_text(plan)
    if not options.take:
        return CommandResult(told, f"{text}\nNothing is written yet; --take takes it over.")
    told_file = ImportedFile(path.name, hashlib.sha256(data).hexdigest(), headings_of(plan))
    made = await register.take_over(COMMAND_LINE, plan, told_file)
    taken = len(plan.taken)
    told |= {"import": made.id, "taken": taken}
    done = f"Import {made.id}: {taken} rows taken over, {len(plan.open)} still wait."
    return CommandResult(told, f"{text}\n{done} Take back: list take-back {made.id}")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadRequest(f"{path} {file_words.of_file(path, error)}") from error


def _answers(given: list[str]) -> dict[str, str]:
    answers = {}
    for text in given:
        key, separator, value = text.partition("=")
        if not separator or "!" not in key:
            raise BadRequest(f"{text[:40]!r} is not an answer such as 0!H6=18.12.2026")
        answers[key] = value
    return answers


def _suggested(plan: ListPlan) -> dict[str, str]:
    """Return the suggestion of each question that has one and could not hurt."""
    return {
        telling.answer_key(row, one): one.choices[0].value
        for row in plan.rows
        for one in row.findings
        if one.verdict == "ask" and one.choices
    }


async def _imports(register: Register) -> CommandResult:
    views = await register.imports(COMMAND_LINE)
    data = [
        {
            "import": one.id,
            "at": when(one.at),
            "file": one.file_name,
            "taken": one.taken,
            "left": one.left,
            "taken_back": one.undone_at is not None,
        }
        for one in views
    ]
    lines = [
        "\t".join(
            (str(one.id), when(one.at), one.file_name, f"{one.taken} rows")
            + (("taken back",) if one.undone_at is not None else ())
        )
        for one in views
    ]
    return CommandResult(data, "\n".join(lines) or "No list was taken over yet.")


async def _take_back(register: Register, options: argparse.Namespace) -> CommandResult:
    try:
        await register.take_back(COMMAND_LINE, options.number, options.leave_changed)
    except NotYours:
        raise NotKnown(f"there is no import {options.number}; `list imports` shows all") from None
    return CommandResult({"import": options.number}, f"Import {options.number} is taken back.")


async def _export(register: Register, options: argparse.Namespace) -> CommandResult:
    if options.what == "requests":
        sheet = await register.export_requests(COMMAND_LINE, "de")
    else:
        today = register.today()
        wish = LoanFilter(
            states=frozenset(options.status),
            federal_states=frozenset(options.state),
            robot_id=options.robot or "",
            first=read_day(options.first, today) if options.first else None,
            last=read_day(options.until, today) if options.until else None,
        )
        sheet = await register.export_loans(
            COMMAND_LINE, ExportWish(wish, with_names=options.with_names)
        )
    _write(options.file, [sheet])
    data = {"file": str(options.file), "rows": len(sheet.rows)}
    return CommandResult(data, f"{len(sheet.rows)} rows are in {options.file}.")


async def _report(register: Register, options: argparse.Namespace) -> CommandResult:
    year = options.year or register.today().year
    lines = await register.year_report(COMMAND_LINE, year)
    named: dict[str, str] = {"": "ohne Land"}
    named |= {str(state): STATE_NAMES[state].de for state in FEDERAL_STATES}
    rows = [(named.get(one.state, "alle"), *one.told()) for one in lines]
    headings = ("Land", "Leihen", "Roboter", "Schulen", "Tage", "Minuten")
    if options.file:
        _write(options.file, [writing.WrittenSheet(f"{year}", headings, rows)])
    data = [dict(zip(("state", *headings[1:]), row, strict=True)) for row in rows]
    text = "\n".join("\t".join(row) for row in (headings, *rows))
    return CommandResult({"year": year, "states": data}, text)


def _write(path: Path, sheets: list[writing.WrittenSheet]) -> None:
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise BadRequest(f"{path}: name a file that ends with .xlsx or .csv")
    is_csv = path.suffix.lower() == ".csv"
    data = writing.csv_file(sheets[0]) if is_csv else writing.xlsx(sheets)
    try:
        atomic.replace(path, data)
    except OSError as error:
        raise BadRequest(f"{path} {file_words.of_file(path, error)}") from error
