import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import BusType, Message, MessageType, unpack_variants
from dbus_fast.aio import MessageBus

from tests.deadline import WAIT_S

TEMPLATE = Path(__file__).with_name("radio_template.py")
NAME = "org.freedesktop.NetworkManager"
MANAGER = "/org/freedesktop/NetworkManager"
PYTHON = "/usr/bin/python3"

HAS_DBUSMOCK = (
    Path("/usr/bin/dbus-daemon").exists()
    and Path("/usr/lib/python3/dist-packages/dbusmock").is_dir()
)

PSK, EAP = 0x100, 0x200


class NetworkManagerMock:
    """Debian's python-dbusmock in the place of NetworkManager."""

    def __init__(self, address: str, bus: MessageBus) -> None:
        self.address = address
        self._bus = bus
        self.radio = ""

    async def call(self, path: str, interface: str, member: str, signature: str, *body: Any) -> Any:
        reply = await self._bus.call(
            Message(NAME, path, interface, member, signature=signature, body=list(body))
        )
        assert reply is not None
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        answer = unpack_variants(reply.body)
        return answer[0] if answer else None

    async def mock(self, member: str, signature: str, *body: Any) -> Any:
        return await self.call(MANAGER, "org.freedesktop.DBus.Mock", member, signature, *body)

    async def add_radio(self) -> None:
        self.radio = await self.mock("AddRadio", "s", "wlan0")

    async def add_network(self, ssid: str, percent: int = 70, security: int = PSK) -> None:
        await self.mock(
            "AddAccessPoint",
            "ssssuuuyu",
            self.radio,
            f"AP{len(ssid)}{sum(ssid.encode())}",
            ssid,
            "00:23:F8:7E:12:BB",
            2,
            2425,
            5400,
            percent,
            security,
        )

    async def settle(self, ssid: str, fate: str) -> None:
        await self.mock("SetFate", "ss", ssid, fate)

    async def tried(self) -> list[str]:
        tried: list[str] = await self.mock("Journal", "")
        return tried

    async def profiles(self) -> dict[str, dict[str, Any]]:
        paths = await self.call(f"{MANAGER}/Settings", f"{NAME}.Settings", "ListConnections", "")
        interface = f"{NAME}.Settings.Connection"
        return {path: await self.call(path, interface, "GetSettings", "") for path in paths}

    async def is_saved(self, path: str) -> bool:
        unsaved = await self.call(
            path,
            "org.freedesktop.DBus.Properties",
            "Get",
            "ss",
            f"{NAME}.Settings.Connection",
            "Unsaved",
        )
        return not unsaved


@pytest.fixture(scope="module")
def bus_address() -> Iterator[str]:
    """A system bus of this module's own."""
    if not HAS_DBUSMOCK:
        pytest.skip("needs Debian's python3-dbusmock and dbus-daemon")
    daemon = subprocess.Popen(
        ["/usr/bin/dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(WAIT_S)
        daemon.stdout.close()


@asynccontextmanager
async def network_manager(address: str) -> AsyncIterator[NetworkManagerMock]:
    command = (PYTHON, "-m", "dbusmock", "--system", "--template", str(TEMPLATE))
    async with serving(address, *command) as (bus, _):
        yield NetworkManagerMock(address, bus)


@asynccontextmanager
async def serving(address: str, *command: str) -> AsyncIterator[tuple[MessageBus, int]]:
    """Run what takes NetworkManager's name on the bus; yields bus and process."""
    environment = os.environ | {
        "DBUS_SYSTEM_BUS_ADDRESS": address,
        "DBUS_SESSION_BUS_ADDRESS": address,
    }
    environment.pop("PYTHONPATH", None)
    bus = await MessageBus(address, BusType.SYSTEM).connect()
    arrived: asyncio.Event = asyncio.Event()
    owned = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")

    def hear(message: Message) -> None:
        if message.member == "NameOwnerChanged" and message.body[0] == NAME and message.body[2]:
            arrived.set()

    bus.add_message_handler(hear)
    rule = f"type='signal',member='NameOwnerChanged',arg0='{NAME}'"
    await bus.call(Message(*owned, "AddMatch", signature="s", body=[rule]))
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        async with asyncio.timeout(WAIT_S):
            await arrived.wait()  # it answers from now on: its loop starts after its objects
        yield bus, process.pid
    finally:
        bus.disconnect()
        process.terminate()
        await process.wait()


@pytest.fixture
async def manager(bus_address: str) -> AsyncIterator[NetworkManagerMock]:
    async with network_manager(bus_address) as mock:
        yield mock
