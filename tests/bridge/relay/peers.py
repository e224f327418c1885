"""Peers of the relay as tests play them: requests as bytes, answers read back."""

from collections.abc import Callable

from bridge.relay import credentials, relayed, stun_bytes
from bridge.relay.allocations import Allocations
from bridge.relay.nonces import NonceMint
from bridge.relay.stun_bytes import Attribute, Kind, Method, StunMessage
from bridge.relay.turn import REALM, TurnPeer, TurnRules

SECRET = b"a secret of the bridge, for tests"
UNIX_S = 1_796_000_000.0
TRANSPORT_UDP = bytes([17, 0, 0, 0])
ADDRESS = ("192.0.2.7", 51234)

Attributes = list[tuple[Attribute, bytes]]


class Counting:
    """Numbers that look random enough, and are the same in each run."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        self._last += 7919
        return self._last


class Allowed:
    """A name and its password."""

    def __init__(self, identity: str = "lesson-a", unix_s: float = UNIX_S) -> None:
        self.name = credentials.username(identity, unix_s)
        self.password = credentials.credential(SECRET, self.name)

    @property
    def key(self) -> bytes:
        return credentials.integrity_key(self.name, REALM, self.password)


def request(
    method: Method, attributes: Attributes, nonce: bytes = b"", who: Allowed | None = None
) -> bytes:
    """Return a request, signed if somebody is named."""
    if who is None:
        return stun_bytes.write(method, Kind.REQUEST, b"transaction1", attributes)
    signed: Attributes = [
        (Attribute.USERNAME, who.name.encode()),
        (Attribute.REALM, REALM.encode()),
        (Attribute.NONCE, nonce),
    ]
    return stun_bytes.write(method, Kind.REQUEST, b"transaction1", [*attributes, *signed], who.key)


def peer_attribute(host: str, port: int) -> tuple[Attribute, bytes]:
    """Return XOR-PEER-ADDRESS."""
    return Attribute.XOR_PEER_ADDRESS, stun_bytes.xor_address(host, port, b"transaction1")


def channel_data(number: int, packet: bytes) -> bytes:
    """Return a packet on a channel, padded as on a stream."""
    head = number.to_bytes(2, "big") + len(packet).to_bytes(2, "big")
    return head + packet + bytes(-len(packet) % 4)


class Wire:
    """Frames that the relay sends to one peer."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.packets: list[bytes] = []

    def answer(self, frame: bytes) -> None:
        self.answers.append(frame)

    def media(self, frame: bytes, first: int, now: float) -> None:
        self.packets.append(frame)


class Relay:
    """One process of a relay without its sockets; `now` is turned by hand."""

    def __init__(
        self,
        process: int = 0,
        most: int = 100,
        afar: Callable[[int, bytes], None] = lambda _process, _record: None,
    ) -> None:
        self.now = 1000.0
        self.unix_s = UNIX_S
        self.allocations = Allocations(process, most, Counting(), afar)
        self.rules = TurnRules(SECRET, NonceMint(b"nonces"), self.allocations, lambda: self.unix_s)
        self._peers = 0

    def peer(self, who: Allowed | None = None) -> "Peer":
        """Return a connection that has not said anything."""
        self._peers += 1
        return Peer(self, who or Allowed(), f"peer {self._peers}")


class Peer:
    """One connection, which asks as a browser does."""

    def __init__(self, relay: Relay, who: Allowed, whom: str) -> None:
        self.relay = relay
        self.who = who
        self.wire = Wire()
        self.turn = TurnPeer(relay.rules, self.wire, ADDRESS, whom, relay.now)
        self.nonce = b""
        self.address = ("", 0)

    def feed(self, data: bytes) -> None:
        self.turn.feed(data, self.relay.now)

    def ask(self, method: Method, *attributes: tuple[Attribute, bytes]) -> StunMessage:
        """Return the answer to a signed request."""
        return self.hear(request(method, list(attributes), self.nonce, self.who))

    def hear(self, data: bytes) -> StunMessage:
        """Return the answer to bytes."""
        self.wire.answers.clear()
        self.feed(data)
        (answer,) = self.wire.answers
        return stun_bytes.read(answer)

    def challenged(self) -> StunMessage:
        """Learn the nonce by a request that is not signed."""
        refused = self.hear(request(Method.ALLOCATE, []))
        self.nonce = refused.first(Attribute.NONCE) or b""
        return refused

    def allocate(self, *attributes: tuple[Attribute, bytes]) -> StunMessage:
        """Ask for an address, and keep it."""
        if not self.nonce:
            self.challenged()
        transport = (Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP)
        answer = self.ask(Method.ALLOCATE, transport, *attributes)
        found = answer.first(Attribute.XOR_RELAYED_ADDRESS)
        if found is not None:
            self.address = stun_bytes.read_address(found, answer.transaction) or ("", 0)
        return answer

    def permit(self, host: str, port: int = 9) -> StunMessage:
        """Let an address in."""
        return self.ask(Method.CREATE_PERMISSION, peer_attribute(host, port))

    def bind(self, number: int, host: str, port: int) -> StunMessage:
        """Bind a channel."""
        channel = (Attribute.CHANNEL_NUMBER, number.to_bytes(2, "big") + b"\0\0")
        return self.ask(Method.CHANNEL_BIND, channel, peer_attribute(host, port))

    @property
    def key(self) -> relayed.RelayedKey:
        found = relayed.parse(*self.address)
        assert found is not None
        return found


def pair(relay: Relay, number: int = 0x4000) -> tuple[Peer, Peer]:
    """Return two ends of a lesson, with a channel each."""
    one, other = relay.peer(), relay.peer()
    one.allocate()
    other.allocate()
    one.bind(number, *other.address)
    other.bind(number, *one.address)
    return one, other


def code_of(answer: StunMessage) -> int | None:
    """Return the code of a refusal; None for a success."""
    return stun_bytes.read_error(answer)
