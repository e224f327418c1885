"""HTTP of the robot's own page: who may ask, files, and the way in by PIN.

What a signed-in technician can do lies in `page_acts`. Nothing that is asked here is logged.
"""

import asyncio
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bridge.process import logs, pin
from robot.local_page.page_acts import PageActs
from robot.local_page.page_answers import refused, said
from robot.local_page.page_door import COOKIE, HEADERS, is_own_host, is_own_origin
from robot.local_page.page_files import load_page_files
from robot.local_page.page_sessions import MOST_S, PageSessions
from robot.local_page.pin_gate import PinGate
from robot.media.types.allowance import Allowance

REQUEST_S = 5.0
MOST_CONNECTIONS = 24
MOST_BODY_BYTES = 2048
IDLE_S, SWEEP_S = 10.0, 2.0
"""Time without a request after which a connection is closed, and between two looks."""

TOKEN_BYTES = 32

REQUESTS_HZ, REQUESTS_BURST = 20.0, 120
"""Requests of all strangers together: a page with all its files, and then a few a second. More
would take time from a lesson."""

MISDIRECTED = """\
Die Seite dieses Roboters heißt http://{name}.local; auch seine Adresse in Ziffern geht.
This robot's page is http://{name}.local; its address in digits will do, too.
"""
"""Answer to requests under a name that somebody else, such as a router, gave this robot."""

OPEN = ("/api/hello", "/api/sign-in")
"""Paths that may be requested before the PIN, besides files."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)
log.addFilter(logs.without(HttpProcessingError))


class PageServer:
    """Server of the page.

    Args:
        pin_hash: What the robot keeps of its PIN.
        machine: Host name of this robot.
        acts: What a technician can do.
    """

    def __init__(self, pin_hash: str, machine: str, acts: PageActs) -> None:
        self._pin_hash = pin_hash
        self._machine = machine
        self._acts = acts
        self._files = load_page_files()
        self._gate = PinGate()
        self._sessions = PageSessions()
        self._strangers = Allowance(REQUESTS_HZ, REQUESTS_BURST)
        self._technicians = Allowance(REQUESTS_HZ, REQUESTS_BURST)
        """Apart from the others, so that nobody in the network can keep a technician out."""
        self._busy: set[web.RequestHandler] = set()
        """Connections on which something is being answered."""
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            logger=log,
            keepalive_timeout=REQUEST_S,
            shutdown_timeout=0.1,
        )

    @asynccontextmanager
    async def serve(self, listening: socket.socket) -> AsyncIterator[None]:
        """Answer on this socket."""
        try:
            await self._runner.setup()
            await web.SockSite(self._runner, listening).start()
            yield
        finally:
            self._acts.end()
            await self._runner.cleanup()

    async def sweep(self) -> None:
        """Close connections on which nothing is asked, until cancelled.

        Else a stranger who opens some and says nothing would keep everybody out for ever.
        """
        loop = asyncio.get_running_loop()
        idle_since_s: dict[web.RequestHandler, float] = {}
        while True:
            await asyncio.sleep(SWEEP_S)
            server, now = self._runner.server, loop.time()
            idle = set(server.connections if server else ()) - self._busy
            idle_since_s = {one: idle_since_s.get(one, now) for one in idle}
            for one, since_s in idle_since_s.items():
                if now >= since_s + IDLE_S and one.transport is not None:
                    one.transport.abort()

    def _application(self) -> web.Application:
        @web.middleware
        async def at_the_door(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._busy.add(request.protocol)
            try:
                self._refuse_strangers(request)
                return await handler(request)
            finally:
                self._busy.discard(request.protocol)

        async def dress(_request: web.Request, response: web.StreamResponse) -> None:
            response.headers.update(HEADERS)

        app = web.Application(client_max_size=MOST_BODY_BYTES, middlewares=[at_the_door])
        app.on_response_prepare.append(dress)
        app.router.add_get("/api/hello", self._hello, allow_head=False)
        app.router.add_post("/api/sign-in", self._sign_in)
        app.router.add_post("/api/sign-out", self._sign_out)
        self._acts.add_routes(app.router, self._is_in)
        app.router.add_get("/{path:.*}", self._file, allow_head=False)
        return app

    # ---- at the door

    def _refuse_strangers(self, request: web.Request) -> None:
        """Refuse a request that does not come from this page, or comes too often.

        Raises:
            HTTPException: The request is refused.
        """
        server = self._runner.server
        if server is None or len(server.connections) > MOST_CONNECTIONS:
            raise web.HTTPServiceUnavailable(headers={"Connection": "close", "Retry-After": "2"})
        is_in = self._is_in(request)
        allowance = self._technicians if is_in else self._strangers
        if not allowance.take(asyncio.get_running_loop().time()):
            raise web.HTTPServiceUnavailable(headers={"Connection": "close", "Retry-After": "2"})
        hosts = request.headers.getall("Host", [])
        address, port = _own_end(request)
        if not is_own_host(hosts, self._machine, address, port):
            raise web.HTTPMisdirectedRequest(
                text=MISDIRECTED.format(name=self._machine.partition(".")[0])
            )
        if request.method != "GET":
            origin = request.headers.get("Origin", "")
            if not is_own_origin(origin, hosts[0]) or request.content_type != "application/json":
                raise web.HTTPForbidden
        path = request.path
        if path.startswith("/api/") and path not in OPEN and not is_in:
            raise web.HTTPUnauthorized

    def _is_in(self, request: web.Request) -> bool:
        by_itself = request.method == "GET"
        now = asyncio.get_running_loop().time()
        return self._sessions.holds(request.cookies.get(COOKIE, ""), now, used=not by_itself)

    # ---- the way in

    async def _hello(self, request: web.Request) -> web.Response:
        wait_s = self._gate.wait_s(asyncio.get_running_loop().time())
        return said({"signed_in": self._is_in(request), "wait_s": round(wait_s)})

    async def _sign_in(self, request: web.Request) -> web.Response:
        """Let somebody in who knows the PIN; everybody else waits longer and longer."""
        typed = await _typed_pin(request)
        loop = asyncio.get_running_loop()
        if not self._gate.take(loop.time()):
            return refused("wait", 429, wait_s=max(1, round(self._gate.wait_s(loop.time()))))
        right: bool | None = None
        try:
            right = await asyncio.to_thread(pin.fits, typed, self._pin_hash)
        finally:
            self._gate.tried(right, loop.time())
        if not right:
            log.warning("page: a wrong PIN was typed")
            return refused("wrong_pin", 403, wait_s=round(self._gate.wait_s(loop.time())))
        log.info("page: a technician has signed in")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._sessions.begin(token, loop.time())
        response = said({})
        response.set_cookie(
            COOKIE, token, max_age=int(MOST_S), httponly=True, samesite="Strict", path="/"
        )
        return response

    async def _sign_out(self, request: web.Request) -> web.Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = said({})
        response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
        return response

    async def _file(self, request: web.Request) -> web.Response:
        found = self._files.get(request.path)
        if found is None:
            raise web.HTTPNotFound
        body, kind = found
        return web.Response(body=body, content_type=kind, charset="utf-8")


async def _typed_pin(request: web.Request) -> str:
    """Return the PIN of a request; an empty text for what holds none."""
    try:
        document = await request.json()
    except (ValueError, RecursionError):
        return ""
    typed = document.get("pin") if isinstance(document, dict) else None
    return typed if isinstance(typed, str) else ""


def _own_end(request: web.Request) -> tuple[str, int]:
    """Return address and port at which a request arrived."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    if isinstance(name, tuple) and len(name) >= 2:
        return str(name[0]), int(name[1])
    return "", 0
