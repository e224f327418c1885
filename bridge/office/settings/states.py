"""What each federal state asks, as the papers say it: to read, with its doubts."""

from aiohttp import web

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.paperwork.states import STATES


async def _show(ask: Ask) -> web.StreamResponse:
    return ask.page("settings/templates/states.html", states=list(STATES.values()))


ROUTES = (OfficeRoute("GET", "/office/settings/states", _show, "keep_settings"),)
