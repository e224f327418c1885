"""The example configurations of proxies, started for real in front of a bridge."""

import asyncio
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import msgspec
import pytest
from aioice.turn import create_turn_endpoint

from bridge.config import BridgeConfig, TlsSection
from bridge.protocol.openings import WelcomeRobot
from bridge.relay.config import RelaySection
from tests.bridge.conftest import certificate
from tests.bridge.people import (
    ORIGIN,
    House,
    Peer,
    TurnedClock,
    hello_robot,
    house_config,
    open_house,
    with_limits,
)
from tests.deadline import WAIT_S
from tests.ports import free_port

__all__ = ["certificate"]

FOLDER = Path(__file__).parents[2] / "systemd" / "proxies"
CLAIMED = {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
"""Headers that a client writes itself in order to be taken for another."""

Certificate = tuple[Path, Path]


@dataclass(frozen=True)
class Place:
    """Place where a proxy is started.

    Args:
        folder: Folder for its files.
        port: Port on which it listens.
        bridge: Port of the bridge.
    """

    folder: Path
    port: int
    bridge: int
    certificate: Certificate


Start = Callable[[Place], AbstractContextManager[None]]


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is not installed")
    assert found is not None
    return found


def run(*arguments: str, **environment: str) -> None:
    # Into a file: a pipe would stay open in the server that is left running.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=WAIT_S,
            check=False,
            env=os.environ | environment,
        )
        said.seek(0)
        assert done.returncode == 0, said.read()


def written(name: str, **replaced: str) -> str:
    """Return an example with some of its texts replaced, each of which must be there."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(place: Place, before: str, inside: str) -> Iterator[None]:
    path = place.folder / "nginx.conf"
    path.write_text(
        f"{before}\npid {place.folder}/nginx.pid;\nerror_log {place.folder}/error.log;\n"
        f"worker_processes 1;\nevents {{}}\n{inside}\n",
        encoding="utf-8",
    )
    tool = program("nginx")
    # It returns once its sockets listen.
    run(tool, "-c", str(path), "-p", str(place.folder), "-e", f"{place.folder}/error.log")
    try:
        yield
    finally:
        run(tool, "-c", str(path), "-p", str(place.folder), "-s", "stop")


def nginx_http(place: Place) -> AbstractContextManager[None]:
    chain, key = place.certificate
    example = written(
        "nginx.conf",
        **{
            "listen 443 ssl http2": f"listen 127.0.0.1:{place.port} ssl http2",
            "listen [::]:443 ssl http2;": "",
            "/etc/ssl/karlsson.crt": str(chain),
            "/etc/ssl/private/karlsson.key": str(key),
            "127.0.0.1:8080": f"127.0.0.1:{place.bridge}",
        },
    )
    return nginx(place, "", f"http {{\n{example}\n}}")


def stream_module() -> Path:
    module = Path("/usr/lib/nginx/modules/ngx_stream_module.so")
    if not module.exists():
        pytest.skip("libnginx-mod-stream is not installed")
    return module


def nginx_stream(place: Place) -> AbstractContextManager[None]:
    module = stream_module()
    example = written(
        "nginx-stream.conf",
        **{
            "listen 443;": f"listen 127.0.0.1:{place.port};",
            "listen [::]:443;": "",
            "127.0.0.1:8443": f"127.0.0.1:{place.bridge}",
        },
    )
    return nginx(place, f"load_module {module};", example)


def nginx_relay(place: Place) -> AbstractContextManager[None]:
    module = stream_module()
    chain, key = place.certificate
    example = written(
        "nginx-relay.conf",
        **{
            "listen 5349 ssl;": f"listen 127.0.0.1:{place.port} ssl;",
            "listen [::]:5349 ssl;": "",
            "/etc/ssl/karlsson.crt": str(chain),
            "/etc/ssl/private/karlsson.key": str(key),
            "127.0.0.1:3479": f"127.0.0.1:{place.bridge}",
        },
    )
    return nginx(place, f"load_module {module};", example)


@contextmanager
def caddy(place: Place) -> Iterator[None]:
    chain, key = place.certificate
    site = f"https://localhost:{place.port} {{\n\tbind 127.0.0.1\n\ttls {chain} {key}"
    example = written(
        "Caddyfile",
        **{
            "karlsson.example.org {": site,
            "127.0.0.1:8080": f"127.0.0.1:{place.bridge}",
        },
    )
    path, process = place.folder / "Caddyfile", place.folder / "caddy.pid"
    path.write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{example}")
    home = {"HOME": str(place.folder), "XDG_DATA_HOME": str(place.folder)}
    # It returns once it serves.
    run(program("caddy"), "start", "--config", str(path), "--pidfile", str(process), **home)
    try:
        yield
    finally:
        os.kill(int(process.read_text()), signal.SIGTERM)


@dataclass
class Front:
    """A bridge behind a proxy.

    Args:
        url: Of the proxy.
        tls: Trusts the proxy's certificate.
    """

    house: House
    url: str
    tls: ssl.SSLContext

    def from_address(self, address: str) -> aiohttp.ClientSession:
        """Return a client of its own."""
        connector = aiohttp.TCPConnector(local_addr=(address, 0), ssl=self.tls, force_close=True)
        return aiohttp.ClientSession(self.url, connector=connector)


@asynccontextmanager
async def fronted(
    config: BridgeConfig, start: Start, folder: Path, pair: Certificate
) -> AsyncIterator[Front]:
    port = free_port()
    async with open_house(config) as house:
        with ExitStack() as stack:
            place = Place(folder, port, house.port, pair)
            stack.enter_context(start(place))
            tls = ssl.create_default_context(cafile=str(pair[0]))
            yield Front(house, f"https://localhost:{port}", tls)


@pytest.mark.parametrize("start", [nginx_http, nginx_stream, caddy])
async def test_people_behind_the_example_are_served_and_told_apart(
    start: Start,
    tmp_path: Path,
    certificate: Certificate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    config = with_limits(house_config(tmp_path), handshakes_per_minute=2)
    server = msgspec.structs.replace(
        config.server,
        trusted_proxies=("127.0.0.1", "::1"),
        proxy_protocol=start is nginx_stream,
    )
    config = msgspec.structs.replace(config, server=server)
    if start is nginx_stream:
        chain, key = map(str, certificate)
        config = msgspec.structs.replace(config, tls=TlsSection(chain, key))
    page = {"Origin": ORIGIN}
    # Without HTTP between, a client of this machine itself would look like another proxy.
    claims = {} if start is nginx_stream else CLAIMED
    async with (
        fronted(config, start, tmp_path, certificate) as front,
        asyncio.timeout(WAIT_S),
        front.from_address("127.0.0.2") as one,
        front.from_address("127.0.0.3") as other,
    ):
        async with one.get("/") as answer:
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        async with one.get("/metrics") as answer:
            assert answer.status == 403
        async with one.ws_connect("/signal") as socket:
            robot = Peer(socket)
            await robot.challenged()
            private, name = front.house.robot_key, front.house.robot.id
            await robot.say(hello_robot(private, robot.nonce, name))
            await robot.hear(WelcomeRobot)
        for _ in range(2):
            async with one.ws_connect("/signal", headers=page | claims):
                pass
        for claimed in ({}, claims):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await one.ws_connect("/signal", headers=page | claimed)
            assert refused.value.status == 429
        async with other.ws_connect("/signal", headers=page | claims):
            pass
    assert "proxy" not in caplog.text


@pytest.mark.parametrize("start", [nginx_stream, nginx_relay])
async def test_the_url_that_the_bridge_hands_out_leads_through_nginx_to_its_relay(
    start: Start, tmp_path: Path, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The relay's processes have the machine's clock, by which credentials expire.
    monkeypatch.setattr(TurnedClock, "unix_s", lambda _clock: time.time())
    chain, key = map(str, certificate)
    port, door = free_port(), free_port()
    url = f"turns:localhost:{port}?transport=tcp"
    passes_on = start is nginx_stream
    config = house_config(tmp_path)
    server = msgspec.structs.replace(
        config.server,
        public_url=f"https://localhost:{port if passes_on else 443}",
        trusted_proxies=("127.0.0.1", "::1"),
        proxy_protocol=passes_on,
    )
    relay = RelaySection(
        processes=1, port=0 if passes_on else door, urls=() if passes_on else (url,)
    )
    tls = TlsSection(chain, key) if passes_on else None
    config = msgspec.structs.replace(config, server=server, relay=relay, tls=tls)
    trust = ssl.create_default_context(cafile=chain)
    async with open_house(config) as house, asyncio.timeout(WAIT_S):
        with start(Place(tmp_path, port, house.port if passes_on else door, certificate)):
            servers = await _servers_told(house, trust if passes_on else None)
            assert servers["urls"] == url
            transport, _ = await create_turn_endpoint(
                asyncio.DatagramProtocol,
                ("localhost", port),
                servers["username"],
                servers["credential"],
                ssl=trust,
                transport="tcp",
            )
            host, _ = transport.get_extra_info("sockname")
            assert host.startswith("198.1"), "an address that the relay invented"
            transport.close()


async def _servers_told(house: House, tls: ssl.SSLContext | None) -> dict[str, str]:
    """Return the server that a robot is told in its welcome."""
    scheme = "https" if tls else "http"
    async with house.http.ws_connect(
        f"{scheme}://localhost:{house.port}/signal", ssl=tls or True
    ) as socket:
        robot = Peer(socket)
        await robot.challenged()
        await robot.say(hello_robot(house.robot_key, robot.nonce, house.robot.id))
        (told,) = (await robot.hear(WelcomeRobot)).ice_servers
    return dict(told)
