"""Pages of the frame: everything else on a phone, and the keys."""

from aiohttp import web

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute


async def _more(ask: Ask) -> web.StreamResponse:
    return ask.page("desk/templates/more.html")


async def _keys(ask: Ask) -> web.StreamResponse:
    return ask.page("desk/templates/keys.html")


ROUTES = (
    OfficeRoute("GET", "/office/more", _more),
    OfficeRoute("GET", "/office/keys", _keys),
)
