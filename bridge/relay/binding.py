"""PURE. Answers of the bridge's own STUN server: how the internet sees a peer. No I/O.

It answers binding requests and nothing else, keeps no state, and answers each address only so
often: a forged sender gains nothing, since an answer is hardly longer than its request.
"""

from bridge.base.addresses import neighbourhood
from bridge.base.rates import Bucket, Buckets
from bridge.relay import stun_bytes
from bridge.relay.stun_bytes import Attribute, Kind, Method, NotStun

ANSWERS_HZ = 20.0
ANSWERS_AT_ONCE = 100
"""For one address, behind which a whole school may be."""

ALL_HZ = 2000.0
ALL_AT_ONCE = 4000

MOST_BYTES = 256
"""Longest request that is read; one without extensions has 20 bytes."""


class StunServer:
    """Answers datagrams."""

    def __init__(self, now: float) -> None:
        self._each = Buckets(ANSWERS_HZ, ANSWERS_AT_ONCE)
        self._all = Bucket(ALL_HZ, ALL_AT_ONCE, now)

    def answer(self, data: bytes, host: str, port: int, now: float) -> bytes | None:
        """Return the answer to a datagram, or None.

        Args:
            data: The datagram.
            host: Address of its sender.
            port: Port of its sender.
            now: Monotonic seconds.
        """
        if len(data) > MOST_BYTES or not port:
            return None
        try:
            message = stun_bytes.read(data)
        except NotStun:
            return None
        if message.method != Method.BINDING or message.kind is not Kind.REQUEST or message.unknown:
            return None
        if not self._all.take(now) or not self._each.take(neighbourhood(host), now):
            return None
        return stun_bytes.write(
            Method.BINDING,
            Kind.SUCCESS,
            message.transaction,
            [
                (
                    Attribute.XOR_MAPPED_ADDRESS,
                    stun_bytes.xor_address(host, port, message.transaction),
                )
            ],
        )
