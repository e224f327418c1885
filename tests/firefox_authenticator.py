"""Devices that make and keep passkeys, for Firefox: its BiDi knows none, its Marionette does."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.firefox import ANSWER_S, BidiError, Firefox, started
from tests.ports import free_port

SOFT: dict[str, bool | int | str] = {
    "security.webauth.webauthn_enable_softtoken": True,
    "security.webauth.webauthn_enable_usbtoken": False,
}
"""Firefox asks virtual devices, and none that somebody would have to touch."""


class Authenticators:
    """Virtual devices at a running Firefox; `started_with_authenticators` makes it.

    Of several devices Firefox asks any one: plug in those that somebody holds at this time.

    A frame of Marionette is `LENGTH:JSON`, a command `[0, number, name, parameters]`, its answer
    `[1, number, error, result]`. The session is the one that BiDi has begun.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)

    async def plug_in(self, transport: str = "internal") -> str:
        """Add a device that says yes to everything, and return its name.

        Args:
            transport: Way to it, as WebAuthn calls it: `internal`, `usb`, `nfc`.
        """
        device = {
            "protocol": "ctap2_1",
            "transport": transport,
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserConsenting": True,
            "isUserVerified": True,
        }
        name = await self._command("AddVirtualAuthenticator", device)
        assert isinstance(name, str)
        return name

    async def unplug(self, name: str) -> None:
        """Take a device away, with the passkeys on it."""
        await self._command("RemoveVirtualAuthenticator", {"authenticatorId": name})

    async def hosts(self, name: str) -> list[str]:
        """Return for which host each passkey on a device is, in no order."""
        kept = await self._command("GetCredentials", {"authenticatorId": name})
        return [one["rpId"] for one in kept]

    async def greeted(self) -> None:
        """Read the greeting of a new connection."""
        await self._frame()

    async def _command(self, name: str, parameters: dict[str, Any]) -> Any:
        number = next(self._numbers)
        text = json.dumps([0, number, f"WebAuthn:{name}", parameters])
        self._writer.write(f"{len(text)}:{text}".encode())
        _, answered, error, result = await self._frame()
        assert answered == number
        if error is not None:
            raise BidiError(f"{name}: {error['error']}: {error['message']}")
        return result["value"]

    async def _frame(self) -> Any:
        async with asyncio.timeout(ANSWER_S):
            length = await self._reader.readuntil(b":")
            return json.loads(await self._reader.readexactly(int(length[:-1])))


@contextlib.asynccontextmanager
async def started_with_authenticators(
    folder: Path, preferences: dict[str, bool | int | str]
) -> AsyncIterator[tuple[Firefox, Authenticators]]:
    """Run Firefox as `started` does, with sockets for devices that keep passkeys."""
    port = free_port()
    given = preferences | SOFT | {"marionette.port": port}
    async with started(folder, given, "--marionette") as firefox:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            devices = Authenticators(reader, writer)
            await devices.greeted()
            yield firefox, devices
        finally:
            writer.close()
