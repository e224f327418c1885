import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from robot.demo.certificate import make_certificate
from robot.media import hooks
from robot.media.hooks import relays
from robot.media.roads import failures
from robot.media.roads.failures import RoadFailed
from robot.media.roads.servers import IceRoad
from tests.deadline import WAIT_S
from tests.robot.media.hooks.relay_server import (
    RELAYED,
    RELAYED_IPV6,
    Relay,
    relay_running,
)

PEER = ("203.0.113.9", 6000)
MEDIA = bytes([0x80]) + bytes(99)
STUN = bytes([0]) + bytes(99)


class Receiver(asyncio.DatagramProtocol):
    """Takes what comes through a relay."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()
        self.got: list[bytes] = []

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.got.append(data)


@asynccontextmanager
async def opened(
    relay: Relay, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[relays.RelayTransport, Receiver]]:
    async with asyncio.timeout(WAIT_S):
        transport, receiver = await relays.open_relay(relay.road, relay.host, Receiver, tls)
        assert isinstance(receiver, Receiver)
        try:
            yield transport, receiver
        finally:
            transport.close()
            await receiver.lost.wait()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_packets_cross_and_all_but_the_first_need_no_task(transport: Any) -> None:
    async with relay_running(Relay(transport=transport)) as relay, opened(relay) as (road, _):
        assert road.get_extra_info("sockname") == RELAYED
        road.sendto(MEDIA, PEER)
        assert await relay.got.get() == MEDIA
        # Odd lengths are padded on a stream.
        before = len(asyncio.all_tasks())
        for length in range(1, 6):
            road.sendto(MEDIA[:length], PEER)
        assert len(asyncio.all_tasks()) == before
        assert [len(await relay.got.get()) for _ in range(5)] == [1, 2, 3, 4, 5]
        assert relay.asked["CHANNEL_BIND"] == 1
    assert relay.asked["REFRESH"] == 1


async def test_a_channel_is_refreshed_once_and_no_packet_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with relay_running(Relay()) as relay, opened(relay) as (road, _):
        road.sendto(MEDIA, PEER)
        await relay.got.get()
        monkeypatch.setattr(relays, "REBIND_S", 0.0)
        road.sendto(MEDIA, PEER)
        await relay.got.get()
        relay.answers = False
        asked = relay.asked["CHANNEL_BIND"]
        for _ in range(100):
            road.sendto(MEDIA, PEER)
        assert [await relay.got.get() for _ in range(100)] == [MEDIA] * 100
        assert relay.asked["CHANNEL_BIND"] <= asked + 1
        relay.answers = True


async def test_the_clock_that_ages_a_channel_is_monotonic(monkeypatch: pytest.MonkeyPatch) -> None:
    async with relay_running(Relay()) as relay, opened(relay) as (road, _):
        road.sendto(MEDIA, PEER)
        await relay.got.get()
        monkeypatch.setattr("aioice.turn.time.time", lambda: 1e12)
        for _ in range(20):
            road.sendto(MEDIA, PEER)
            await relay.got.get()
        assert relay.asked["CHANNEL_BIND"] == 1
    # A permission lives 300 s, and is refreshed with the channel.
    assert relays.REBIND_S + relays.REBIND_AGAIN_S < 300


async def test_packets_that_wait_for_a_channel_are_bounded() -> None:
    async with relay_running(Relay()) as relay, opened(relay) as (road, _):
        relay.answers = False
        for _ in range(3 * relays.MOST_WAITING):
            road.sendto(MEDIA, PEER)
        road.sendto(STUN, PEER)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = road._client.peer_connect_waiters[PEER]
        assert len(waiting) <= relays.MOST_WAITING + 1
        assert hooks.DROPPED["packet to a relay whose channel is not ready"]
        relay.answers = True


async def test_a_relay_that_has_only_ipv6_is_asked_for_it() -> None:
    async with relay_running(Relay(only_ipv6=True)) as relay, opened(relay) as (road, _):
        assert road.get_extra_info("sockname") == RELAYED_IPV6
        # Later requests do not carry the attribute.
        road.sendto(MEDIA, PEER)
        assert await relay.got.get() == MEDIA


@pytest.mark.parametrize("code", [300, 403, 440, 486, 508])
async def test_a_relay_that_refuses_says_why(code: int) -> None:
    async with asyncio.timeout(WAIT_S), relay_running(Relay(refuses=code)) as relay:
        with pytest.raises(stun.TransactionFailed) as caught:
            await relays.open_relay(relay.road, relay.host, Receiver, None)
        assert caught.value.response.error_code == code


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", failures.PORTAL),
        (b"<html>", failures.PORTAL),
        (b"SSH-2.0-OpenSSH\r\n", failures.NO_RELAY),
        (b"\x15\x03\x01\x00\x02\x02\x16", failures.NO_RELAY),
        (b"", failures.HUNG_UP),
        (b"\x01\x01", failures.HUNG_UP),
    ],
)
async def test_what_is_no_relay_is_recognised_at_once(answer: bytes, why: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(20)
        writer.write(answer)
        writer.close()

    async with asyncio.timeout(WAIT_S):
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            road = IceRoad("turn", "tcp", "127.0.0.1", port, "kalle", "secret")
            with pytest.raises(ConnectionError) as caught:
                await relays.open_relay(road, "127.0.0.1", Receiver, None)
    # A server that closes with our request unread resets the connection.
    assert failures.words(caught.value) == why


async def test_an_answer_may_come_in_pieces() -> None:
    relay = Relay(transport="tcp")
    async with relay_running(relay):
        relay.piece_bytes = 7
        async with opened(relay) as (road, _):
            assert road.get_extra_info("sockname") == RELAYED


async def test_hostile_messages_of_a_relay_are_dropped() -> None:
    async with relay_running(Relay(transport="tcp")) as relay, opened(relay) as (road, receiver):
        for data in (b"\x00", b"\x01\x13\x00\x04" + bytes(20), b"\x40\x00\xff\xff", bytes(40)):
            road._client.datagram_received(data, PEER)
        broken = stun.Message(stun.Method.DATA, stun.Class.INDICATION)
        for attribute in (
            b"\x00\x12\x00\x01\x00\x00\x00\x00",
            b"\x00\x09\x00\x00",
            b"\x00\x0c\x00\x00",
        ):
            head = bytes(broken)
            data = head[:2] + len(attribute).to_bytes(2, "big") + head[4:] + attribute
            road._client.datagram_received(data, PEER)
        road.sendto(MEDIA, PEER)
        assert await relay.got.get() == MEDIA
        assert receiver.got == []


async def test_the_end_does_not_wait_for_a_dead_relay() -> None:
    async with relay_running(Relay()) as relay, opened(relay):
        relay.answers = False


@pytest.mark.parametrize("trusted", [True, False])
async def test_over_tls_the_certificate_is_checked(trusted: bool, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, ["127.0.0.1"])
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    checking = ssl.create_default_context()
    if trusted:
        checking.load_verify_locations(certificate)
    async with relay_running(Relay(transport="tls"), serving) as relay:
        if trusted:
            async with opened(relay, checking) as (road, _):
                road.sendto(MEDIA, PEER)
                assert await relay.got.get() == MEDIA
        else:
            with pytest.raises(ssl.SSLCertVerificationError):
                await relays.open_relay(relay.road, relay.host, Receiver, checking)


async def test_media_is_dropped_before_a_full_line_and_stun_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with relay_running(Relay(transport="tcp")) as relay, opened(relay) as (road, _):
        road.sendto(MEDIA, PEER)
        await relay.got.get()
        client = road._client
        assert isinstance(client, relays.StreamClient)
        monkeypatch.setattr(client, "_waiting", lambda: 100_000)
        road.sendto(MEDIA, PEER)
        road.sendto(STUN, PEER)
        assert await relay.got.get() == STUN
        assert hooks.DROPPED["packet that would wait too long before a relay"] == 1


async def test_an_attempt_that_is_given_up_leaves_no_socket() -> None:
    async with relay_running(Relay(answers=False)) as relay:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await relays.open_relay(relay.road, relay.host, Receiver, None)
    with pytest.raises(RoadFailed, match="refused"):
        async with asyncio.timeout(WAIT_S):
            await relays.open_relay(relay.road, relay.host, Receiver, None)


class Closed:
    """A transport that only notes whether it was closed."""

    def __init__(self) -> None:
        self.aborted = False

    def abort(self) -> None:
        self.aborted = True

    def get_extra_info(self, name: str) -> None:
        return None


def mutated(template: bytes, changes: list[tuple[int, int]]) -> bytes:
    data = bytearray(template)
    for at, value in changes:
        data[at % len(data)] = value
    return bytes(data)


TEMPLATES = [
    bytes(stun.Message(method, kind, attributes=attributes))
    for method, kind, attributes in (
        (stun.Method.DATA, stun.Class.INDICATION, {"XOR-PEER-ADDRESS": PEER, "DATA": MEDIA}),
        (stun.Method.ALLOCATE, stun.Class.ERROR, {"ERROR-CODE": (401, "no"), "NONCE": b"n"}),
        (stun.Method.ALLOCATE, stun.Class.RESPONSE, {"XOR-RELAYED-ADDRESS": PEER, "LIFETIME": 1}),
    )
]
CHANGES = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=8)
HOSTILE = st.one_of(
    st.binary(max_size=300), st.builds(mutated, st.sampled_from(TEMPLATES), CHANGES)
)


@given(st.lists(HOSTILE, max_size=6), st.booleans())
def test_no_bytes_of_a_relay_raise_or_pile_up(chunks: list[bytes], allocated: bool) -> None:
    for client in (
        relays.UdpClient(PEER, "kalle", "secret", 600, 600),
        relays.StreamClient(PEER, "kalle", "secret", 600, 600),
    ):
        client.transport = Closed()
        client.relayed_address = RELAYED if allocated else None
        client.receiver = Receiver()
        for chunk in chunks:
            if isinstance(client, relays.StreamClient):
                client.data_received(chunk)
                assert len(client.buffer) < 66_000
            elif chunk:
                client.datagram_received(chunk, PEER)
