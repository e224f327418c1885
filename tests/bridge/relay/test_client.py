import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bridge.relay import stranger_tests, stun_bytes, told
from bridge.relay.client import IDLE_S, STRANGER_S, House, RelayClient
from bridge.relay.rounds import Rounds
from bridge.relay.stream import PeerStream
from bridge.relay.stun_bytes import Attribute, Method
from tests.bridge.relay.peers import TRANSPORT_UDP, Allowed, Relay, request

ALLOCATE = [(Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP)]


@dataclass
class Scene:
    """A client over a pair of sockets, and what was told to the bridge."""

    client: RelayClient
    there: socket.socket
    house: House
    relay: Relay
    told: list[told.FromProcess]

    def say(self, data: bytes) -> None:
        self.there.send(data)
        self.house.rounds.turn(0.0)

    def answer(self) -> stun_bytes.StunMessage:
        return stun_bytes.read(self.there.recv(4096))

    def prove(self, who: Allowed | None = None) -> None:
        self.say(request(Method.ALLOCATE, []))
        nonce = self.answer().first(Attribute.NONCE) or b""
        self.say(request(Method.ALLOCATE, ALLOCATE, nonce, who or Allowed()))
        assert stun_bytes.read_error(self.answer()) is None

    @property
    def is_over(self) -> bool:
        return told.Left(7) in self.told


@pytest.fixture
def scene() -> Iterator[Scene]:
    here, there = socket.socketpair()
    there.settimeout(5.0)
    relay = Relay()
    said: list[told.FromProcess] = []
    house = House(Rounds(), relay.rules, said.append, {}, "")
    came = told.HandedOver(7, "192.0.2.7", 51234, tls=False)
    client = RelayClient(house, PeerStream(here, None), came, house.rounds.now)
    with there:
        yield Scene(client, there, house, relay, said)
    client.end()


def test_a_peer_proves_itself_and_gets_an_address(scene: Scene) -> None:
    scene.prove()
    assert scene.told == [told.Settled(7)]
    assert len(scene.relay.allocations) == 1
    scene.client.end()
    assert scene.told == [told.Settled(7), told.Left(7)]
    assert not len(scene.relay.allocations)
    assert not scene.house.clients


def test_a_stranger_has_a_deadline(scene: Scene) -> None:
    scene.say(request(Method.BINDING, []))
    scene.client.tick(scene.house.rounds.now + STRANGER_S - 1)
    assert not scene.is_over
    scene.client.tick(scene.house.rounds.now + STRANGER_S + 1)
    assert scene.is_over


def test_a_network_test_stays_a_stranger(scene: Scene) -> None:
    scene.prove(Allowed("test.a"))
    now = scene.house.rounds.now
    scene.client.tick(now + STRANGER_S + 1)
    assert not scene.told
    scene.client.tick(now + stranger_tests.LIFE_S + 1)
    assert not len(scene.relay.allocations)
    scene.client.tick(now + stranger_tests.LIFE_S + STRANGER_S + 2)
    assert scene.is_over


def test_who_gives_the_address_back_goes_soon(scene: Scene) -> None:
    scene.prove()
    now = scene.house.rounds.now
    scene.client.tick(now + STRANGER_S + 1)
    assert not scene.is_over
    for allocation in list(scene.relay.allocations._by_key.values()):
        allocation.expires = 0.0
    scene.client.tick(now + IDLE_S)
    scene.client.tick(now + STRANGER_S + IDLE_S + 2)
    assert scene.is_over


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n", b"\x80\0\0\0", b"\0\1\0\0" + bytes(16)])
def test_who_speaks_otherwise_is_cut_off(scene: Scene, data: bytes) -> None:
    scene.say(data)
    assert scene.is_over
    assert scene.there.recv(100) == b""


def test_who_goes_is_forgotten(scene: Scene) -> None:
    scene.prove()
    scene.there.close()
    scene.house.rounds.turn(0.0)
    assert scene.is_over


def test_a_reader_that_does_not_read_loses_packets_and_no_answers(scene: Scene) -> None:
    scene.prove()
    now = scene.house.rounds.now
    packet = bytes([0x80]) * 1000
    for turn in range(2000):
        scene.client.media(packet, packet[0], now + turn / 1000)
        scene.client.flush(now + turn / 1000)
    scene.client.answer(b"answer")
    assert scene.client.dropped > 500
    received = b""
    while not received.endswith(b"answer"):
        received += scene.there.recv(65536)
        scene.client.flush(now + 2.0)
    assert received.count(packet) < 1500
