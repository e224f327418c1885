import asyncio
import datetime
import logging
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aioice import stun
from aioice.candidate import Candidate
from aioice.ice import Connection, StunProtocol
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.exceptions import InvalidStateError

from robot.call import peer
from robot.demo.certificate import make_certificate
from robot.links import bridge_trust
from robot.media import hooks
from robot.media.hooks import gathering, relays, trying
from robot.media.hooks.trying import Roads, Surroundings
from robot.media.roads import failures, memory
from robot.media.roads.names import Names
from robot.media.types.outward import Proxy
from tests.deadline import WAIT_S
from tests.robot.media.hooks.relay_server import RELAYED, Relay, relay_running

LOOPBACK = ["127.0.0.0/8", "::1/128"]
OWN = ["127.0.0.1"]


@pytest.fixture(autouse=True)
def roads(monkeypatch: pytest.MonkeyPatch) -> Roads:
    """Roads of a robot that lives on loopback and knows nothing yet."""
    found = Roads(Surroundings(allowed=LOOPBACK))
    monkeypatch.setattr(gathering, "ROADS", found)
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: OWN)
    return found


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of real servers count however busy the machine is; tests of silence shorten this."""
    monkeypatch.setattr(memory, "GATHER_S", WAIT_S)


@pytest.fixture
def silence() -> Iterator[dict[str, str]]:
    """A server that takes packets and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        url = f"turn:127.0.0.1:{sock.getsockname()[1]}"
        yield {"urls": url, "username": "kalle", "credential": "secret"}


async def gathered(*servers: dict[str, str]) -> list[str]:
    """Return types and addresses of the candidates of a connection."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=peer.ice_servers(servers)))
    pc.createDataChannel("events")
    try:
        async with asyncio.timeout(WAIT_S):
            await pc.setLocalDescription(await pc.createOffer())
        lines = pc.localDescription.sdp.splitlines()
        words = [line.split(" ") for line in lines if line.startswith("a=candidate:")]
        return [f"{word[7]} {word[4]}" for word in words]
    finally:
        await pc.close()


async def test_every_road_is_tried_and_all_relays_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "AFTER_RELAY_S", WAIT_S)
    async with (
        relay_running(Relay()) as udp,
        relay_running(Relay(transport="tcp")) as tcp,
        relay_running(Relay(only_ipv6=True)) as ipv6,
    ):
        own = {"urls": f"stun:127.0.0.1:{udp.port}"}
        found = await gathered(udp.server, tcp.server, ipv6.server, own)
    assert found[0] == "host 127.0.0.1"
    assert sorted(found[1:]) == [
        *("relay 2001:db8::50", f"relay {RELAYED[0]}", f"relay {RELAYED[0]}"),
        "srflx 203.0.113.7",
    ]
    # Nothing stays behind on any of them.
    assert udp.asked["REFRESH"] == tcp.asked["REFRESH"] == ipv6.asked["REFRESH"] == 1


async def test_a_dead_server_costs_no_more_than_the_wait_and_then_nothing(
    silence: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(memory, "GATHER_S", 0.2)
    assert await gathered(silence) == ["host 127.0.0.1"]
    assert "does not work here: no answer" in caplog.text
    monkeypatch.setattr(memory, "GATHER_S", 1e6)
    assert await gathered(silence) == ["host 127.0.0.1"]
    assert caplog.text.count("no answer") == 1


async def test_beside_a_relay_a_dead_server_costs_a_moment(silence: dict[str, str]) -> None:
    async with relay_running(Relay()) as relay:
        assert len(await gathered(silence, relay.server)) == 2


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ({"urls": "turn:127.0.0.1:9"}, "refused"),
        ({"urls": "turn:127.0.0.1:9?transport=tcp"}, "refused"),
        ({"urls": "turns:127.0.0.1:9"}, "refused"),
        ({"urls": "turn:nowhere.invalid"}, "name service"),
        ({"urls": "turn:169.254.169.254"}, "does not send"),
        ({"urls": "turns:[fd00:ec2::254]"}, "does not send"),
        ({"urls": "stun:192.168.7.7"}, "does not send"),
        ({"urls": "turn:10.1.2.3?transport=tcp"}, "does not send"),
        ({"urls": "stun:[2001:db8::1]"}, "no address of its family"),
        ({"urls": "turn:::1"}, "left out"),
    ],
)
async def test_a_server_that_cannot_work_is_named_without_its_address(
    server: dict[str, str],
    why: str,
    caplog: pytest.LogCaptureFixture,
    roads: Roads,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "invalid" in server["urls"]:
        monkeypatch.setattr(roads, "_names", Names(_unknown))
    if not server["urls"].startswith("stun"):
        server = {**server, "username": "kalle", "credential": "secret"}
    assert await gathered(server) == ["host 127.0.0.1"]
    told = [record.getMessage() for record in caplog.records if "roads:" in record.getMessage()]
    assert len(told) == 1
    assert why in told[0]
    assert "server 1 of the bridge's list" in told[0]
    for secret in ("kalle", "secret", "invalid", "10.1.2.3", "169.254"):
        assert secret not in caplog.text


def _unknown(host: str) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, host)


async def test_a_wrong_password_is_named(caplog: pytest.LogCaptureFixture) -> None:
    async with relay_running(Relay()) as relay:
        server = {**relay.server, "credential": "other"}
        assert await gathered(server) == ["host 127.0.0.1"]
    assert "wrong user name or password" in caplog.text


async def test_stun_is_asked_over_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: ["::1"])
    async with relay_running(Relay(host="::1")) as relay:
        assert await gathered({"urls": f"stun:[::1]:{relay.port}"}) == [
            "host ::1",
            "srflx 203.0.113.7",
        ]


async def test_a_name_may_not_lead_to_where_its_address_may_not(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with relay_running(Relay()) as relay:
        server = {**relay.server, "urls": relay.server["urls"].replace("127.0.0.1", "evil.test")}
        strict = Roads(Surroundings(), Names(lambda host: ["127.0.0.1"]))
        monkeypatch.setattr(gathering, "ROADS", strict)
        assert await gathered(server) == ["host 127.0.0.1"]
        assert relay.asked == {}
        assert failures.OUT_OF_REACH in caplog.text
        # The bridge's own host is in the robot's configuration: its relay may be anywhere.
        strict = Roads(Surroundings(bridge="evil.test"), Names(lambda host: ["127.0.0.1"]))
        monkeypatch.setattr(gathering, "ROADS", strict)
        assert len(await gathered(server)) == 2


async def test_only_relays_of_the_configured_list_are_used(
    roads: Roads, caplog: pytest.LogCaptureFixture
) -> None:
    roads.surroundings = Surroundings(allowed=LOOPBACK, relays=["turn.school.example"])
    async with relay_running(Relay()) as relay:
        assert await gathered(relay.server) == ["host 127.0.0.1"]
        assert relay.asked == {}
    assert "not among network.relays" in caplog.text


async def test_a_probe_learns_before_a_call_needs_it(
    roads: Roads, silence: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "PROBE_S", 0.3)
    async with relay_running(Relay()) as relay:
        own = {"urls": f"stun:127.0.0.1:{relay.port}"}
        known = roads.read(peer.ice_servers([silence, relay.server, own]))
        async with asyncio.timeout(WAIT_S):
            await roads.probe(known)
        network = roads.network()
        assert [roads.memory.works(network, road) for road in known] == [False, True, True]
        assert relay.asked["REFRESH"] == 1
        missed: list[bool] = []
        roads.tell_missed = lambda: missed.append(True)
        await gathered(relay.server)
        assert missed == []
        await gathered(silence, relay.server)
        # A road that was not waited for is to be probed again.
        assert missed == [True]


def candidate(host: str, kind: str = "host") -> Candidate:
    return Candidate("1", 1, "udp", 1, host, 5000, kind)


async def test_a_child_cannot_send_the_robot_where_it_is_not(roads: Roads) -> None:
    roads.surroundings = Surroundings()
    connection = Connection(ice_controlling=False)
    for host in ("127.0.0.1", "::1", "169.254.169.254", "10.1.2.3", "192.168.1.1", "198.18.0.1"):
        await connection.add_remote_candidate(candidate(host))
    assert connection.remote_candidates == []
    assert hooks.DROPPED["candidate out of reach"] == 6
    await connection.add_remote_candidate(candidate("203.0.113.9"))
    await connection.add_remote_candidate(candidate("198.18.0.1", "relay"))
    assert [one.host for one in connection.remote_candidates] == ["203.0.113.9", "198.18.0.1"]
    await connection.close()


def test_addresses_within_a_relay_are_paired_with_relays_alone() -> None:
    within, elsewhere = candidate("198.18.0.1", "relay"), candidate("203.0.113.9", "relay")
    assert not candidate("203.0.113.5").can_pair_with(within)
    assert candidate("203.0.113.5").can_pair_with(elsewhere)
    assert candidate("203.0.113.5", "relay").can_pair_with(within)


async def test_no_answer_goes_to_an_address_where_no_peer_is(roads: Roads) -> None:
    roads.surroundings = Surroundings()
    connection = Connection(ice_controlling=False)
    protocol = StunProtocol(connection)
    protocol.local_candidate = candidate("127.0.0.1")
    request = bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST))
    protocol.datagram_received(request, ("169.254.169.254", 80))
    assert hooks.DROPPED["request from where no peer is"] == 1


async def test_a_road_that_works_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with relay_running(Relay(transport="tcp")) as relay:
        assert await gathered(relay.server) == ["host 127.0.0.1", f"relay {RELAYED[0]}"]
    assert "server 1 of the bridge's list (relay over TCP) works here" in caplog.text


async def test_a_slow_road_stays_one_that_works(
    roads: Roads, silence: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (road,) = roads.read(peer.ice_servers([silence]))
    monkeypatch.setattr(memory, "GATHER_S", 0.05)
    roads.memory.worked(roads.network(), road, 1.0)
    await gathered(silence)
    assert roads.memory.works(roads.network(), road) is True


async def test_how_a_line_came_about_is_remembered(roads: Roads) -> None:
    ends = [Connection(ice_controlling=side) for side in (True, False)]
    async with asyncio.timeout(WAIT_S):
        for end in ends:
            await end.gather_candidates()
        for end, other in (ends, ends[::-1]):
            end.remote_username, end.remote_password = other.local_username, other.local_password
            for one in other.local_candidates:
                await end.add_remote_candidate(one)
            await end.add_remote_candidate(None)
        await asyncio.gather(*(end.connect() for end in ends))
        assert roads.memory._direct == {roads.network(): True}
        for end in ends:
            await end.close()
        lonely = Connection(ice_controlling=True)
        await lonely.gather_candidates()
        lonely.remote_username, lonely.remote_password = "none", "a" * 22
        await lonely.add_remote_candidate(None)
        with pytest.raises(ConnectionError):
            await lonely.connect()
        await lonely.close()
    assert roads.memory._direct == {roads.network(): False}


@pytest.mark.parametrize("early", [True, False])
async def test_a_robot_whose_clock_is_behind_still_reaches_its_relay(
    early: bool, roads: Roads, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    certificate, key = make_certificate(tmp_path, ["127.0.0.1"], tomorrow)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    strict = ssl.create_default_context(cafile=str(certificate))
    lenient = bridge_trust.whenever(ssl.create_default_context(cafile=str(certificate)))
    roads.surroundings = Surroundings(strict, lenient if early else None, allowed=LOOPBACK)
    async with relay_running(Relay(transport="tls"), serving) as relay:
        assert len(await gathered(relay.server)) == (2 if early else 1)
    assert ("clock is behind" in caplog.text) is not early


async def test_a_proxy_in_the_way_is_named(roads: Roads, caplog: pytest.LogCaptureFixture) -> None:
    proxy = Proxy("127.0.0.1", 9)
    roads.surroundings = Surroundings(proxy_for=lambda host: proxy)
    server = {"urls": "turns:turn.school.example", "username": "kalle", "credential": "secret"}
    assert await gathered(server) == ["host 127.0.0.1"]
    assert "does not work here: through the proxy: refused" in caplog.text


async def test_without_servers_nothing_is_waited_for_and_a_bare_connection_works() -> None:
    assert await gathered() == ["host 127.0.0.1"]
    async with relay_running(Relay()) as relay, asyncio.timeout(WAIT_S):
        bare = Connection(ice_controlling=True, stun_server=("127.0.0.1", relay.port))
        await bare.gather_candidates()
        assert [one.type for one in bare.local_candidates] == ["host", "srflx"]
        await bare.close()


async def test_a_lost_check_is_sent_again_soon_and_consent_has_its_time() -> None:
    protocol = StunProtocol(Connection(ice_controlling=False))
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    checked: Any = stun.Transaction(request, ("203.0.113.9", 1), protocol, retransmissions=None)
    consent: Any = stun.Transaction(request, ("203.0.113.9", 1), protocol, retransmissions=0)
    client: Any = relays.UdpClient(("203.0.113.9", 1), "kalle", "secret", 600, 600)
    relay: Any = stun.Transaction(request, ("203.0.113.9", 1), client)
    assert checked._Transaction__timeout_delay == gathering.ASK_AGAIN_S
    assert consent._Transaction__timeout_delay == stun.RETRY_RTO
    assert relay._Transaction__timeout_delay == stun.RETRY_RTO


async def test_a_close_while_transports_start_is_no_error_of_that_task() -> None:
    async def transport_is_closed(_: Any) -> None:
        raise InvalidStateError("RTCIceTransport is closed")

    connect = gathering._end_while_connecting(transport_is_closed)
    pc = RTCPeerConnection()
    with pytest.raises(InvalidStateError):
        await connect(pc)
    await pc.close()
    await connect(pc)
