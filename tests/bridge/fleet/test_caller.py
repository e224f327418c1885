import asyncio
from pathlib import Path

import pytest

from bridge.base.errors import BridgeError
from bridge.fleet.caller import NoBridge, replies
from bridge.fleet.talk import AskRows


async def said(path: Path, data: bytes) -> None:
    """Ask a bridge that answers this and closes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(data)
        writer.close()

    async with await asyncio.start_unix_server(serve, path):
        async for _ in replies(str(path), AskRows()):
            pass


async def test_a_bridge_of_another_version_is_named(tmp_path: Path) -> None:
    with pytest.raises(BridgeError, match="of another version"):
        await said(tmp_path / "s", b'{"type":"novel"}\n')


async def test_a_bridge_that_says_nothing_ends_the_answer(tmp_path: Path) -> None:
    await said(tmp_path / "s", b"")


async def test_a_path_that_is_no_socket_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.touch()
    with pytest.raises(NoBridge, match="no bridge answers"):
        async for _ in replies(str(path), AskRows()):
            pass
