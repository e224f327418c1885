"""The second step: what each column of a list holds."""

import re
from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import NotYours, Words
from bridge.lists.headings import ROLE_WORDS, ROLES, Role
from bridge.lists.private import Why
from bridge.lists.reading import ListPlan
from bridge.lists.verdicts import SheetReport
from bridge.lists.waiting import WaitingList
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.lists.check_view import shown_text
from bridge.office.lists.looked_at import PAGE, plan_of, waiting_list
from bridge.tables.cells import letters

EXAMPLES = 3
MOST_SHEETS = 200

WHY_WORDS: dict[Why, Words] = {
    "health": Words(
        "Gesundheit. Gehört nicht in diese Liste.", "Health. It does not belong in this list."
    ),
    "birth": Words(
        "Geburtstag. Karlsson braucht ihn nicht.", "A birthday. Karlsson does not need it."
    ),
    "address": Words(
        "Adresse. Karlsson braucht sie nicht.", "An address. Karlsson does not need it."
    ),
    "family": Words(
        "Namen der Familie. Karlsson braucht sie nicht.",
        "Names of a family. Karlsson does not need them.",
    ),
    "belief": Words("Herkunft oder Glaube. Karlsson braucht sie nicht.", "Origin or belief."),
    "money": Words("Geld. Karlsson braucht es nicht.", "Money. Karlsson does not need it."),
}
CHOSEN: tuple[Role, ...] = tuple(one for one in ROLES if one != "week")

RoleText = Annotated[str, Meta(max_length=24, pattern=r"^\d{1,4}:[a-z_]{2,12}$")]
SheetNumber = Annotated[int, Meta(ge=0, lt=MOST_SHEETS)]


class SheetFields(Fields, frozen=True):
    """Sheet that is shown; -1 is the first one that is a list."""

    sheet: Annotated[int, Meta(ge=-1, lt=MOST_SHEETS)] = -1


class ColumnFields(Fields, frozen=True):
    """Roles of the columns of a sheet, and whether the sheet is read."""

    sheet: SheetNumber
    role: tuple[RoleText, ...] = ()
    use: bool = False
    old: bool = False
    onward: bool = False


async def _show(ask: Ask) -> web.StreamResponse:
    found = waiting_list(ask)
    plan = await plan_of(ask, found)
    sheet = sheet_of(plan, ask.form(SheetFields).sheet)
    calendar = sheet.layout == "calendar"
    return ask.page(
        "lists/templates/columns.html",
        name=found.name,
        keep_old=found.keep_old,
        plan=plan,
        sheet=sheet,
        is_calendar=calendar,
        columns=[] if calendar else _columns(found, plan, sheet),
        roles=[(role, ROLE_WORDS[role]) for role in CHOSEN],
    )


async def _save(ask: Ask) -> web.StreamResponse:
    found, fields = waiting_list(ask), ask.form(ColumnFields)
    plan = await plan_of(ask, found)
    sheet = sheet_of(plan, fields.sheet)
    for text in fields.role:
        index, _, role = text.partition(":")
        # A column that was never handed over has no cells: saying that it holds something is vain.
        if role in ROLES:
            found.roles[fields.sheet, int(index)] = role
    if fields.use != (sheet.use in ("list", "unknown")):
        found.uses[fields.sheet] = fields.use
    found.keep_old = fields.old
    found.plan = None
    if fields.onward:
        return ask.go(f"{PAGE}/check")
    return ask.go(f"{PAGE}/columns", sheet=str(fields.sheet))


def sheet_of(plan: ListPlan, number: int) -> SheetReport:
    """Return a sheet, the first list for -1.

    Raises:
        NotYours: There is no such sheet.
    """
    if number == -1:
        lists = [one for one in plan.sheets if one.use == "list"]
        return (lists or list(plan.sheets))[0]
    if number >= len(plan.sheets):
        raise NotYours
    return plan.sheets[number]


def _columns(found: WaitingList, plan: ListPlan, sheet: SheetReport) -> list[dict[str, Any]]:
    numbers = {row.number for row in plan.rows if row.at == sheet.at and row.verdict != "skip"}
    rows = [
        row
        for row in found.file.sheets[sheet.at].rows
        if row.number in numbers or sheet.use != "list"
    ]
    forbidden = {column: (heading, why) for column, heading, why in sheet.forbidden}
    held = {one.index: one for one in plan.columns.get(sheet.at, ())}
    shown: list[dict[str, Any]] = []
    for index in sorted({*held, *forbidden}):
        if index in forbidden:
            heading, why = forbidden[index]
            hidden = index in found.file.sheets[sheet.at].hidden_columns
            never = {"letter": letters(index), "heading": heading, "why": WHY_WORDS[why]}
            shown.append({**never, "is_hidden": hidden})
            continue
        column = held[index]
        texts = dict.fromkeys(
            shown_text(cell)
            for row in rows
            if (cell := row.cell(index)) and not cell.is_merged and cell.text not in column.heading
        )
        shown.append(
            {
                "letter": letters(index),
                "index": index,
                "heading": column.heading,
                "examples": " · ".join(map(_short, [*texts][:EXAMPLES])),
                "role": column.role,
                "is_guessed": column.is_guessed,
                "is_hidden": column.is_hidden,
                "why": None,
            }
        )
    return shown


def _short(text: str) -> str:
    return re.sub(r"(.{30}).+", r"\1…", text)


ROUTES = (
    OfficeRoute("GET", f"{PAGE}/columns", _show, "import_lists", fields=SheetFields),
    OfficeRoute("POST", f"{PAGE}/columns", _save, "import_lists", fields=ColumnFields),
)
