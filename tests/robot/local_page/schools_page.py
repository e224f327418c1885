"""A robot with body, bridge and its own page in this process, and a technician who asks it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientResponse, ClientSession, ClientTimeout, CookieJar
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.process import pin
from robot.agent import Agent
from robot.local_page.page_server import PageServer
from robot.settings.config import PageSection, RobotConfig
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.bridges import bridge_stand_in
from tests.robot.schools import School, config_for, running

PIN = "47110815"
KEPT = pin.hashed(PIN, b"s" * pin.SALT_BYTES)


def with_page(config: RobotConfig, folder: Path) -> RobotConfig:
    """Return a configuration whose page listens on a free port, with a PIN."""
    path = folder / "page-pin"
    path.write_text(KEPT + "\n", encoding="utf-8")
    page = PageSection(listen="127.0.0.1:0", pin_file=str(path))
    return msgspec.structs.replace(config, page=page)


class Technician:
    """A browser without pictures.

    Args:
        browser: Sends the requests, and keeps the cookie.
        address: Of the page, without a slash at its end.
    """

    def __init__(
        self, browser: ClientSession, address: str, server: PageServer | None = None
    ) -> None:
        self._browser = browser
        self.address = address
        self._server = server

    @property
    def server(self) -> PageServer:
        """Return the server that answers; it must be within the test's reach."""
        assert self._server is not None
        return self._server

    async def ask(
        self,
        method: str,
        path: str,
        document: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Return status and content of an answer; JSON is read."""
        sent = {"Origin": self.address, "Content-Type": "application/json"}
        async with self._browser.request(
            method,
            self.address + path,
            data=None if method == "GET" else json.dumps(document if document is not None else {}),
            headers={**(sent if method != "GET" else {}), **(headers or {})},
        ) as response:
            is_json = response.content_type == "application/json"
            return response.status, await (response.json() if is_json else response.read())

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, document: object = None) -> tuple[int, Any]:
        return await self.ask("POST", path, document)

    async def signs_in(self) -> None:
        status, _ = await self.post("/api/sign-in", {"pin": PIN})
        assert status == 200

    @asynccontextmanager
    async def stream(self, path: str = "/api/events") -> AsyncIterator["Stream"]:
        async with self._browser.get(self.address + path) as response:
            yield Stream(response)


class Stream:
    """Events of one stream."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self, name: str) -> Any:
        """Return the data of the next event of this name."""
        async with asyncio.timeout(WAIT_S):
            await self.response.content.readuntil(f"event: {name}\ndata: ".encode())
            return json.loads(await self.response.content.readline())

    async def until(self, **fields: object) -> Any:
        """Return the next state in which all of these are so."""
        while True:
            state = await self.next("state")
            if all(state[name] == value for name, value in fields.items()):
                return state


@asynccontextmanager
async def browser() -> AsyncIterator[ClientSession]:
    async with ClientSession(
        timeout=ClientTimeout(WAIT_S), cookie_jar=CookieJar(unsafe=True)
    ) as session:
        yield session


@asynccontextmanager
async def school_with_page(
    tmp_path: Path, camera: str = "testcard:"
) -> AsyncIterator[tuple[School, Technician]]:
    """Run a robot, and let a technician stand before its page, not signed in yet."""
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge, body_at(tmp_path / "body.sock") as room:
        bridge.robot_key = identity.public
        config = with_page(config_for(tmp_path, bridge.url, camera), tmp_path)
        agent = Agent(config, identity)
        async with running(agent) as life:
            await bridge.linked()
            await room.linked()
            async with asyncio.timeout(WAIT_S):
                host, port = await agent.technician.page.serving()
            async with browser() as session:
                yield (
                    School(bridge, room, agent, identity.public, life),
                    Technician(session, f"http://{host}:{port}"),
                )
