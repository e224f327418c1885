"""The page *today*."""

from aiohttp import web

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute


async def _today(ask: Ask) -> web.StreamResponse:
    return ask.page("desk/templates/today.html")


ROUTES = (OfficeRoute("GET", "/office/today", _today, "see_today"),)
