"""The office as its staff meet it: a bridge on localhost, a few people, requests with a cookie."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.journal import Journal
from bridge.base.records import Robot
from bridge.config import BridgeConfig
from bridge.fleet.fleet import Fleet
from bridge.lending.permissions import Member, Role
from bridge.office.frame.desk import Desk
from bridge.office.frame.door import COOKIE
from bridge.office.frame.limits import OfficeRates
from bridge.office.frame.routes import OfficeRoute
from bridge.office.office import Office
from bridge.protocol import keys
from bridge.protocol.fleet import RobotHealth
from bridge.protocol.presence import Snapshot
from bridge.register.register import Register
from bridge.serving import listening
from bridge.store import Store, open_store
from tests.bridge.office.desks import bare_desk
from tests.bridge.people import TurnedClock, house_config
from tests.bridge.ready import make_ready
from tests.ports import free_port

MANY = 1_000_000
"""Requests a minute: the clock of these tests stands still."""


@dataclass
class Staff:
    """An open office."""

    store: Store
    register: Register
    clock: TurnedClock
    url: str
    http: aiohttp.ClientSession
    desk: Desk | None = None
    """Desk that the handlers work with, if a test serves the routes itself."""

    async def person(self, role: Role = "office", school_id: int | None = None) -> Member:
        """Return somebody new with this role."""
        return await self.register.add_person(f"Anna {role}", role, school_id)

    async def cookie(self, member: Member) -> str:
        """Return the cookie of a session that just began with a passkey."""
        return await self.register.begin_session(member.id)

    async def signed_in(self, role: Role = "office", school_id: int | None = None) -> "Visit":
        """Return the browser of somebody new, signed in."""
        member = await self.person(role, school_id)
        return Visit(self, member, await self.cookie(member))

    @asynccontextmanager
    async def with_routes(self, *routes: OfficeRoute) -> AsyncIterator["Staff"]:
        """Serve other routes over the same people and rows."""
        url = f"http://localhost:{free_port()}"
        fleet = Fleet(self.store, self.clock, Journal(logging.getLogger(__name__), self.clock))
        parts = {"store": self.store, "register": self.register, "fleet": fleet}
        desk = bare_desk(url, self.clock, **parts)
        app = web.Application()
        Office(desk, routes, OfficeRates(MANY, MANY)).add_to(app.router)
        async with TestServer(app, host="localhost", port=int(url.rpartition(":")[2])):
            yield replace(self, url=url, desk=desk)

    def here(self, robot_id: str, *told: RobotHealth | Snapshot) -> None:
        """Let a robot be connected, and tell something."""
        assert self.desk is not None
        fleet = self.desk.fleet
        fleet.came(robot_id, 1)
        for message in told:
            if isinstance(message, Snapshot):
                fleet.see(robot_id, message)
            else:
                fleet.hear(robot_id, message)

    async def robots(self, *ids: str) -> None:
        """Take in robots, each with a key of its own."""
        for one in ids:
            key = keys.public_text(Ed25519PrivateKey.generate())
            await self.store.put_robot(Robot(one, one.title(), key, int(self.clock.unix_s())))


@dataclass
class Visit:
    """Requests of one signed-in person."""

    staff: Staff
    member: Member
    token: str

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.token}", "Origin": self.staff.url}

    async def get(self, path: str, status: int = 200, **query: str) -> str:
        """Return a page."""
        asked = self.staff.http.get(
            self.staff.url + path, params=query, headers=self._headers(), allow_redirects=False
        )
        async with asked as answer:
            text = await answer.text()
            assert answer.status == status, text
            return text

    async def post(
        self, path: str, fields: Mapping[str, Any] | None = None, status: int = 303, **more: Any
    ) -> str:
        """Send a form, and return where it leads, or the page that says why not."""
        asked = self.staff.http.post(
            self.staff.url + path,
            data={**(fields or {}), **more},
            headers=self._headers(),
            allow_redirects=False,
        )
        async with asked as answer:
            text = await answer.text()
            assert answer.status == status, text
            return answer.headers.get("Location", "") or text


def office_config(folder: Path, port: int) -> BridgeConfig:
    """Return a configuration whose pages browsers reach as `localhost`, where passkeys work."""
    config = house_config(folder)
    url = f"http://localhost:{port}"
    server = msgspec.structs.replace(config.server, port=port, public_url=url, origins=(url,))
    limits = msgspec.structs.replace(
        config.limits, office_per_minute=MANY, strangers_per_minute=MANY
    )
    return msgspec.structs.replace(config, server=server, limits=limits)


@asynccontextmanager
async def open_staff(config: BridgeConfig) -> AsyncIterator[Staff]:
    """Serve an empty office."""
    clock = TurnedClock()
    await make_ready(config.storage.url)
    async with (
        open_store(config.storage.url) as store,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        listening(config, store, clock),
    ):
        register = Register(store.database, clock)
        yield Staff(store, register, clock, config.server.public_url, http)


def new_config(folder: Path) -> BridgeConfig:
    """Return a configuration on a free port."""
    return office_config(folder, free_port())
