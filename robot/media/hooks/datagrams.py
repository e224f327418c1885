"""Hooks: empty, oversized and unknown peers' datagrams are dropped before any parser.

A stranger is a sender that is not in the check list of ICE and does not speak STUN.
The queue of accepted datagrams is bounded, and so is the number of addresses of a
child's device.
"""

import logging
import struct
from typing import Any

from robot.media.hooks.replacing import Hook, Original, drop

logger = logging.getLogger(__name__)

MAX_DATAGRAM_BYTES = 2048
MAX_DATAGRAMS_WAITING = 256
MAX_REMOTE_CANDIDATES = 64
STUN_FIRST_BYTES = 4
DATA_FIRST_BYTES = range(20, 192)
"""DTLS and SRTP (RFC 7983 section 7); nothing else is read from the queue."""


def _guard_datagram(original: Original) -> Original:
    def datagram_received(self: Any, data: bytes, addr: tuple[Any, ...]) -> None:
        if not data:
            drop("empty datagram")
        elif len(data) > MAX_DATAGRAM_BYTES:
            drop("long datagram")
        elif data[0] >= STUN_FIRST_BYTES and not _is_checked(self, (addr[0], addr[1])):
            drop("datagram of a stranger")
        else:
            try:
                original(self, data, addr)
            except (AssertionError, LookupError, TypeError, ValueError, struct.error) as error:
                # Otherwise each of them would fill the log with a traceback.
                logger.debug("STUN: %s", type(error).__name__)
                drop("STUN message")

    return datagram_received


def _is_checked(protocol: Any, address: tuple[str, int]) -> bool:
    """Return whether ICE knows this address; look at the pair in use first."""
    connection = protocol.receiver
    for pairs in (connection._nominated.values(), connection._check_list):
        for pair in pairs:
            if pair.protocol is protocol and pair.remote_addr == address:
                return True
    return False


def _bound_queue(original: Original) -> Original:
    def data_received(self: Any, data: bytes, component: int) -> None:
        # Datagrams from a relay, and those that only look like STUN, arrive here unchecked.
        if not data:
            drop("empty datagram")
        elif data[0] not in DATA_FIRST_BYTES:
            drop("datagram of no kind")
        elif self._queue.qsize() >= MAX_DATAGRAMS_WAITING:
            drop("datagram too many")
        else:
            original(self, data, component)

    return data_received


def _bound_addresses(original: Original) -> Original:
    def check_incoming(self: Any, message: Any, addr: tuple[str, int], protocol: Any) -> None:
        if len(self._remote_candidates) >= MAX_REMOTE_CANDIDATES and not any(
            (candidate._network_host, candidate.port) == addr
            for candidate in self._remote_candidates
        ):
            drop("address too many")
        else:
            original(self, message, addr, protocol)

    return check_incoming


HOOKS: tuple[Hook, ...] = (
    ("aioice.ice:StunProtocol", "datagram_received", _guard_datagram),
    ("aioice.ice:Connection", "check_incoming", _bound_addresses),
    ("aioice.ice:Connection", "data_received", _bound_queue),
)
USES: tuple[tuple[str, str], ...] = (("aioice.ice:CandidatePair", "remote_addr"),)


def adjust() -> None:
    """Set nothing else."""
