"""Question of `karlsson-bridge fleet` to the running bridge, through its socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from bridge.base.errors import BridgeError
from bridge.fleet.talk import LINE_BYTES, Question, Reply, TellTrouble, decode_reply, encode

CONNECT_S = 3.0
REPLY_S = 240.0
"""Longest time for the next line; each errand has a shorter deadline at the bridge."""


class NoBridge(BridgeError):
    """Socket at which no bridge answers."""


async def replies(path: str, question: Question) -> AsyncIterator[Reply]:
    """Yield the replies of the running bridge.

    Raises:
        NoBridge: Nobody answers there.
        BridgeError: The bridge says that it cannot answer.
    """
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_unix_connection(path, limit=LINE_BYTES)
    except (OSError, TimeoutError) as error:
        raise NoBridge(_why(path, error)) from None
    try:
        writer.write(encode(question) + b"\n")
        while line := await _line(reader, path):
            try:
                reply = decode_reply(line)
            except msgspec.DecodeError:
                raise BridgeError(
                    "the running bridge is of another version than this command; restart it"
                ) from None
            if isinstance(reply, TellTrouble):
                raise BridgeError(reply.text)
            yield reply
    finally:
        writer.close()


async def _line(reader: asyncio.StreamReader, path: str) -> bytes:
    try:
        async with asyncio.timeout(REPLY_S):
            return await reader.readline()
    except (OSError, TimeoutError, ValueError):
        raise NoBridge(
            f"the bridge at {path} broke off its answer; `systemctl status "
            "karlsson-bridge` says why"
        ) from None


def _why(path: str, error: Exception) -> str:
    if not path:
        return "fleet.socket is empty in bridge.toml, so no command reaches the running bridge"
    if isinstance(error, PermissionError):
        return f"{path}: only the bridge's user may ask: sudo -u karlsson-bridge"
    if not Path(path).exists():
        return (
            f"{path}: no bridge runs here, or fleet.socket in bridge.toml names another path; "
            "`systemctl status karlsson-bridge` says which"
        )
    return f"{path}: no bridge answers; `systemctl status karlsson-bridge` says why"
