"""Pages of the frame: where everybody begins, everything else on a phone, and the keys."""

from aiohttp import web

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute


async def _home(ask: Ask) -> web.StreamResponse:
    return ask.go("/office/today" if ask.may("see_today") else "/office/robots")


async def _more(ask: Ask) -> web.StreamResponse:
    return ask.page("desk/templates/more.html")


async def _keys(ask: Ask) -> web.StreamResponse:
    return ask.page("desk/templates/keys.html")


ROUTES = (
    OfficeRoute("GET", "/office", _home),
    OfficeRoute("GET", "/office/more", _more),
    OfficeRoute("GET", "/office/keys", _keys),
)
