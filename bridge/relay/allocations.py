"""PURE. Allocations of one process, and the packets between them. No I/O.

A packet goes from one allocation to another one of the same lesson, in this process or in the
next one, and nowhere else:

    allocation ── pass_on ──► allocations ──► allocation (here)
                                  └─ record ──► arrive (another process)

Times are monotonic seconds of this process.
"""

import hashlib
import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.base.addresses import neighbourhood
from bridge.base.rates import Bucket
from bridge.relay import credentials, relayed, stun_bytes
from bridge.relay.relayed import RelayedKey
from bridge.relay.stranger_tests import AllocationTerms, StrangerTests
from bridge.relay.stun_bytes import Attribute, Kind, Method

ALLOCATION_S = 600.0
MOST_ALLOCATION_S = 3600.0
PERMISSION_S = 300.0
CHANNEL_S = 600.0

WHOLE_LIFE_S = 12 * 3600.0
"""However often it is refreshed: a credential is not checked again for what it made."""

OF_ONE_LESSON = 24
"""Allocations of one lesson in one process: two ends, several networks, old and new attempts."""

PERMISSIONS = 64
CHANNELS = 64

BYTES_HZ = 500_000
"""Sustained rate of one allocation: three times the richest lesson."""
BYTES_AT_ONCE = 1_000_000

_CHANNEL = struct.Struct("!HH")
_RECORD = struct.Struct("!QQ8sH")

FIRST_CHANNEL = 0x4000
LAST_CHANNEL = 0x4FFF


class Reader(Protocol):
    """Sink for the packets of one connection."""

    def media(self, frame: bytes, first: int, now: float) -> None:
        """Take a frame; `first` is the first byte of the packet in it."""


@dataclass
class BoundChannel:
    """A channel between an allocation and a peer."""

    number: int
    peer: RelayedKey
    expires: float


def group_of(identity: str, host: str) -> bytes:
    """Return the mark of a lesson, by which its allocations know each other.

    The ends of a stranger's network test have to be neighbours, too: it reaches nobody but itself.

    Args:
        host: Address of the client, as it appears here.
    """
    whose = f"{identity} {neighbourhood(host)}" if credentials.is_test(identity) else identity
    return hashlib.blake2b(whose.encode(), digest_size=8).digest()


class Allocation:
    """A relayed address, whom it may hear, and its channels.

    Args:
        group: Of the lesson that it belongs to.
        reader: Takes what peers send to it.
        terms: How long it lives, and how much it sends.
    """

    def __init__(
        self, key: RelayedKey, group: bytes, reader: Reader, terms: AllocationTerms, now: float
    ) -> None:
        self.key = key
        self.group = group
        self.reader = reader
        self.ends_at = now + terms.life_s
        self.expires = now + min(ALLOCATION_S, terms.life_s)
        self.permissions: dict[int, float] = {}
        self.channels: dict[int, BoundChannel] = {}
        self.bound: dict[RelayedKey, BoundChannel] = {}
        self.allowance = terms.allowance

    def refresh(self, lifetime_s: float, now: float) -> int:
        """Prolong it; return for how many seconds."""
        given_s = min(max(lifetime_s, ALLOCATION_S), MOST_ALLOCATION_S, self.ends_at - now)
        self.expires = now + given_s
        return max(0, int(given_s))

    def permit(self, peer: RelayedKey, now: float) -> bool:
        """Let a peer's address in; return False if there are too many."""
        host = relayed.host_of(peer)
        if host not in self.permissions and len(self.permissions) >= PERMISSIONS:
            self.permissions = {one: at for one, at in self.permissions.items() if at >= now}
            if len(self.permissions) >= PERMISSIONS:
                return False
        self.permissions[host] = now + PERMISSION_S
        return True

    def bind(self, number: int, peer: RelayedKey, now: float) -> bool:
        """Bind a channel, or prolong it; return False if number or peer is taken otherwise."""
        self._forget_channels(now)
        there, other = self.channels.get(number), self.bound.get(peer)
        if (there is not None or other is not None) and there is not other:
            return False
        if there is None:
            if len(self.channels) >= CHANNELS:
                return False
            there = BoundChannel(number, peer, 0.0)
        if not self.permit(peer, now):
            return False
        there.expires = now + CHANNEL_S
        self.channels[number] = self.bound[peer] = there
        return True

    def _forget_channels(self, now: float) -> None:
        for channel in [one for one in self.channels.values() if one.expires < now]:
            del self.channels[channel.number], self.bound[channel.peer]


class Allocations:
    """All allocations of this process.

    Args:
        process: Number of this process among those of the relay.
        most: Allocations of this process.
        chance: Returns random numbers.
        afar: Takes a record for another process.
    """

    def __init__(
        self,
        process: int,
        most: int,
        chance: Callable[[], int],
        afar: Callable[[int, bytes], None],
    ) -> None:
        self._process = process
        self._most = min(most, relayed.PLACES - 1)
        self._chance = chance
        self._afar = afar
        self._place = 0
        self._by_key: dict[RelayedKey, Allocation] = {}
        self._places: dict[int, RelayedKey] = {}
        self._of_group: Counter[bytes] = Counter()
        self._tests = StrangerTests()
        self.packets = 0
        self.lost = 0
        """Packets that nobody wanted, or that were too many."""

    def __len__(self) -> int:
        return len(self._by_key)

    def allocate(self, identity: str, host: str, reader: Reader, now: float) -> Allocation | None:
        """Make an allocation; return None if the lesson, or this process, has too many.

        Args:
            identity: Whom the credential is for.
            host: Address of the client, as it appears here.
        """
        group = group_of(identity, host)
        if self._of_group[group] >= OF_ONE_LESSON or len(self._by_key) >= self._most:
            return None
        terms = self._terms(identity, now)
        if terms is None:
            return None
        while True:  # there are more places than allocations
            self._place = self._place % (relayed.PLACES - 1) + 1
            if self._place not in self._places:
                break
        key = relayed.key_of(self._process, self._place, self._chance())
        made = Allocation(key, group, reader, terms, now)
        self._by_key[key] = made
        self._places[self._place] = key
        self._of_group[group] += 1
        return made

    def _terms(self, identity: str, now: float) -> AllocationTerms | None:
        if credentials.is_test(identity):
            return self._tests.admit(identity, now)
        return AllocationTerms(WHOLE_LIFE_S, Bucket(BYTES_HZ, BYTES_AT_ONCE, now))

    def release(self, allocation: Allocation) -> None:
        """End an allocation."""
        if self._by_key.pop(allocation.key, None) is None:
            return
        del self._places[relayed.place_of(allocation.key)]
        self._of_group[allocation.group] -= 1
        if not self._of_group[allocation.group]:
            del self._of_group[allocation.group]

    def pass_on(
        self, source: Allocation, peer: RelayedKey, packet: bytes | memoryview, now: float
    ) -> None:
        """Send a packet from an allocation to a peer."""
        size = len(packet)
        # An empty one is of no use to any call, and harms some.
        if not size or not source.allowance.take(now, size):
            self.lost += 1
            return
        process = relayed.process_of(peer)
        if process == self._process:
            self._deliver(peer, source.key, source.group, packet, now)
        else:
            head = _RECORD.pack(peer, source.key, source.group, size)
            self._afar(process, b"".join((head, packet)))

    def arrive(self, records: bytes | memoryview, now: float) -> None:
        """Take records of another process."""
        at, end = 0, len(records)
        view = memoryview(records)
        while at + _RECORD.size <= end:
            peer, source, group, size = _RECORD.unpack_from(records, at)
            at += _RECORD.size
            self._deliver(peer, source, group, view[at : at + size], now)
            at += size

    def _deliver(
        self,
        peer: RelayedKey,
        source: RelayedKey,
        group: bytes,
        packet: bytes | memoryview,
        now: float,
    ) -> None:
        there = self._by_key.get(peer)
        if (
            there is None
            or there.group != group
            or there.permissions.get(source >> 16, 0.0) < now
            or there.expires < now
        ):
            self.lost += 1
            return
        self.packets += 1
        size = len(packet)
        channel = there.bound.get(source)
        if channel is not None and channel.expires >= now:
            head = _CHANNEL.pack(channel.number, size)
            frame = b"".join((head, packet, bytes(-size % 4)))
        else:
            frame = _data_indication(source, bytes(packet), self._chance())
        there.reader.media(frame, packet[0], now)


def _data_indication(source: RelayedKey, packet: bytes, chance: int) -> bytes:
    transaction = (chance & (1 << 96) - 1).to_bytes(12, "big")
    return stun_bytes.write(
        Method.DATA,
        Kind.INDICATION,
        transaction,
        [
            (
                Attribute.XOR_PEER_ADDRESS,
                stun_bytes.xor_address(*relayed.shown(source), transaction),
            ),
            (Attribute.DATA, packet),
        ],
    )
