"""The page on which the lead says how long each kind of data is kept."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.lending.retention import KINDS
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute

PAGE = "/office/settings/retention"


class DaysFields(Fields, frozen=True):
    """Days for which one kind is kept."""

    days: Annotated[int, Meta(ge=0, le=10_000)]
    was: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """Days that the page showed."""


async def _show(ask: Ask) -> web.StreamResponse:
    days = await ask.desk.register.periods()
    return ask.page("keeping/templates/retention.html", kinds=KINDS, days=days)


async def _set(ask: Ask) -> web.StreamResponse:
    name, form = ask.text("kind"), ask.form(DaysFields)
    change = await ask.desk.register.set_period(ask.member, name, form.days, form.was)
    return ask.go(PAGE, undo=change)


ONE = PAGE + "/{kind:[a-z]{1,20}}"

ROUTES = (
    OfficeRoute("GET", PAGE, _show, "keep_settings"),
    OfficeRoute("POST", ONE, _set, "keep_settings", fields=DaysFields, is_fresh=True),
)
