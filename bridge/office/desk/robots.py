"""The page *robots*: all of them, with filters and a map."""

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Meta, structs

from bridge.base.words import Declined, Words
from bridge.days.typed import read_span
from bridge.office.desk import north
from bridge.office.desk.robot_list import (
    PAGE,
    SHOWN,
    SHOWN_WORDS,
    Order,
    RobotFilter,
    Shown,
    by_state,
    chosen,
    counts,
    ordered,
    row_of_robot,
)
from bridge.office.desk.robot_sheet import robot_sheets
from bridge.office.desk.sight import desk_robots
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.tables.writing import xlsx

MOST_PAGES = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Text = Annotated[str, Meta(max_length=80)]


class RobotsQuery(Fields, frozen=True):
    """Filter and order of the list."""

    show: Shown = "all"
    state: Annotated[str, Meta(pattern=r"^(HH|SH|NI|MV)?$")] = ""
    q: Text = ""
    free: Text = ""
    order: Order = "name"
    back: bool = False
    page: Annotated[int, Meta(ge=1, le=MOST_PAGES)] = 1


async def _robots(ask: Ask) -> web.StreamResponse:
    query = ask.form(RobotsQuery)
    wanted, trouble = _filter(ask, query)
    today = ask.desk.clock.today()
    robots = await desk_robots(ask.desk, ask.member)
    rows = [row_of_robot(robot, today) for robot in robots]
    found = ordered(chosen(rows, wanted), query.order, query.back)
    # The map and its list speak of every state, whichever is chosen.
    everywhere = chosen(rows, RobotFilter(wanted.show, "", wanted.text, wanted.free))
    pages = max(1, -(-len(found) // PAGE))
    page = min(query.page, pages)

    def link(**changed: object) -> str:
        """Return the address of the same list with something else in it."""
        values = structs.asdict(query) | {"page": 1} | changed
        usual = structs.asdict(RobotsQuery())
        shown = {name: _written(value) for name, value in values.items() if value != usual[name]}
        return "/office/robots" + (f"?{urlencode(shown)}" if shown else "")

    list_file = link().replace("/office/robots", "/office/robots/list.xlsx", 1)
    number = counts(rows, wanted)
    return ask.page(
        "desk/templates/robots.html",
        query=query,
        trouble=trouble,
        free=wanted.free,
        link=link,
        list_file=list_file,
        rows=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        all_of_them=number["all"],
        first=(page - 1) * PAGE + 1,
        page=page,
        pages=pages,
        chips=[
            (link(show=one), SHOWN_WORDS[one], number[one], one == query.show)
            for one in SHOWN
            if one != "scrapped" or number[one]
        ],
        number=number,
        states=by_state(everywhere),
        shapes=north.SHAPES,
        dots=north.dots(row.robot for row in everywhere),
        size=(north.WIDTH, north.HEIGHT),
    )


async def _list_file(ask: Ask) -> web.StreamResponse:
    query = ask.form(RobotsQuery)
    wanted, trouble = _filter(ask, query)
    if trouble is not None:
        raise Declined(trouble, "free")
    today = ask.desk.clock.today()
    robots = await desk_robots(ask.desk, ask.member)
    found = chosen([row_of_robot(robot, today) for robot in robots], wanted)
    rows = ordered(found, query.order, query.back)
    sheets = robot_sheets(rows, wanted, today, ask.member.name, ask.language)
    headers = {
        "Content-Disposition": f'attachment; filename="roboter-{today.isoformat()}.xlsx"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    body = await asyncio.to_thread(xlsx, sheets)
    return web.Response(body=body, content_type=XLSX, headers=headers)


def _filter(ask: Ask, query: RobotsQuery) -> tuple[RobotFilter, Words | None]:
    """Return the filter, and what is wrong with the days that were typed."""
    free, trouble = None, None
    if query.free.strip():
        try:
            span = read_span(query.free, ask.desk.clock.today(), query.state)
            free = (span.first, span.last)
        except Declined as declined:
            trouble = declined.words
    return RobotFilter(query.show, query.state, query.q, free), trouble


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


ROUTES = (
    OfficeRoute("GET", "/office/robots", _robots, "see_robots", RobotsQuery),
    OfficeRoute("GET", "/office/robots/list.xlsx", _list_file, "export_lists", RobotsQuery),
)
