"""The third and fourth step: doubtful cells are answered, and rows are taken over."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.lists.telling import answer_key
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, NoFields, OfficeRoute
from bridge.office.lists.check_view import QUESTIONS_SHOWN, counts_of, questions_of, table_of
from bridge.office.lists.columns import MOST_SHEETS, sheet_of
from bridge.office.lists.files import send_xlsx
from bridge.office.lists.looked_at import PAGE, plan_of, waiting_list
from bridge.register.imports import ImportedFile, headings_of
from bridge.tables.writing import WrittenSheet

KEY = Annotated[
    str,
    Meta(max_length=24, pattern=r"^\d{1,3}!(?:[A-Z]{1,3}|split|end|)\d{1,6}$"),
]
ShownRows = Literal["all", "clear", "ask", "stop", "skip"]

LAST_ANSWERS = 5


class CheckFields(Fields, frozen=True):
    """Sheet and rows that are shown."""

    sheet: Annotated[int, Meta(ge=-1, lt=MOST_SHEETS)] = -1
    show: ShownRows = "all"
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


class CellAnswerFields(Fields, frozen=True):
    """An answer; an empty one takes an earlier one back."""

    key: KEY
    value: Annotated[str, Meta(max_length=120)] = ""
    typed: Annotated[str, Meta(max_length=120)] = ""
    sheet: Annotated[int, Meta(ge=0, lt=MOST_SHEETS)] = 0


async def _show(ask: Ask) -> web.StreamResponse:
    found, fields = waiting_list(ask), ask.form(CheckFields)
    plan = await plan_of(ask, found)
    sheet = sheet_of(plan, fields.sheet)
    questions = questions_of(plan, sheet)
    others = [one for one in plan.sheets if one.use == "list"]
    open_by_sheet = {one.at: len(questions_of(plan, one)) for one in others}
    return ask.page(
        "lists/templates/check.html",
        name=found.name,
        plan=plan,
        sheet=sheet,
        sheets=others,
        open_by_sheet=open_by_sheet,
        counts=counts_of(plan),
        taken=len(plan.taken),
        table=table_of(plan, sheet, found.file.sheets[sheet.at], fields.show, fields.page),
        show=fields.show,
        questions=questions[:QUESTIONS_SHOWN],
        more=len(questions) - QUESTIONS_SHOWN,
        answers=[*found.answers.items()][-LAST_ANSWERS:][::-1],
        legend=next((row.says for row in plan.rows if row.kind == "legend" and row.says.de), None),
    )


async def _answer(ask: Ask) -> web.StreamResponse:
    found, fields = waiting_list(ask), ask.form(CellAnswerFields)
    found.answer({fields.key: fields.value or fields.typed.strip()})
    return _back(ask, fields.sheet)


async def _suggestions(ask: Ask) -> web.StreamResponse:
    """Confirm every suggestion; what needs a person is left."""
    found = waiting_list(ask)
    plan = await plan_of(ask, found)
    found.answer(
        {
            answer_key(row, one): one.choices[0].value
            for row in plan.open
            for one in row.findings
            if one.verdict == "ask" and one.choices
        }
    )
    return _back(ask)


async def _take(ask: Ask) -> web.StreamResponse:
    found = waiting_list(ask)
    found.plan = None
    plan = await plan_of(ask, found)
    file = ImportedFile(found.name, found.sha256, headings_of(plan))
    made = await ask.desk.register.take_over(ask.member, plan, file)
    found.plan = None
    if not plan.open:
        ask.desk.lists.drop(ask.member.id)
    return ask.go(PAGE, taken=str(made.id))


async def _drop(ask: Ask) -> web.StreamResponse:
    ask.desk.lists.drop(ask.member.id)
    return ask.go(PAGE)


async def _left(ask: Ask) -> web.StreamResponse:
    """Give out the rows that wait, with what is missing in each."""
    found = waiting_list(ask)
    plan = await plan_of(ask, found)
    missing = Words("Was fehlt", "What is missing").said(ask.language)
    sheets = []
    for sheet in plan.sheets:
        rows = [row for row in plan.open if row.at == sheet.at]
        if not rows:
            continue
        cells = found.file.sheets[sheet.at].rows
        held = [one for one in plan.columns[sheet.at] if one.role != "none"]
        headings = (*(one.heading or one.role for one in held), missing)
        values = [
            [
                *(cells[row.number - 1].text(one.index) for one in held),
                row.sentences().said(ask.language),
            ]
            for row in rows
        ]
        sheets.append(WrittenSheet(sheet.name[:31] or "Liste", headings, values))
    return await send_xlsx(sheets or [WrittenSheet("Liste", (missing,), [])], "liegen-noch.xlsx")


def _back(ask: Ask, sheet: int | None = None) -> web.Response:
    page = f"{PAGE}/check"
    answer = ask.go(page) if sheet is None else ask.go(page, sheet=str(sheet))
    answer.headers["Location"] += "#questions"
    return answer


ROUTES = (
    OfficeRoute("GET", f"{PAGE}/check", _show, "import_lists", fields=CheckFields),
    OfficeRoute("POST", f"{PAGE}/answer", _answer, "import_lists", fields=CellAnswerFields),
    OfficeRoute("POST", f"{PAGE}/suggestions", _suggestions, "import_lists", fields=NoFields),
    OfficeRoute("POST", f"{PAGE}/take", _take, "import_lists", fields=NoFields),
    OfficeRoute("POST", f"{PAGE}/drop", _drop, "import_lists", fields=NoFields),
    OfficeRoute("GET", f"{PAGE}/left.xlsx", _left, "import_lists", fields=NoFields),
)
