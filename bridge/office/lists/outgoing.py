"""Lists that go out, and the report of a year."""

from datetime import date
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.days.school_days import STATE_NAMES, FederalState
from bridge.days.typed import read_day
from bridge.days.zone import written
from bridge.lending.life import STATE_WORDS, LoanState
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.lists.files import send_csv, send_xlsx
from bridge.office.lists.looked_at import PAGE
from bridge.register.exports import ExportWish
from bridge.register.loan_views import LoanFilter
from bridge.tables.writing import WrittenSheet, WrittenValue

FIRST_YEAR, LAST_YEAR = 2015, 2100

FileKind = Literal["xlsx", "csv"]

REPORT_HEADINGS = (
    Words("Land", "Federal state"),
    Words("Leihen", "Loans"),
    Words("Roboter", "Robots"),
    Words("Schulen", "Schools"),
    Words("Tage", "Days"),
    Words("Minuten im Unterricht", "Minutes in class"),
)
ALL_OF_IT = Words("Alle Länder", "All states")
NO_STATE = Words("ohne Land", "without a state")


class OutFields(Fields, frozen=True):
    """Choice of loans to export, and the kind of file."""

    kind: FileKind = "xlsx"
    federal: FederalState | Literal[""] = ""
    state: LoanState | Literal[""] = ""
    first: Annotated[str, Meta(max_length=60)] = ""
    until: Annotated[str, Meta(max_length=60)] = ""
    q: Annotated[str, Meta(max_length=80)] = ""


class ReportFields(Fields, frozen=True):
    """Year of the report, and the kind of file; without a kind it is a page."""

    year: Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    kind: FileKind | Literal[""] = ""


async def _loans(ask: Ask) -> web.StreamResponse:
    return await _send_loans(ask, with_names=False)


async def _loans_with_names(ask: Ask) -> web.StreamResponse:
    return await _send_loans(ask, with_names=True)


async def _send_loans(ask: Ask, with_names: bool) -> web.StreamResponse:
    fields = ask.form(OutFields)
    wanted = LoanFilter(
        states=frozenset({fields.state}) if fields.state else frozenset(),
        federal_states=frozenset({fields.federal}) if fields.federal else frozenset(),
        first=_day(ask, fields.first),
        last=_day(ask, fields.until),
        text=fields.q,
    )
    wish = ExportWish(wanted, ask.language, with_names)
    sheet = await ask.desk.register.export_loans(ask.member, wish)
    name = f"leihen-{ask.desk.clock.today().isoformat()}"
    if fields.kind == "csv":
        return await send_csv(sheet, f"{name}.csv")
    return await send_xlsx([sheet, _about(ask, fields, len(sheet.rows))], f"{name}.xlsx")


def _day(ask: Ask, text: str) -> date | None:
    return read_day(text, ask.desk.clock.today()) if text else None


def _about(ask: Ask, fields: OutFields, count: int) -> WrittenSheet:
    """Return the second sheet: of when the list is, its filters, and who gave it out."""
    language = ask.language
    filters = [
        *([STATE_NAMES[fields.federal].said(language)] if fields.federal else []),
        *([STATE_WORDS[fields.state].said(language)] if fields.state else []),
        *([f"{Words('ab', 'from').said(language)} {fields.first}"] if fields.first else []),
        *([f"{Words('bis', 'until').said(language)} {fields.until}"] if fields.until else []),
        *([f"„{fields.q}“"] if fields.q else []),
    ]
    rows: list[tuple[str, WrittenValue]] = [
        (Words("Stand", "As of").said(language), written(ask.desk.clock.today())),
        (
            Words("Filter", "Filter").said(language),
            ", ".join(filters) or Words("keiner", "none").said(language),
        ),
        (Words("Zeilen", "Rows").said(language), str(count)),
        (Words("ausgegeben von", "given out by").said(language), ask.member.name),
    ]
    return WrittenSheet(Words("Stand", "As of").said(language), (), rows)


async def _requests(ask: Ask) -> web.StreamResponse:
    sheet = await ask.desk.register.export_requests(ask.member, ask.language)
    return await send_xlsx([sheet], f"anfragen-{ask.desk.clock.today().isoformat()}.xlsx")


async def _report(ask: Ask) -> web.StreamResponse:
    fields = ask.form(ReportFields)
    today = ask.desk.clock.today()
    year = fields.year or today.year
    if year > today.year:
        raise Declined(Words("Dieses Jahr kommt noch.", "That year is yet to come."), "year")
    lines = await ask.desk.register.year_report(ask.member, year)
    rows = [(_named(line.state), line.told()) for line in lines]
    if not fields.kind:
        return ask.page(
            "lists/templates/report.html",
            year=year,
            headings=REPORT_HEADINGS,
            rows=rows,
            is_few=any(line.is_few for line in lines),
            is_now=year == today.year,
        )
    headings = tuple(words.said(ask.language) for words in REPORT_HEADINGS)
    values = [(name.said(ask.language), *map(_number, told)) for name, told in rows]
    sheet = WrittenSheet(f"{year}", headings, values)
    if fields.kind == "csv":
        return await send_csv(sheet, f"jahresbericht-{year}.csv")
    return await send_xlsx([sheet], f"jahresbericht-{year}.xlsx")


def _named(state: str) -> Words:
    if state in STATE_NAMES:
        return STATE_NAMES[state]
    return ALL_OF_IT if state == "all" else NO_STATE


def _number(told: str) -> str | int:
    return int(told) if told.isdecimal() else told


ROUTES = (
    OfficeRoute("GET", f"{PAGE}/loans", _loans, "export_lists", fields=OutFields),
    OfficeRoute(
        "GET",
        f"{PAGE}/loans-with-names",
        _loans_with_names,
        "lend",
        fields=OutFields,
        is_fresh=True,
    ),
    OfficeRoute("GET", f"{PAGE}/requests", _requests, "export_lists"),
    OfficeRoute("GET", f"{PAGE}/report", _report, "see_report", fields=ReportFields),
)
