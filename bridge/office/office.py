"""All routes of the office, behind one door."""

import importlib.resources
from collections.abc import Iterable

from aiohttp import web

from bridge.office.desk import more, robot, robots, search, today
from bridge.office.family import family, wishes
from bridge.office.fleet import alarms as fleet_alarms
from bridge.office.fleet import enrolling as fleet_enrolling
from bridge.office.fleet import robots as fleet_robots
from bridge.office.fleet import updates as fleet_updates
from bridge.office.frame import undo
from bridge.office.frame.ask import Ask
from bridge.office.frame.desk import Desk
from bridge.office.frame.door import COOKIE, HEADERS, OfficeDoor
from bridge.office.frame.limits import OfficeRates
from bridge.office.frame.openapi import describe
from bridge.office.frame.routes import OfficeRoute
from bridge.office.keeping import erasing, retention
from bridge.office.lists import check, columns, outgoing, overview
from bridge.office.loans import routes as loans
from bridge.office.papers import papers, printing
from bridge.office.people import history, history_file, people
from bridge.office.requests import acts as request_acts
from bridge.office.requests import form as request_form
from bridge.office.requests import letter_pages
from bridge.office.requests import pages as request_pages
from bridge.office.schools import child_pages, school_pages
from bridge.office.settings import charity, states
from bridge.office.signin import entering, invitations, me
from bridge.protocol import PROTOCOL_VERSION
from bridge.web.pages import MIME, StaticFile, answer, static_file

ROUTES: tuple[OfficeRoute, ...] = (
    *undo.ROUTES,
    *today.ROUTES,
    *robots.ROUTES,
    *robot.ROUTES,
    *search.ROUTES,
    *more.ROUTES,
    *entering.ROUTES,
    *invitations.ROUTES,
    *me.ROUTES,
    *papers.ROUTES,
    *printing.ROUTES,
    *charity.ROUTES,
    *states.ROUTES,
    *family.ROUTES,
    *request_form.ROUTES,
    *retention.ROUTES,
    *erasing.ROUTES,
    *people.ROUTES,
    *history.ROUTES,
    *history_file.ROUTES,
    *wishes.ROUTES,
    *loans.ROUTES,
    *overview.ROUTES,
    *columns.ROUTES,
    *check.ROUTES,
    *outgoing.ROUTES,
    *school_pages.ROUTES,
    *child_pages.ROUTES,
    *request_pages.ROUTES,
    *request_acts.ROUTES,
    *letter_pages.ROUTES,
    *fleet_robots.ROUTES,
    *fleet_enrolling.ROUTES,
    *fleet_alarms.ROUTES,
    *fleet_updates.ROUTES,
)
"""Every page and act."""

FOLDER = importlib.resources.files("bridge.office") / "files"
FILES = (
    "office.css",
    "desk.css",
    "office.js",
    "keeping.css",
    "keys.js",
    "live.js",
    "trusted.js",
    "htmx-2.0.11.min.js",
    "signin.css",
    "passkeys.js",
    "family.css",
    "family.js",
    "papers.css",
    "settings.css",
    "requests.css",
    "people.css",
    "loans.css",
    "lists.css",
    "lists.js",
    "loans.js",
    "fleet.css",
)


USUAL = OfficeRates()

DESCRIPTION = "/office/openapi.json"

PLACES = ("/office", "/lend", "/family")
"""Beginnings of all paths of the office, also of those that lead nowhere."""


class Office:
    """Pages of the office within the bridge's application.

    Args:
        rates: How often somebody may ask.
    """

    def __init__(
        self,
        desk: Desk,
        routes: Iterable[OfficeRoute] = ROUTES,
        rates: OfficeRates = USUAL,
    ) -> None:
        self.desk = desk
        self._door = OfficeDoor(desk, rates)
        self._routes = (*routes, OfficeRoute("GET", DESCRIPTION, self._describe))
        self._files = {
            name: static_file((FOLDER / name).read_bytes(), MIME[name[name.rfind(".") :]])
            for name in FILES
        }

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes to the bridge's."""
        for route in self._routes:
            self._add(router, route)
        router.add_get("/office/files/{name}", self._file)

    def refused(self, request: web.Request) -> web.Response | None:
        """Return the answer to somebody who asks too often; None to anybody else."""
        if not request.path.startswith(PLACES) or request.path.startswith("/office/files/"):
            return None
        return None if self._door.allows(request) else self._door.refuse(request)

    def body_bytes(self, request: web.Request) -> int:
        """Return the largest body that a request may bring; 0 for none."""
        route = request.match_info.route.name or ""
        number = route.removeprefix("office")
        return self._routes[int(number)].body_bytes if number != route else 0

    def _add(self, router: web.UrlDispatcher, route: OfficeRoute) -> None:
        async def handle(request: web.Request) -> web.StreamResponse:
            response = await self._door.enter(route, request)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        name = f"office{self._routes.index(route)}"
        router.add_route(route.method, route.path, handle, name=name)

    async def _describe(self, ask: Ask) -> web.StreamResponse:
        told = describe(self._routes, self.desk.public_url, str(PROTOCOL_VERSION), COOKIE)
        return web.json_response(told, headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file: StaticFile | None = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        wanted = request.headers
        return answer(file, wanted.get("If-None-Match", ""), wanted.get("Accept-Encoding", ""))
