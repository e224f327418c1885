"""Hooks: datagrams that are empty, too long or a stranger's are dropped before anybody parses them.

A stranger is whoever is not in the check list of ICE and does not speak STUN.
The queue of what is let through is bounded.
"""

from typing import Any

from robot.media.hooks.replacing import Hook, Original, drop

MAX_DATAGRAM_BYTES = 2048
MAX_DATAGRAMS_WAITING = 256
STUN_FIRST_BYTES = 4


def _guard_datagram(original: Original) -> Original:
    def datagram_received(self: Any, data: bytes, addr: tuple[Any, ...]) -> None:
        if not data:
            drop("empty datagram")
        elif len(data) > MAX_DATAGRAM_BYTES:
            drop("long datagram")
        elif data[0] >= STUN_FIRST_BYTES and not _is_checked(self, (addr[0], addr[1])):
            drop("datagram of a stranger")
        else:
            original(self, data, addr)

    return datagram_received


def _is_checked(protocol: Any, address: tuple[str, int]) -> bool:
    """Whether ICE knows this address; the pair in use is looked at first."""
    connection = protocol.receiver
    for pairs in (connection._nominated.values(), connection._check_list):
        for pair in pairs:
            if pair.protocol is protocol and pair.remote_addr == address:
                return True
    return False


def _bound_queue(original: Original) -> Original:
    def data_received(self: Any, data: bytes, component: int) -> None:
        # STUN over a relay, and non-STUN that looks like it, come here unguarded.
        if not data or self._queue.qsize() >= MAX_DATAGRAMS_WAITING:
            drop("datagram too many" if data else "empty datagram")
        else:
            original(self, data, component)

    return data_received


HOOKS: tuple[Hook, ...] = (
    ("aioice.ice:StunProtocol", "datagram_received", _guard_datagram),
    ("aioice.ice:Connection", "data_received", _bound_queue),
)
USES: tuple[tuple[str, str], ...] = (("aioice.ice:CandidatePair", "remote_addr"),)


def adjust() -> None:
    """Nothing else to set."""
