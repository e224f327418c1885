import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import msgspec
import pytest

from bridge.config import check
from bridge.relay.config import IceSection, IceServer, RelaySection
from robot.__main__ import main
from robot.demo.certificate import make_certificate
from robot.media.types.outward import Outward, parse_proxy
from robot.nettest import probes
from robot.nettest.asking import read_server
from robot.nettest.found import Found, verdict_of
from robot.nettest.probes import Probes
from robot.settings.config import BridgeSection
from tests.bridge.people import house_config, open_house
from tests.deadline import WAIT_S
from tests.ports import free_port
from tests.robot.bridges import bridge_stand_in
from tests.robot.proxies import proxy_stand_in


class Lossy(asyncio.DatagramProtocol):
    """Answers three of four requests."""

    seen = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.seen += 1
        if self.seen % 4:
            self.transport.sendto(b"\x01\x01\0\0" + data[4:20], addr)


@asynccontextmanager
async def lossy_server() -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Lossy, ("127.0.0.1", 0))
    try:
        yield int(transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


async def tried(url: str, outward: Outward | None = None, ca: str = "") -> Found:
    async with asyncio.timeout(WAIT_S):
        return await Probes(BridgeSection(url), ca, outward or Outward()).run()


async def test_every_road_to_a_real_bridge_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "DATAGRAM_GAP_S", 0.001)
    monkeypatch.setattr(probes, "ECHO_GAP_S", 0.001)
    monkeypatch.setattr(probes, "ANSWER_S", 0.3)
    port = free_port()
    config = house_config(tmp_path)
    url = f"http://127.0.0.1:{port}"
    async with lossy_server() as lossy:
        others = (f"stun:127.0.0.1:{lossy}", "stun:127.0.0.1:9", "turn:127.0.0.1:9?transport=tcp")
        servers = [
            IceServer(one, *(("u", "c") if one.startswith("turn") else ("", ""))) for one in others
        ]
        config = msgspec.structs.replace(
            config,
            server=msgspec.structs.replace(config.server, port=port, public_url=url, origins=()),
            relay=RelaySection(enabled=True, processes=1),
            ice=IceSection(tuple(servers)),
        )
        async with open_house(check(config)):
            found = await tried(f"ws://127.0.0.1:{port}/signal")
    roads = {road.server.url: road for road in found.roads}
    assert roads[others[0]].is_open
    assert roads[others[0]].lost == 0.25
    assert not roads[others[1]].is_open
    assert not roads[others[2]].is_open
    relay = roads[f"turn:127.0.0.1:{port}?transport=tcp"]
    assert relay.is_open
    assert relay.stalled is not None, "the relay answers all questions of a stranger"
    assert verdict_of(found) == "good"
    assert found.times
    assert found.up_kbit
    assert found.down_kbit


async def test_a_relay_is_asked_through_the_proxy() -> None:
    answered: list[bytes] = []

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await reader.readexactly(28)
        answered.append(data)
        writer.write(b"\x01\x13\0\0" + data[4:20])
        writer.close()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wanted = read_server("turn:relay.example:443?transport=tcp")
    assert wanted
    async with proxy_stand_in(port) as proxy:
        test = Probes(BridgeSection("ws://b.example/"), "", Outward(parse_proxy(proxy.url)))
        road = await test._road(wanted)
        # It ended the connection: it is open, and nothing is known of its losses.
        assert (road.is_open, road.stalled) == (True, None)
        assert proxy.asked == ["CONNECT relay.example:443 HTTP/1.1"]
        proxy.answer = "403 Forbidden"
        assert not (await test._road(wanted)).is_open
    assert len(answered) == 1
    server.close()


async def test_answers_that_come_late_over_a_relays_stream_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_s = 0.0
    monkeypatch.setattr(probes, "DATAGRAM_GAP_S", 0.0)
    monkeypatch.setattr(probes, "_now", lambda: now_s)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now_s
        for number in range(probes.STREAM_ASKS):
            head = await reader.readexactly(20)
            await reader.readexactly(int.from_bytes(head[2:4], "big"))
            now_s += 1.02 if number in (4, 7, 8) else 0.02
            writer.write(b"\x01\x11\0\x08" + head[4:] + bytes(8))
        writer.close()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wanted = read_server(f"turn:127.0.0.1:{port}?transport=tcp")
    assert wanted
    async with asyncio.timeout(WAIT_S):
        road = await Probes(BridgeSection("ws://127.0.0.1/"), "", Outward())._road(wanted)
    assert road.is_open
    assert road.stalled == 3 / probes.STREAM_ASKS
    assert road.ms == pytest.approx(20.0)
    server.close()


async def test_who_opened_tls_is_named(tmp_path: Path) -> None:
    pair = make_certificate(tmp_path, ["localhost"])
    async with bridge_stand_in(tls=pair) as bridge:
        found = await tried(f"wss://localhost:{bridge.port}/signal")
        assert (found.cause, found.issuer) == ("own_certificate", "CN=Karlsson demo")
        trusted = await tried(f"wss://localhost:{bridge.port}/signal", ca=str(pair[0]))
        assert trusted.cause is None


def test_the_command_prints_a_sheet_and_makes_no_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "robot.toml"
    path.write_text(
        f'[robot]\nid = "k"\nstate_dir = "{tmp_path}/state"\n'
        '[bridge]\nurl = "ws://127.0.0.1:1/signal"\n',
        encoding="utf-8",
    )
    assert main(["nettest", "--config", str(path), "--lang", "en"]) == 1
    assert "Cause: refused: the port is closed" in capsys.readouterr().out
    assert main(["nettest", "--config", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["found"]["cause"]) == ("blocked", "refused")
    assert not (tmp_path / "state").exists()
