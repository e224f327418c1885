"""The page that searches everything."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.search import Hit, Kind

KIND_WORDS: dict[Kind, Words] = {
    "robot": Words("Roboter", "Robots"),
    "school": Words("Schulen", "Schools"),
    "loan": Words("Leihen", "Loans"),
    "child": Words("Kinder", "Children"),
    "request": Words("Anfragen", "Requests"),
}
PATHS: dict[Kind, str] = {
    "robot": "robots",
    "school": "schools",
    "loan": "loans",
    "child": "children",
    "request": "requests",
}


class SearchQuery(Fields, frozen=True):
    """Text to search for."""

    q: Annotated[str, Meta(max_length=80)] = ""


async def _search(ask: Ask) -> web.StreamResponse:
    text = ask.form(SearchQuery).q.strip()
    hits = await ask.desk.register.search(ask.member, text) if text else []
    by_kind: dict[Kind, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    return ask.page(
        "desk/templates/search.html",
        text=text,
        groups=[(KIND_WORDS[kind], PATHS[kind], found) for kind, found in by_kind.items()],
    )


ROUTES = (OfficeRoute("GET", "/office/search", _search, "see_robots", SearchQuery),)
