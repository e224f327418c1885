"""Composition root of the bridge: builds the parts behind its HTTP application."""

import asyncio
import hmac
import importlib.metadata
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bridge import config as configuration
from bridge import health
from bridge.alarms.config import school_of
from bridge.alarms.opening import channels_of
from bridge.alarms.watch import AlarmWatch
from bridge.base.addresses import Proxies
from bridge.base.clock import Clock
from bridge.base.collector import no_collection
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.config import BridgeConfig
from bridge.fleet.board import ErrandBoard
from bridge.fleet.door import FleetDoor
from bridge.fleet.fleet import Fleet
from bridge.fleet.gauges import gauges
from bridge.keeping.job import KeepingJob
from bridge.mail.letter_queue import LetterQueue
from bridge.mail.post import Post
from bridge.office.frame.desk import Desk
from bridge.office.frame.form_guard import FormGuard
from bridge.office.frame.limits import OfficeRates
from bridge.office.frame.outside import OfficeSurroundings
from bridge.office.frame.pages import OfficePages
from bridge.office.morning.morning import MorningMail
from bridge.office.office import Office
from bridge.protocol import PROTOCOL_VERSION
from bridge.register.register import Register
from bridge.relay.processes import RelayProcesses
from bridge.relay.servers import IceServers
from bridge.releases import timestamp
from bridge.releases.serving import Releases
from bridge.signaling.bus import RoomsHere
from bridge.signaling.endpoint import Manner, Signaling
from bridge.signaling.reception import Reception
from bridge.signaling.revocation import Revocation
from bridge.signaling.sessions import Sessions
from bridge.store import Store
from bridge.web.clients import Clients
from bridge.web.doors import Gate, Visitor
from bridge.web.headers import security_headers
from bridge.web.metrics import Metrics
from bridge.web.nettest import NetworkTest
from bridge.web.pages import Pages, read_pages

log = logging.getLogger(__name__)

READY_TIMEOUT_S = 2.0

REFUSED_S = 2.0
"""Time after which somebody who asks too often is told so."""

SLOWEST_BYTES_HZ = 64 * 1024
"""Speed of a body that is waited for, beyond `limits.body_timeout_s`: half a megabit a second."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Bridge:
    """HTTP application of the bridge.

    Args:
        metrics_token: Allows `/metrics` on the public port; empty forbids it there.
    """

    def __init__(
        self,
        config: BridgeConfig,
        store: Store,
        clock: Clock,
        metrics_token: str,
        servers: IceServers,
        relay: RelayProcesses | None = None,
    ) -> None:
        self._store = store
        self.proxies = Proxies(config.server.trusted_proxies)
        self.clients = Clients(self.proxies, config.server.proxy_header)
        self._metrics_token = metrics_token
        self._clock = clock
        self._tells_robots = config.metrics.robots
        limits = self._limits = config.limits
        bus = RoomsHere()
        sessions = Sessions()
        self.journal = Journal(log, clock)
        self.fleet = Fleet(store, clock, self.journal)
        self.alarm_watch = AlarmWatch(
            store,
            clock,
            self.journal,
            self.fleet,
            school_of(config.alarms),
            channels_of(config.alarms, clock.unix_s),
        )
        self.fleet_door = FleetDoor(self.fleet, config.fleet.socket, self.alarm_watch.try_out)
        reception = Reception(store, clock, self.journal)
        self.metrics = Metrics(bus.counts, relay.counted if relay else None)
        self.headers = security_headers(configuration.origins(config), config.tls is not None)
        self.gate = Gate(limits.connections, limits.connections_per_address, self.proxies)
        self.revocation = Revocation(reception, sessions, bus, self.metrics, self.journal)
        self.signaling = Signaling(
            bus,
            reception,
            sessions,
            self.metrics,
            clock,
            Manner(
                configuration.origins(config),
                servers,
                limits.opening_timeout_s,
                limits.heartbeat_s,
                limits.handshakes_per_minute,
            ),
            Gate(limits.connections, limits.connections_per_address, self.proxies),
            self.fleet,
        )
        self._nettest = NetworkTest(
            configuration.origins(config), configuration.public_url(config), servers, clock
        )
        self._pages = Pages(read_pages(config.pages.pupil_app))
        register = Register(store.database, clock)
        self.keeping = KeepingJob(store.database, register, clock, self.journal)
        offered = config.releases
        self.releases = Releases(
            Path(offered.folder) if offered.folder else None,
            timestamp.load_key(offered.key_file) if offered.key_file else None,
            store,
            clock,
        )
        self.board = ErrandBoard(self.fleet.asking, clock)
        post = Post(config.mail)
        self.outbox = LetterQueue(post, self.journal)
        desk = Desk(
            store,
            register,
            clock,
            self.fleet,
            OfficePages(),
            configuration.public_url(config),
            configuration.origins(config),
            OfficeSurroundings(
                self._address,
                post,
                self.outbox,
                FormGuard(clock.monotonic_s()),
                self.alarm_watch,
                self.board,
                self.releases,
            ),
        )
        rates = OfficeRates(limits.office_per_minute, limits.strangers_per_minute)
        self.office = Office(desk, rates=rates)
        self.morning = MorningMail(desk, config.mail.morning, self.journal)

    def application(self) -> web.Application:
        """Return the aiohttp application."""

        @web.middleware
        async def at_the_door(request: web.Request, handler: Handler) -> web.StreamResponse:
            if isinstance(request.protocol, Visitor):
                request.protocol.requested()
            refused = self.office.refused(request)
            if refused is not None:
                return await self._later(request, refused)
            if request.body_exists:
                most = self.office.body_bytes(request)
                if most == 0 or (request.content_length or 0) > most:
                    raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=most + 1)
                if isinstance(request.protocol, Visitor):
                    patience_s = self._limits.body_timeout_s + most / SLOWEST_BYTES_HZ
                    request.protocol.expect(request.content, patience_s)
                request = request.clone(client_max_size=most)
            return await handler(request)

        async def dress(_request: web.Request, response: web.StreamResponse) -> None:
            # The office has a policy of its own.
            for name, value in self.headers.items():
                response.headers.setdefault(name, value)
            response.headers["Server"] = self.headers["Server"]  # the library has set its own

        async def close(_app: web.Application) -> None:
            await self.signaling.close()

        app = web.Application(client_max_size=1024, middlewares=[at_the_door])
        app.on_response_prepare.append(dress)
        app.on_shutdown.append(close)
        app.router.add_get("/signal", self._signal, allow_head=False)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/version", self._version)
        app.router.add_get("/metrics", self._show_metrics)
        app.router.add_get("/nettest/roads", self._nettest.roads)
        app.router.add_get("/nettest/socket", self._test_network, allow_head=False)
        app.router.add_get("/releases/metadata/{name}", self._release_metadata)
        app.router.add_get("/releases/targets/{path:.+}", self._release_archive)
        app.router.add_get("/releases/wave.json", self._wave)
        self.office.add_to(app.router)
        app.router.add_get("/{path:.*}", self._pages.handle)
        return app

    async def _later(self, request: web.Request, refused: web.StreamResponse) -> web.StreamResponse:
        """Let somebody who asks too often wait, so that more of them cost no more.

        The connection counts as idle meanwhile: its place goes to whoever needs one.
        """
        self.metrics.refused("too_fast")
        if isinstance(request.protocol, Visitor):
            request.protocol.rest()
        await asyncio.sleep(REFUSED_S)
        return refused

    def visitors(self, runner: web.AppRunner) -> Callable[[str], Visitor]:
        """Return what serves one connection, given the client that a proxy named."""
        loop = asyncio.get_running_loop()
        server = runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")

        def make(named: str) -> Visitor:
            return Visitor(
                server,
                gate=self.gate,
                metrics=self.metrics,
                journal=self.journal,
                header_timeout_s=self._limits.header_timeout_s,
                headers=self.headers,
                loop=loop,
                named=named,
            )

        return make

    async def _signal(self, request: web.Request) -> web.StreamResponse:
        return await self.signaling.handle(request, self._address(request))

    async def _test_network(self, request: web.Request) -> web.StreamResponse:
        return await self._nettest.socket(request, self._address(request))

    async def _release_metadata(self, request: web.Request) -> web.StreamResponse:
        return await self.releases.metadata(request, self._address(request))

    async def _release_archive(self, request: web.Request) -> web.StreamResponse:
        return await self.releases.archive(request, self._address(request))

    async def _wave(self, request: web.Request) -> web.StreamResponse:
        return await self.releases.wave(request, self._address(request))

    async def _healthz(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(text="ok\n")

    async def _readyz(self, _request: web.Request) -> web.StreamResponse:
        if await health.check(self._store, READY_TIMEOUT_S):
            return web.Response(text="ready\n")
        return web.Response(status=503, text="the database does not answer\n")

    async def _version(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"version": version(), "protocol": PROTOCOL_VERSION})

    def counting(self) -> web.Application:
        """Return the application of the metrics' own address, which needs no token."""

        async def show(_request: web.Request) -> web.StreamResponse:
            return await self._counts()

        app = web.Application(client_max_size=1024)
        app.router.add_get("/metrics", show)
        return app

    async def _show_metrics(self, request: web.Request) -> web.StreamResponse:
        if not self._may_count(request):
            raise web.HTTPForbidden
        return await self._counts()

    async def _counts(self) -> web.Response:
        text = self.metrics.text()
        if self._tells_robots:
            try:
                async with asyncio.timeout(READY_TIMEOUT_S):
                    with no_collection():
                        text += gauges(await self.fleet.rows(), self._clock.unix_s())
            except (StoreError, TimeoutError) as error:
                self.journal.fail("robots could not be counted: %s", error or "no answer")
        return web.Response(
            body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )

    def _may_count(self, request: web.Request) -> bool:
        """Tell whether a request on the public port may read the metrics.

        No address is enough: a proxy on this machine is a loopback peer too, for everybody.
        """
        given = request.headers.get("Authorization", "")
        wanted = f"Bearer {self._metrics_token}"
        return bool(self._metrics_token) and hmac.compare_digest(given.encode(), wanted.encode())

    def _address(self, request: web.Request) -> str:
        return self.clients.address(_peer(request), request.headers)


def _peer(request: web.Request) -> str:
    protocol = request.protocol
    named = protocol.named if isinstance(protocol, Visitor) else ""
    return named or request.remote or ""


def version() -> str:
    """Return the version of the installed package."""
    try:
        return importlib.metadata.version("karlsson")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
