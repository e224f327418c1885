import asyncio
import socket

import pytest
from aioice.candidate import Candidate
from aioice.ice import Connection, StunProtocol
from aiortc import RTCIceServer

from robot.media.hooks.trying import Roads, Surroundings
from robot.media.roads import failures
from robot.media.roads.names import Names
from robot.media.roads.servers import IceRoad
from tests.deadline import WAIT_S
from tests.robot.media.hooks.relay_server import Relay, relay_running


def test_a_proxy_is_not_asked_for_a_forbidden_address() -> None:
    roads = Roads(Surroundings(bridge="10.0.0.1"))
    for host in ("169.254.169.254", "localhost", "127.0.0.1", "10.0.0.2"):
        with pytest.raises(failures.RoadFailed):
            roads._check_literal(IceRoad("turn", "tls", host, 443))
    roads._check_literal(IceRoad("turn", "tls", "10.0.0.1", 443))
    roads._check_literal(IceRoad("turn", "tls", "turn.example.org", 443))


def test_a_list_is_read_for_the_hosts_that_may_be_used(caplog: pytest.LogCaptureFixture) -> None:
    offered = [
        RTCIceServer("stun:[2001:DB8::1]"),
        RTCIceServer(["turn:a.example", "turns:b.example"], "kalle", "secret"),
        RTCIceServer("nonsense"),
    ]
    assert len(Roads().read(offered)) == 3
    limited = Roads(Surroundings(relays=["2001:db8:0::1", "B.example"]))
    for _ in range(3):
        assert [road.host for road in limited.read(offered)] == ["2001:db8::1", "b.example"]
    # Each sentence once, for each of the two.
    assert caplog.text.count("left out") == 2
    assert caplog.text.count("not among network.relays") == 1


def test_a_packet_from_nowhere_is_known() -> None:
    assert Roads().is_never("127.0.0.1")
    assert not Roads(Surroundings(allowed=["127.0.0.0/8"])).is_never("127.0.0.1")


async def test_a_name_that_is_not_known_is_remembered() -> None:
    def unknown(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, host)

    roads = Roads(Surroundings(), Names(unknown))
    road = IceRoad("stun", "udp", "stun.school.example", 3478)
    async with asyncio.timeout(WAIT_S):
        await roads.probe([road])
    assert roads.memory.works(roads.network(), road) is False


async def test_a_stun_server_tells_the_address_of_our_own_socket() -> None:
    roads = Roads(Surroundings(allowed=["127.0.0.0/8"]))
    async with relay_running(Relay()) as relay, asyncio.timeout(WAIT_S):
        road = IceRoad("stun", "udp", "127.0.0.1", relay.port)
        connection = Connection(ice_controlling=False)
        protocol = StunProtocol(connection)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: protocol, local_addr=("127.0.0.1", 0)
        )
        host, port = transport.get_extra_info("sockname")
        protocol.local_candidate = Candidate("1", 1, "udp", 1, host, port, "host")
        connection._protocols.append(protocol)
        (found,) = await roads.gather(connection, 1, [road])
        assert (found.type, found.host, found.related_port) == ("srflx", "203.0.113.7", port)
        await connection.close()
    assert roads.memory.works(roads.network(), road) is True


async def test_in_another_network_names_are_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["169.254.1.1"]

    roads = Roads(Surroundings(), Names(look_up))
    road = IceRoad("stun", "udp", "stun.school.example", 3478)
    async with asyncio.timeout(WAIT_S):
        for own in (["10.1.0.2"], ["10.1.0.3"], ["10.2.0.2"]):
            monkeypatch.setattr("robot.media.hooks.trying._own", lambda own=own: own)
            await roads.probe([road])
    # The second address lies in the same subnet.
    assert asked == ["stun.school.example"] * 2
