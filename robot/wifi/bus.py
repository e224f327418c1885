"""NetworkManager on the system bus: calls and signals, each with a deadline."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from dbus_fast import BusType, DBusFastError, Message, MessageType, Variant, unpack_variants
from dbus_fast.aio import MessageBus

from robot.wifi.causes import WifiError, cause_of_error
from robot.wifi.objects import Objects
from robot.wifi.profiles import Profile

NETWORK_MANAGER = "org.freedesktop.NetworkManager"
MANAGER = "/org/freedesktop/NetworkManager"
SETTINGS = "/org/freedesktop/NetworkManager/Settings"
ROOT = "/org/freedesktop"

OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"

CALL_S = 8.0
"""Longest time for one answer; polkit may be asked meanwhile."""

MOST_SIGNALS = 256
"""Signals that may wait; what comes beyond is dropped, and the deadline decides."""


class BusSignal(NamedTuple):
    """A signal of NetworkManager."""

    path: str
    interface: str
    member: str
    body: list[Any]


class BusRefused(WifiError):
    """An error with which NetworkManager answered. `error` is its name on the bus."""

    def __init__(self, error: str) -> None:
        super().__init__(cause_of_error(error))
        self.error = error


class NetworkBus:
    """A connection to NetworkManager for one errand."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._signals: asyncio.Queue[BusSignal] = asyncio.Queue(MOST_SIGNALS)
        bus.add_message_handler(self._hear)

    async def call(
        self, path: str, interface: str, member: str, signature: str = "", *arguments: Any
    ) -> list[Any]:
        """Return what a method answers, without variants.

        Args:
            interface: Its part behind `org.freedesktop.NetworkManager`, or a whole name.
        """
        whole = interface if interface.startswith("org.") else NETWORK_MANAGER + interface
        message = Message(
            destination=NETWORK_MANAGER,
            path=path,
            interface=whole,
            member=member,
            signature=signature,
            body=list(arguments),
        )
        return await self._ask(message)

    async def objects(self) -> Objects:
        """Return everything that NetworkManager shows, without the settings of its profiles."""
        (found,) = await self.call(ROOT, OBJECT_MANAGER, "GetManagedObjects")
        objects: Objects = found
        return objects

    async def add_unsaved(self, profile: Profile) -> str:
        """Give a profile to NetworkManager, which forgets it when it ends; return its path."""
        settings = {
            name: {key: _variant(kind, value) for key, (kind, value) in values.items()}
            for name, values in profile.items()
        }
        (path,) = await self.call(
            SETTINGS, ".Settings", "AddConnectionUnsaved", "a{sa{sv}}", settings
        )
        return str(path)

    async def set_radio(self, on: bool) -> None:
        """Switch the radio of the Wi-Fi."""
        value = Variant("b", on)
        await self.call(
            MANAGER, PROPERTIES, "Set", "ssv", NETWORK_MANAGER, "WirelessEnabled", value
        )

    async def listen(self, path: str) -> None:
        """Ask for the signals of an object, which `next_signal` returns from now on."""
        rule = f"type='signal',sender='{NETWORK_MANAGER}',path='{path}'"
        await self._ask(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )

    async def next_signal(self) -> BusSignal:
        """Wait for the next signal; the caller has the deadline."""
        return await self._signals.get()

    def _hear(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL or self._signals.full():
            return
        self._signals.put_nowait(
            BusSignal(
                message.path or "",
                message.interface or "",
                message.member or "",
                unpack_variants(message.body),
            )
        )

    async def _ask(self, message: Message) -> list[Any]:
        try:
            async with asyncio.timeout(CALL_S):
                reply = await self._bus.call(message)
        except TimeoutError:
            raise WifiError("no_answer") from None
        except (OSError, EOFError, DBusFastError):
            raise WifiError("no_service") from None
        if reply is None:
            raise WifiError("no_service")
        if reply.message_type is MessageType.ERROR:
            # Its text may hold a network's name, so only its name goes on.
            raise BusRefused(reply.error_name or "")
        body: list[Any] = unpack_variants(reply.body)
        return body


def _variant(kind: str, value: Any) -> Variant:
    """Return a value of a profile as a variant, with those inside it."""
    if kind == "aa{sv}":
        value = [{key: _variant(*inner) for key, inner in one.items()} for one in value]
    return Variant(kind, value)


@asynccontextmanager
async def network_bus(address: str | None = None) -> AsyncIterator[NetworkBus]:
    """Connect to NetworkManager for one errand.

    Args:
        address: Of the bus; None for the system's own.
    """
    try:
        bus = MessageBus(address, BusType.SYSTEM, auth_timeout=CALL_S)
        async with asyncio.timeout(CALL_S):
            await bus.connect()
    except (OSError, EOFError, DBusFastError):  # TimeoutError is an OSError
        raise WifiError("no_service") from None
    try:
        yield NetworkBus(bus)
    finally:
        bus.disconnect()
