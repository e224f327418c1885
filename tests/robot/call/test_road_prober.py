import asyncio
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from bridge.process.config_file import ConfigError
from robot.call import road_prober
from robot.call.road_prober import RoadProber, surroundings
from robot.media.hooks import gathering
from robot.media.hooks.trying import Roads
from robot.media.roads.servers import IceRoad
from robot.settings.config import BridgeSection, NetworkSection, RobotConfig, RobotSection
from tests.deadline import WAIT_S

SERVERS = [
    {"urls": "stun:stun.school.example"},
    {"urls": "turns:turn.school.example:443", "username": "kalle", "credential": "secret"},
]


class Probed(Roads):
    """Roads of which only the last works, and which say when they are probed."""

    def __init__(self) -> None:
        super().__init__()
        self.probes: asyncio.Queue[list[str]] = asyncio.Queue()

    async def probe(self, roads: Iterable[IceRoad]) -> None:
        listed = list(roads)
        for road in listed:
            if road.kind == "turn":
                self.memory.worked(self.network(), road, 0.1)
        self.probes.put_nowait([road.host for road in listed])


async def test_new_servers_are_probed_and_later_those_that_a_call_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    roads = Probed()
    monkeypatch.setattr(gathering, "ROADS", roads)
    monkeypatch.setattr(road_prober, "PAUSE_S", 0.0)
    prober = RoadProber()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        task = group.create_task(prober.run())
        prober.use_servers(SERVERS)
        assert await roads.probes.get() == ["stun.school.example", "turn.school.example"]
        roads.tell_missed()
        assert await roads.probes.get() == ["stun.school.example"]
        # The same list, in the same network, with other credentials: what works is known.
        prober.use_servers([SERVERS[0], {**SERVERS[1], "credential": "other"}])
        assert await roads.probes.get() == ["stun.school.example"]
        prober.use_servers(SERVERS[1:])
        assert await roads.probes.get() == ["turn.school.example"]
        monkeypatch.setattr(road_prober, "FRESH_S", -1.0)
        prober.use_servers(SERVERS[1:])
        assert await roads.probes.get() == ["turn.school.example"]
        task.cancel()


class Closed(Probed):
    """Roads of which none works at first."""

    async def probe(self, roads: Iterable[IceRoad]) -> None:
        listed = list(roads)
        for road in listed:
            self.memory.failed(self.network(), road, "no answer")
        self.probes.put_nowait([road.host for road in listed])


async def test_a_network_that_lets_nothing_through_is_told_and_when_it_does_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    roads, told = Closed(), asyncio.Queue[str]()
    monkeypatch.setattr(gathering, "ROADS", roads)
    monkeypatch.setattr(road_prober, "PAUSE_S", 0.0)
    prober = RoadProber(told.put_nowait)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        task = group.create_task(prober.run())
        prober.use_servers(SERVERS)
        assert "karlsson-robot nettest" in await told.get()
        open_roads = Probed()
        monkeypatch.setattr(gathering, "ROADS", open_roads)
        prober.use_servers(SERVERS)
        assert await told.get() == ""
        task.cancel()


def config(**network: object) -> RobotConfig:
    return RobotConfig(
        robot=RobotSection("karlsson-1", "/tmp"),
        bridge=BridgeSection("wss://Karlsson.school.example/signal"),
        network=NetworkSection(**network),  # type: ignore[arg-type]
    )


def test_the_configuration_says_what_stands_around_the_robot() -> None:
    found = surroundings(
        config(
            proxy="http://kalle:secret@proxy.school.example:3128",
            allow=("10.20.0.0/16",),
            relays=("turn.school.example",),
        ),
        {},
    )
    proxy = found.proxy_for("turn.school.example")
    assert proxy is not None
    assert (proxy.host, proxy.port) == ("proxy.school.example", 3128)
    assert proxy.headers["Proxy-Authorization"].startswith("Basic ")
    assert (found.allowed, found.relays) == (("10.20.0.0/16",), ("turn.school.example",))
    assert found.bridge == "karlsson.school.example"
    assert found.tls is not None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_robot_beside_its_bridge_lives_on_loopback(host: str) -> None:
    beside = msgspec.structs.replace(
        config(allow=("10.0.0.0/8",)), bridge=BridgeSection(f"ws://{host}:8080/signal")
    )
    assert surroundings(beside, {}).allowed == ("10.0.0.0/8", "127.0.0.0/8", "::1/128")


def test_without_a_proxy_there_is_none() -> None:
    assert surroundings(config(), {}).proxy_for("turn.school.example") is None


def test_a_school_certificate_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"network\.ca_file"):
        surroundings(config(ca_file=str(tmp_path / "missing")), {})
