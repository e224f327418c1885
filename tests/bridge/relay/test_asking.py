"""Debian's coturn, for real: its version, and the credentials that the bridge makes for it."""

import asyncio
import logging
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.relay import asking, credentials, stun_bytes
from bridge.relay.asking import software, warn_of_versions
from bridge.relay.servers import IceServers, SharedServer
from bridge.relay.stun_bytes import Attribute, Method
from bridge.relay.turn import REALM
from tests.bridge.relay.peers import TRANSPORT_UDP
from tests.bridge.relay.test_processes import end_at
from tests.deadline import WAIT_S
from tests.ports import free_port

SECRET = "shared with the other relay"


@pytest.fixture
async def coturn(tmp_path: Path) -> AsyncIterator[int]:
    """A real turnserver with `use-auth-secret`; its port."""
    command = shutil.which("turnserver") or "/usr/bin/turnserver"
    port = free_port()
    (tmp_path / "turnserver.conf").write_text(
        f"listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port={port}\nrealm={REALM}\n"
        f"use-auth-secret\nstatic-auth-secret={SECRET}\nno-tls\nno-dtls\nno-cli\n"
        f"userdb={tmp_path}/turndb\npidfile={tmp_path}/pid\nlog-file=stdout\nsimple-log\n"
    )
    child = await asyncio.create_subprocess_exec(
        *(command, "-c", str(tmp_path / "turnserver.conf"), "-m", "1"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(WAIT_S):
            while not await software(f"turn:127.0.0.1:{port}?transport=tcp"):  # noqa: ASYNC110
                await asyncio.sleep(0)  # it tells nobody when it is ready
        yield port
    finally:
        child.kill()
        await child.wait()


async def test_a_coturn_takes_our_credentials_and_its_version_is_named(
    coturn: int, caplog: pytest.LogCaptureFixture
) -> None:
    urls = [f"turn:127.0.0.1:{coturn}{way}" for way in ("", "?transport=tcp")]
    for url in urls:
        assert (await software(url)).startswith("Coturn-")
    with caplog.at_level(logging.WARNING):
        await warn_of_versions(urls)
    # Debian 12 has 4.6.1; where a newer one is installed, nothing is to be said.
    old = (await software(urls[0])).startswith(("Coturn-4.6", "Coturn-4.5"))
    assert ("ice.servers[1]: coturn 4." in caplog.text) == old
    async with end_at(coturn) as end:
        servers = IceServers((SharedServer(urls[1], SECRET.encode()),), (), b"mark", lambda: 2e9)
        (server,) = servers.fresh("karlsson-1")
        end.who.name, end.who.password = server["username"], server["credential"]
        end.nonce = (await end.ask(Method.ALLOCATE)).first(Attribute.NONCE) or b""
        udp = (Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP)
        answer = await end.ask(Method.ALLOCATE, udp)
        assert answer.first(Attribute.XOR_RELAYED_ADDRESS)
    for name, password in (
        (server["username"], "guessed"),
        ("1000000000:late", credentials.credential(SECRET.encode(), "1000000000:late")),
    ):
        async with end_at(coturn) as end:
            end.who.name, end.who.password = name, password
            end.nonce = (await end.ask(Method.ALLOCATE)).first(Attribute.NONCE) or b""
            assert stun_bytes.read_error(await end.ask(Method.ALLOCATE, udp)) == 401


async def test_who_does_not_answer_costs_a_deadline_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "DEADLINE_S", 0.05)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert await software(f"stun:127.0.0.1:{silent.getsockname()[1]}") == ""
    port = free_port()
    for url in (f"turn:127.0.0.1:{port}?transport=tcp", f"turns:[::1]:{port}", "http://x"):
        assert await software(url) == ""


async def test_who_answers_with_something_else_is_not_believed() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(3000))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await software(f"turn:127.0.0.1:{port}?transport=tcp") == ""
