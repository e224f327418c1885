"""Alarms that are raised, the ways on which they leave, and a trial on every way."""

from aiohttp import web

from bridge.fleet import words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute


async def _show(ask: Ask) -> web.StreamResponse:
    return await _page(ask, None)


async def _try(ask: Ask) -> web.StreamResponse:
    """Send a trial and tell on the same page what became of it."""
    return await _page(ask, await ask.desk.outside.alarms.try_out())


async def _page(ask: Ask, tried: list[tuple[str, str]] | None) -> web.Response:
    names = {robot.id: robot.name for robot in await ask.desk.store.robots()}
    raised = [
        (
            one,
            names.get(one.robot_id, one.robot_id),
            words.named(words.ALARMS, one.kind, ask.language),
        )
        for one in await ask.desk.store.alarms()
        if one.over_at is None
    ]
    return ask.page(
        "fleet/templates/alarms.html",
        tab="alarms",
        raised=raised,
        ways=ask.desk.outside.alarms.ways,
        tried=tried,
    )


ROUTES = (
    OfficeRoute("GET", "/office/fleet/alarms", _show, "run_fleet"),
    OfficeRoute("POST", "/office/fleet/alarms/try", _try, "run_fleet"),
)
