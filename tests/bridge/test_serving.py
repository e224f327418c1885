import asyncio
import json
import os
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BridgeError, PagesError
from bridge.config import BridgeConfig, TlsSection
from bridge.process.config_file import ConfigError
from bridge.protocol import keys
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import Invite
from bridge.serving import listening, serve
from bridge.store import open_store
from tests.bridge.people import (
    SDP,
    House,
    Peer,
    TurnedClock,
    hello_pupil,
    hello_robot,
    new_nonce,
    offer,
    open_house,
    pair,
)
from tests.bridge.postgresql import PASSWORD, Cluster
from tests.deadline import WAIT_S


@asynccontextmanager
async def served(
    config: Path, folder: Path
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Run the real process until it says that it is ready."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(folder / "notify"))
        manager.setblocking(False)
        environment = dict(os.environ) | {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "100000",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bridge", "serve", "--config", str(config)),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(WAIT_S):
                said = (await loop.sock_recv(manager, 1000)).decode()
                assert said.startswith("READY=1\nSTATUS=Serving on port ")
                assert await loop.sock_recv(manager, 1000) == b"WATCHDOG=1"
                yield process, int(said.rsplit(" ", 1)[1])
                heard = b""
                while heard != b"STOPPING=1":
                    heard = await loop.sock_recv(manager, 1000)
                    assert heard in (b"WATCHDOG=1", b"STOPPING=1")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_serves_feeds_its_watchdog_and_ends_cleanly(
    config_file: Path, tmp_path: Path, number: signal.Signals
) -> None:
    async with (
        served(config_file, tmp_path) as (process, port),
        aiohttp.ClientSession() as http,
        http.ws_connect(f"http://127.0.0.1:{port}/signal") as idle,
    ):
        assert '"challenge"' in await idle.receive_str()
        async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        process.send_signal(number)
        assert (await idle.receive()).data == aiohttp.WSCloseCode.GOING_AWAY
        out, err = await process.communicate()
        assert (process.returncode, out) == (0, b"")
        assert b"Traceback" not in err
        assert f"serving on port {port}".encode() in err
        assert b"WARNING bridge.serving: made a new, empty database" in err


@pytest.mark.long
async def test_the_process_serves_a_lesson_from_a_postgresql(
    config_file: Path, tmp_path: Path, postgresql_server: Cluster
) -> None:
    url = await postgresql_server.new_database()
    text = config_file.read_text(encoding="utf-8")
    lines = [f'url = "{url}"' if one.startswith("url") else one for one in text.splitlines()]
    config_file.write_text("\n".join(lines), encoding="utf-8")
    robot_key, tablet = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    options = ("--name", "Karlsson", "--pupil", "Lena", "--until", "2099-01-01")
    lent = await told(config_file, "lend", "k-1", f"--key={keys.public_text(robot_key)}", *options)
    parts = parse_qs(urlsplit(lent["pupil"]).fragment)
    origin = {"Origin": "https://karlsson.example"}
    async with (
        served(config_file, tmp_path) as (process, port),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http,
        http.ws_connect("/signal") as robot_socket,
        http.ws_connect("/signal", headers=origin) as pupil_socket,
    ):
        robot, pupil = Peer(robot_socket), Peer(pupil_socket)
        await robot.challenged()
        await robot.say(hello_robot(robot_key, robot.nonce, "k-1"))
        await robot.hear(WelcomeRobot)
        await pupil.challenged()
        await pupil.say(pair(tablet, pupil.nonce, keys.from_text(parts["secret"][0])))
        welcome = await pupil.hear(WelcomePupil)
        assert (welcome.robot_online, welcome.robot_key) == (True, keys.public_text(robot_key))
        presence = new_nonce()
        await pupil.say(offer(presence))
        invite = await robot.hear(Invite)
        assert (invite.presence, invite.sdp) == (presence, SDP)
        async with open_store(url) as beside:
            await beside.lock_device(keys.public_text(tablet), 1)
        async with http.ws_connect("/signal", headers=origin) as again:
            peer = Peer(again)
            await peer.challenged()
            await peer.say(hello_pupil(tablet, peer.nonce))
            assert (await peer.hear(Refused)).code == "device_locked"
        process.send_signal(signal.SIGTERM)
        out, err = await process.communicate()
    assert (process.returncode, out) == (0, b"")
    assert b"PostgreSQL at 127.0.0.1" in err
    for secret in (PASSWORD, "canary", "Lena", keys.public_text(tablet)):
        assert secret.encode() not in err


@pytest.mark.long
async def test_a_database_that_cannot_be_used_is_told_without_its_password(
    config_file: Path, tmp_path: Path, postgresql_server: Cluster
) -> None:
    text = config_file.read_text(encoding="utf-8")
    for url in (
        postgresql_server.address("nowhere"),
        postgresql_server.address("postgres", "canary-wrong"),
        postgresql_server.address("postgres", "canary/wrong"),
    ):
        lines = [f'url = "{url}"' if one.startswith("url") else one for one in text.splitlines()]
        config_file.write_text("\n".join(lines), encoding="utf-8")
        code, out, err = await run(config_file, "serve")
        assert (code, out) == (2, b"")
        assert err.startswith(b"karlsson-bridge: ")
        assert b"Traceback" not in err
        assert b"canary" not in err


async def run(config: Path, *arguments: str) -> tuple[int | None, bytes, bytes]:
    """Run the command in a process of its own, as a person does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", *arguments, "--config", str(config)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out, err


async def told(config: Path, *arguments: str) -> Any:
    code, out, err = await run(config, *arguments, "--json")
    assert (code, err) == (0, b"")
    return json.loads(out)


async def test_serving_ends_when_it_is_told_to(config: BridgeConfig) -> None:
    stop = asyncio.Event()
    stop.set()
    async with asyncio.timeout(WAIT_S):
        await serve(config, stop)
    async with open_store(config.storage.url) as store:
        assert await store.robots() == []


async def test_tls_is_spoken_from_a_certificate_and_key(
    config: BridgeConfig, certificate: tuple[Path, Path]
) -> None:
    tls = TlsSection(certificate=str(certificate[0]), key=str(certificate[1]))
    async with open_house(msgspec.structs.replace(config, tls=tls)) as house:
        trust = ssl.create_default_context(cafile=str(certificate[0]))
        url = f"https://localhost:{house.port}/healthz"
        async with house.http.get(url, ssl=trust) as answer:
            assert answer.status == 200
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


class TestStarting:
    async def test_a_port_in_use_is_a_clear_error(self, config: BridgeConfig, house: House) -> None:
        taken = msgspec.structs.replace(
            config, server=msgspec.structs.replace(config.server, port=house.port)
        )
        with pytest.raises(BridgeError, match=f"port {house.port}"):
            async with listening(taken, house.store, TurnedClock()):
                pass

    async def test_pages_that_are_missing_are_a_clear_error(
        self, config: BridgeConfig, house: House, tmp_path: Path
    ) -> None:
        pages = msgspec.structs.replace(config.pages, pupil_app=str(tmp_path / "nowhere"))
        with pytest.raises(PagesError):
            async with listening(
                msgspec.structs.replace(config, pages=pages), house.store, TurnedClock()
            ):
                pass

    async def test_a_certificate_that_is_none_is_a_clear_error(
        self, config: BridgeConfig, house: House, tmp_path: Path
    ) -> None:
        (tmp_path / "cert.pem").write_text("no certificate")
        for name, says in (("cert.pem", "begins with -----BEGIN"), ("no.pem", "is not there")):
            tls = TlsSection(certificate=str(tmp_path / name), key=str(tmp_path / name))
            with pytest.raises(ConfigError, match=rf"tls\.certificate = '.*{says}"):
                async with listening(
                    msgspec.structs.replace(config, tls=tls), house.store, TurnedClock()
                ):
                    pass

    async def test_a_short_metrics_token_is_a_clear_error(
        self, config: BridgeConfig, house: House, tmp_path: Path
    ) -> None:
        token = tmp_path / "token"
        for text in ("short", None):
            if text:
                token.write_text(text)
            else:
                token.unlink()
            server = msgspec.structs.replace(config.server, metrics_token_file=str(token))
            with pytest.raises(ConfigError, match=r"server\.metrics_token_file = '.*(16|there)"):
                async with listening(
                    msgspec.structs.replace(config, server=server), house.store, TurnedClock()
                ):
                    pass
