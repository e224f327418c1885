"""PURE. One peer of the closed relay: TURN over a stream, from its bytes to its allocation. No I/O.

    bytes ──► feed ──► request    ──► answer to `PeerOutput.answer`
                  └──► media      ──► `Allocations.pass_on`

Only addresses that the relay invented can be reached (`relayed`), by whoever has a credential of
the same lesson. Whoever has none gets a few short answers, and is then cut off.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.base.rates import Bucket
from bridge.relay import allocations, credentials, relayed, stun_bytes
from bridge.relay.allocations import Allocation, Allocations, Reader
from bridge.relay.nonces import NonceMint
from bridge.relay.stun_bytes import Attribute, Kind, Method, NotStun, StunMessage

REALM = "karlsson"
"""A constant: it says nothing about the school."""

OF_A_STRANGER = 16
"""Messages of a peer before it has proved who it is."""

MESSAGES_HZ = 30.0
MESSAGES_AT_ONCE = 150
"""Requests of a peer that is known; more are not answered."""

_UDP = 17
_IPV4 = 1

_CHANNEL = struct.Struct("!HH")
_MOST_CHANNEL_DATA = stun_bytes.MOST_BYTES

_REASONS = {
    400: "Bad Request",
    401: "Unauthenticated",
    403: "Forbidden",
    420: "Unknown Attribute",
    437: "Allocation Mismatch",
    438: "Stale Nonce",
    440: "Address Family not Supported",
    441: "Wrong Credentials",
    442: "Unsupported Transport Protocol",
    486: "Allocation Quota Reached",
    508: "Insufficient Capacity",
}


class NotTurn(ValueError):
    """The peer does not speak TURN, or asks without end; its connection is to be ended."""


class PeerOutput(Reader, Protocol):
    """Receiver of packets and answers for one connection."""

    def answer(self, frame: bytes) -> None:
        """Take an answer."""


@dataclass(frozen=True)
class TurnRules:
    """Secret, nonces, allocations and clock shared by all connections of a process.

    Args:
        secret: Shared with the bridge, which makes credentials with it.
        unix_s: Returns the wall clock, against which credentials expire.
    """

    secret: bytes
    nonces: NonceMint
    allocations: Allocations
    unix_s: Callable[[], float]


class _Refused(Exception):
    """A request is answered with a code."""

    def __init__(self, code: int, attributes: list[tuple[Attribute, bytes]] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.attributes = attributes or []


@dataclass(frozen=True)
class _Proof:
    """Signer of a request."""

    name: str
    identity: str
    expiry: int
    key: bytes


class TurnPeer:
    """One connection.

    Args:
        outlet: Takes what is sent to the peer.
        address: Host and port of the peer, as it appears here.
        whom: What tells this connection from all others.
    """

    def __init__(
        self, rules: TurnRules, outlet: PeerOutput, address: tuple[str, int], whom: str, now: float
    ) -> None:
        self._rules = rules
        self._outlet = outlet
        self._address = address
        self._whom = whom
        self._rest = b""
        self._left = OF_A_STRANGER
        self._messages = Bucket(MESSAGES_HZ, MESSAGES_AT_ONCE, now)
        self._proof: _Proof | None = None
        self.allocation: Allocation | None = None

    @property
    def is_proved(self) -> bool:
        """True once the peer has signed a request as the end of a lesson; no network test has."""
        return self._proof is not None and not credentials.is_test(self._proof.identity)

    def feed(self, data: bytes, now: float) -> None:
        """Take bytes of the stream.

        Raises:
            NotTurn: The connection is to be ended.
        """
        if self._rest:
            data = self._rest + data
        at, end = 0, len(data)
        while end - at >= 4:
            number, size = _CHANNEL.unpack_from(data, at)
            is_media = allocations.FIRST_CHANNEL <= number <= allocations.LAST_CHANNEL
            if is_media:
                whole = 4 + (size + 3 & ~3)
            elif number < allocations.FIRST_CHANNEL:
                whole = stun_bytes.HEADER_BYTES + size
            else:
                raise NotTurn("neither STUN nor channel data")
            if whole > _MOST_CHANNEL_DATA:
                raise NotTurn("too long")
            if end - at < whole:
                break
            if is_media:
                self._media(number, data[at + 4 : at + 4 + size], now)
            else:
                self._message(data[at : at + whole], now)
            at += whole
        self._rest = data[at:] if at < end else b""

    def end(self) -> None:
        """Give the allocation back."""
        if self.allocation is not None:
            self._rules.allocations.release(self.allocation)
            self.allocation = None

    def tick(self, now: float) -> None:
        """Give an allocation back that was not refreshed."""
        if self.allocation is not None and self.allocation.expires < now:
            self.end()

    # ---- packets

    def _media(self, number: int, packet: bytes, now: float) -> None:
        allocation = self.allocation
        if allocation is None:
            self._count(now)
            return
        channel = allocation.channels.get(number)
        if channel is not None and channel.expires >= now and allocation.expires >= now:
            self._rules.allocations.pass_on(allocation, channel.peer, packet, now)

    def _send(self, message: StunMessage, now: float) -> None:
        allocation = self.allocation
        if allocation is None or allocation.expires < now or message.unknown:
            return
        packet = message.first(Attribute.DATA)
        peers = _peers(message)
        if packet is None or len(peers) != 1 or peers[0] is None:
            return
        if allocation.permissions.get(relayed.host_of(peers[0]), 0.0) >= now:
            self._rules.allocations.pass_on(allocation, peers[0], packet, now)

    # ---- requests

    def _message(self, data: bytes, now: float) -> None:
        try:
            message = stun_bytes.read(data)
        except NotStun as error:
            raise NotTurn(str(error)) from None
        if message.kind is Kind.INDICATION and message.method == Method.SEND and self.allocation:
            self._send(message, now)
            return
        if not self._count(now) or message.kind is not Kind.REQUEST:
            return
        handle = (
            {
                Method.BINDING: self._binding,
                Method.ALLOCATE: self._allocate,
                Method.REFRESH: self._refresh,
                Method.CREATE_PERMISSION: self._create_permission,
                Method.CHANNEL_BIND: self._channel_bind,
            }.get(Method(message.method))
            if message.method in _METHODS
            else None
        )
        if handle is None:
            return
        key: bytes | None = None
        try:
            if message.unknown:
                numbers = struct.pack(f"!{len(message.unknown)}H", *message.unknown)
                raise _Refused(420, [(Attribute.UNKNOWN_ATTRIBUTES, numbers)])
            proof = None
            if message.method != Method.BINDING:
                proof = self._prove(message, now)
                key = proof.key
            kind, attributes = Kind.SUCCESS, handle(message, proof, now)
        except _Refused as refused:
            code = stun_bytes.error_code(refused.code, _REASONS[refused.code])
            kind, attributes = Kind.FAILURE, [(Attribute.ERROR_CODE, code), *refused.attributes]
        self._outlet.answer(
            stun_bytes.write(Method(message.method), kind, message.transaction, attributes, key)
        )

    def _count(self, now: float) -> bool:
        """Count a message; return False if it is not answered."""
        if self._proof is not None:
            return self._messages.take(now)
        self._left -= 1
        if self._left < 0:
            raise NotTurn("a stranger asks without end")
        return True

    def _prove(self, message: StunMessage, now: float) -> _Proof:
        """Return who signed a request."""
        name, nonce = message.text(Attribute.USERNAME), message.text(Attribute.NONCE)
        if message.covered is None:
            raise self._challenge(401, now)
        if not name or not nonce or message.text(Attribute.REALM) != REALM:
            raise self._challenge(401 if name else 400, now)
        verdict = self._rules.nonces.check(nonce, self._whom, now)
        if verdict != "good":
            raise self._challenge(438, now)
        proof = self._proof
        if proof is None or proof.name != name:
            proof = self._read_name(name, now)
        if not message.is_signed_with(proof.key):
            raise self._challenge(401, now)
        if self._proof is not None and self._proof.identity != proof.identity:
            raise _Refused(441)
        # A lesson may outlast the credential that it began with.
        if proof is not self._proof and proof.expiry < self._rules.unix_s():
            raise self._challenge(401, now)
        self._proof = proof
        return proof

    def _read_name(self, name: str, now: float) -> _Proof:
        found = credentials.read(name)
        if found is None:
            raise self._challenge(401, now)
        expiry, identity = found
        password = credentials.credential(self._rules.secret, name)
        key = credentials.integrity_key(name, REALM, password)
        return _Proof(name, identity, expiry, key)

    def _challenge(self, code: int, now: float) -> _Refused:
        nonce = self._rules.nonces.make(self._whom, now)
        return _Refused(
            code, [(Attribute.REALM, REALM.encode()), (Attribute.NONCE, nonce.encode())]
        )

    def _binding(
        self, message: StunMessage, _proof: _Proof | None, _now: float
    ) -> list[tuple[Attribute, bytes]]:
        return [self._mapped(message)]

    def _allocate(
        self, message: StunMessage, proof: _Proof | None, now: float
    ) -> list[tuple[Attribute, bytes]]:
        assert proof is not None
        self.tick(now)
        if self.allocation is not None:
            raise _Refused(437)
        if proof.expiry < self._rules.unix_s():
            raise self._challenge(401, now)
        transport = message.first(Attribute.REQUESTED_TRANSPORT)
        if transport is None or len(transport) != 4:
            raise _Refused(400)
        if transport[0] != _UDP:
            raise _Refused(442)
        family = message.first(Attribute.REQUESTED_ADDRESS_FAMILY)
        if family is not None and family[:1] != bytes([_IPV4]):
            raise _Refused(440)
        allocation = self._rules.allocations.allocate(
            proof.identity, self._address[0], self._outlet, now
        )
        if allocation is None:
            raise _Refused(486)
        self.allocation = allocation
        lifetime_s = allocation.refresh(message.number(Attribute.LIFETIME) or 0, now)
        here = stun_bytes.xor_address(*relayed.shown(allocation.key), message.transaction)
        return [
            (Attribute.XOR_RELAYED_ADDRESS, here),
            self._mapped(message),
            (Attribute.LIFETIME, lifetime_s.to_bytes(4, "big")),
        ]

    def _refresh(
        self, message: StunMessage, _proof: _Proof | None, now: float
    ) -> list[tuple[Attribute, bytes]]:
        wanted_s = message.number(Attribute.LIFETIME)
        given_s = 0
        if wanted_s == 0:
            self.end()
        else:
            given_s = self._held(now).refresh(wanted_s or 0, now)
        return [(Attribute.LIFETIME, given_s.to_bytes(4, "big"))]

    def _create_permission(
        self, message: StunMessage, _proof: _Proof | None, now: float
    ) -> list[tuple[Attribute, bytes]]:
        allocation = self._held(now)
        for peer in _own(_peers(message)):
            if not allocation.permit(peer, now):
                raise _Refused(508)
        return []

    def _channel_bind(
        self, message: StunMessage, _proof: _Proof | None, now: float
    ) -> list[tuple[Attribute, bytes]]:
        allocation = self._held(now)
        number = message.number(Attribute.CHANNEL_NUMBER)
        peers = _own(_peers(message))
        if number is None or len(peers) != 1:
            raise _Refused(400)
        channel = number >> 16
        if not allocations.FIRST_CHANNEL <= channel <= allocations.LAST_CHANNEL:
            raise _Refused(400)
        if not allocation.bind(channel, peers[0], now):
            raise _Refused(400)
        return []

    def _held(self, now: float) -> Allocation:
        self.tick(now)
        if self.allocation is None:
            raise _Refused(437)
        return self.allocation

    def _mapped(self, message: StunMessage) -> tuple[Attribute, bytes]:
        value = stun_bytes.xor_address(*self._address, message.transaction)
        return Attribute.XOR_MAPPED_ADDRESS, value


_METHODS = frozenset(int(method) for method in Method)


def _peers(message: StunMessage) -> list[int | None]:
    """Return the peers that a message names; None for each that is not ours."""
    found = (
        stun_bytes.read_address(value, message.transaction)
        for value in message.every(Attribute.XOR_PEER_ADDRESS)
    )
    return [relayed.parse(*peer) if peer is not None else None for peer in found]


def _own(peers: list[int | None]) -> list[int]:
    """Return the peers, all of which must be addresses of this relay."""
    if not peers:
        raise _Refused(400)
    own = [peer for peer in peers if peer is not None]
    if len(own) != len(peers):
        raise _Refused(403)
    return own
