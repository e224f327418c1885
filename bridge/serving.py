"""The process that serves: sockets, certificates, the own relay, and the end of it all."""

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web

from bridge import config as configuration
from bridge import health
from bridge.app import Bridge
from bridge.base.addresses import Proxies
from bridge.base.clock import Clock
from bridge.base.collector import keep_for_good
from bridge.base.errors import BridgeError
from bridge.config import BridgeConfig
from bridge.process import file_words, notify
from bridge.process.config_file import wrong
from bridge.relay.asking import warn_of_versions
from bridge.relay.config import ice_servers
from bridge.relay.datagrams import is_loopback as is_loopback_host
from bridge.relay.datagrams import open_datagrams
from bridge.relay.processes import RelayPlan, RelayProcesses, make_secret
from bridge.relay.servers import IceEntry, IceServers, SharedServer
from bridge.store import Store, open_store
from bridge.web import proxy_names
from bridge.web.arrivals import Arrivals, Entrance
from bridge.web.doors import BACKLOG, Visitor

log = logging.getLogger(__name__)

RELAY_READY_S = 10.0

SHUTDOWN_TIMEOUT_S = 0.3
"""Time for open requests after the sockets were told; a page takes far less."""


@asynccontextmanager
async def listening(config: BridgeConfig, store: Store, clock: Clock) -> AsyncIterator[int]:
    """Serve while the context is open.

    Yields:
        Port on which the bridge listens.

    Raises:
        BridgeError: Pages, certificate, token or port cannot be used.
    """
    tls = _tls(config)
    async with AsyncExitStack() as stack:
        door = stack.enter_context(_listen(config.server.host, config.server.port))
        port = int(door.getsockname()[1])
        counter = None
        if config.metrics.port:
            counter = stack.enter_context(_listen(config.metrics.host, config.metrics.port))
        relay, own = await _own_servers(config, port, stack)
        configured = ice_servers(config.ice)
        servers = IceServers(configured, own, make_secret(), clock.unix_s)
        bridge = Bridge(config, store, clock, _metrics_token(config), servers, relay)
        await proxy_names.look_up(bridge.proxies)
        await bridge.releases.begin()
        await stack.enter_async_context(bridge.fleet_door.open())
        pages = await _served(bridge, bridge.application(), stack)
        counts = await _served(bridge, bridge.counting(), stack)
        async with asyncio.TaskGroup() as group:
            taken = (bridge.metrics.dropped, config.limits.header_timeout_s, group)
            arrivals = Arrivals(
                relay, bridge.gate, bridge.proxies, *taken, config.server.proxy_protocol
            )
            arrivals.open(Entrance(door, tls, pages))
            if relay is not None and tls is not None:
                arrivals.open(Entrance(relay.pages_socket(), None, pages, is_inner=True))
            if relay is not None and config.relay.port:
                inner = _listen(config.relay.host, config.relay.port)
                arrivals.open(Entrance(inner, tls, None, is_named=True))
            counted = Arrivals(None, bridge.gate, Proxies(), *taken)
            if counter is not None:
                counted.open(Entrance(counter, None, counts))
            works = (
                bridge.revocation.run(),
                bridge.revocation.note_devices(),
                bridge.fleet.run(),
                bridge.alarm_watch.run(),
                bridge.keeping.run(),
                bridge.signaling.renew_servers(),
                bridge.releases.run(),
                bridge.outbox.run(),
                bridge.board.run(),
                bridge.morning.run(),
                proxy_names.follow(bridge.proxies),
                warn_of_versions([one.urls for one in config.ice.servers]),
            )
            tasks = [group.create_task(work) for work in works]
            try:
                yield port
            finally:
                arrivals.close()
                counted.close()
                for task in tasks:
                    task.cancel()


async def _served(
    bridge: Bridge, application: web.Application, stack: AsyncExitStack
) -> Callable[[str], Visitor]:
    """Return what serves the connections of an application until the stack is closed."""
    # Connections are served by our `Visitor`, so the runner's own handler options have no effect.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT_S)
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    return bridge.visitors(runner)


async def _own_servers(
    config: BridgeConfig, port: int, stack: AsyncExitStack
) -> tuple[RelayProcesses | None, tuple[IceEntry | SharedServer, ...]]:
    """Start the bridge's own relay and STUN server; return what peers are told of them."""
    if not config.relay.enabled:
        return None, ()
    secret = make_secret()
    host = config.relay.host if config.relay.port else config.server.host
    at = config.relay.port or port
    datagrams = []
    if config.relay.stun and not is_loopback_host(host):
        datagrams = open_datagrams(host, at)
        if not datagrams:
            log.warning("UDP port %d is taken, so there is no STUN server", at)
    for sock in datagrams:
        stack.enter_context(sock)
    plan = RelayPlan(
        secret,
        config.relay.processes,
        config.limits.connections,
        config.tls.certificate if config.tls else "",
        config.tls.key if config.tls else "",
        tuple(datagrams),
    )
    relay = RelayProcesses(plan)
    await stack.enter_async_context(relay.running())
    try:
        async with asyncio.timeout(RELAY_READY_S):
            await relay.ready.wait()
    except TimeoutError:
        log.error("the relay does not start; lessons on a direct line are not affected")
    urls = configuration.relay_urls(config, stun=bool(datagrams))
    if not urls:
        log.info("the relay is told to nobody: behind a proxy it needs relay.urls")
    return relay, tuple(
        {"urls": url} if url.startswith("stun") else SharedServer(url, secret) for url in urls
    )


async def serve(config: BridgeConfig, stop: asyncio.Event) -> None:
    """Serve until `stop` is set.

    Raises:
        BridgeError: Something in the configuration cannot be used.
    """
    password = configuration.database_password(config)
    async with (
        open_store(
            config.storage.url, password, configuration.backups(config, os.environ)
        ) as store,
        listening(config, store, Clock()) as port,
    ):
        if store.is_new:
            # Where one was expected, a disk may be missing: nobody would be known to us.
            log.warning("made a new, empty database: %s", store.place)
        else:
            log.info("the database is %s", store.place)
        if configuration.expects_a_proxy(config):
            log.warning(
                "the bridge listens on this machine alone and trusts no proxy; if people come "
                "through one, name it in server.trusted_proxies, or they cannot be told apart"
            )
        keep_for_good()
        log.info("serving on port %d", port)
        notify.ready(f"Serving on port {port}")
        async with asyncio.TaskGroup() as group:
            interval_s = notify.watchdog_interval_s()
            watchdog = (
                group.create_task(health.feed_watchdog(store, interval_s), name="watchdog")
                if interval_s
                else None
            )
            await stop.wait()
            if watchdog:
                watchdog.cancel()
        notify.stopping()
    log.info("stopped")


def _listen(host: str, port: int) -> socket.socket:
    six = ":" in host
    family = socket.AF_INET6 if six else socket.AF_INET
    try:
        return socket.create_server(
            (host, port), family=family, backlog=BACKLOG, dualstack_ipv6=host == "::"
        )
    except OSError as error:
        what = file_words.words(error)
        if isinstance(error, PermissionError):
            what = (
                "ports below 1024 need a right of their own (systemd/README.md, "
                '"Without a proxy"); take server.port = 8080 behind a proxy'
            )
        raise BridgeError(f"cannot listen on {host} port {port}: {what}") from error


def _tls(config: BridgeConfig) -> ssl.SSLContext | None:
    if config.tls is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for key in ("certificate", "key"):
        name = getattr(config.tls, key)
        try:
            Path(name).read_bytes()
        except OSError as error:
            raise wrong(f"tls.{key}", name, file_words.of_file(Path(name), error)) from error
    try:
        context.load_cert_chain(config.tls.certificate, config.tls.key)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            what = f"belongs to another certificate than that in {config.tls.certificate}"
            raise wrong("tls.key", config.tls.key, what) from error
        what = (
            "this and tls.key must hold a certificate and its key without a password, both in "
            "PEM, which begins with -----BEGIN"
        )
        raise wrong("tls.certificate", config.tls.certificate, what) from error
    return context


def _metrics_token(config: BridgeConfig) -> str:
    key, name = "server.metrics_token_file", config.server.metrics_token_file
    if not name:
        return ""
    try:
        token = Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise wrong(key, name, file_words.of_file(Path(name), error)) from error
    except UnicodeDecodeError as error:
        raise wrong(key, name, "must hold a token as text") from error
    if len(token) < 16:
        raise wrong(key, name, "must hold a token of at least 16 characters")
    return token
