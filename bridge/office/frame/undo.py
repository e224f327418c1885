"""The act that takes a change back, and the list of what can be taken back."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.lending.permissions import TAKES_BACK
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute

PATH = Annotated[str, Meta(max_length=300, pattern=r"^/office(/[!-~]*)?$")]


class UndoFields(Fields, frozen=True):
    """Page to which the reader goes back."""

    back: PATH = "/office"


async def _offers(ask: Ask) -> web.StreamResponse:
    offers = await ask.desk.register.undo_offers(ask.member)
    back = ask.form(UndoFields).back
    return ask.page("frame/templates/undo.html", offers=offers, back=back)


async def _undo(ask: Ask) -> web.StreamResponse:
    register, number = ask.desk.register, ask.number("change")
    if (await register.kind_of_change(number)).partition(".")[0] in TAKES_BACK:
        ask.need_touch()  # as the change itself
    await register.undo(ask.member, number)
    return ask.go(ask.form(UndoFields).back)


ROUTES = (
    OfficeRoute("GET", "/office/undo", _offers, fields=UndoFields),
    OfficeRoute("POST", r"/office/undo/{change:\d{1,9}}", _undo, fields=UndoFields),
)
