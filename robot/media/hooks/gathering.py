"""Hooks: all roads to a child are gathered at once, and only those within reach are used.

aioice 0.13 knows one STUN server and one relay, waits five seconds for a dead one and says
nothing about it. Here every usable URL of the bridge's list is tried together, with a wait that
`robot.media.roads.memory` bounds, and a log line says why a road does not work.
"""

import logging
from typing import Any

import aioice.ice as ice
from aioice.candidate import Candidate
from aiortc.exceptions import InvalidStateError

from robot.media.hooks import relays
from robot.media.hooks.replacing import Hook, Original, drop
from robot.media.hooks.trying import Roads, Surroundings
from robot.media.roads import memory, reach

__all__ = ["HOOKS", "ROADS", "USES", "Surroundings", "adjust", "use"]

log = logging.getLogger(__name__)

ASK_AGAIN_S = 0.1
"""Pause before a check is sent for the second time; each further pause is twice as long.

The first check through a NAT is usually lost: it comes before the other side has opened its own.
RFC 8445 section 14.3 asks for half a second, which is half of what a child waits for the picture;
browsers send a check every 50 ms."""

ROADS = Roads()
"""The roads of this process."""


def use(surroundings: Surroundings) -> None:
    """Take what the configuration says; call it before the first connection."""
    ROADS.surroundings = surroundings


def _keep_all(original: Original) -> Original:
    def connection_kwargs(offered: list[Any]) -> dict[str, Any]:
        roads = ROADS.read(offered)
        # aioice hands it through; only the replacements below read it.
        return {"turn_server": roads} if roads else {}

    return connection_kwargs


def _gather_all(original: Original) -> Original:
    async def get_component_candidates(
        self: Any, component: int, addresses: list[str], timeout: float = memory.GATHER_S
    ) -> list[Candidate]:
        roads = self.turn_server
        if not isinstance(roads, list):
            found: list[Candidate] = await original(self, component, addresses, timeout)
            return found
        self.turn_server = None
        try:
            found = await original(self, component, addresses, timeout)
        finally:
            self.turn_server = roads
        return found + await ROADS.gather(self, component, roads)

    return get_component_candidates


def _note_line(original: Original) -> Original:
    async def connect(self: Any) -> None:
        direct = False
        try:
            await original(self)
            direct = all(pair.local_candidate.type != "relay" for pair in self._nominated.values())
            log.info("roads: the line is %s", "direct" if direct else "relayed")
        finally:
            ROADS.memory.ended(ROADS.network(), direct=direct)

    return connect


def _bound_reach(original: Original) -> Original:
    def _add_remote_candidate(self: Any, remote_candidate: Any, network_host: str) -> None:
        if ROADS.reach().allows(network_host, relayed=remote_candidate.type == "relay"):
            original(self, remote_candidate, network_host)
        else:
            drop("candidate out of reach")

    return _add_remote_candidate


def _pair_within_relay(original: Original) -> Original:
    def can_pair_with(self: Any, other: Any) -> bool:
        if self.type != "relay" and other.type == "relay" and reach.only_within_relay(other.host):
            return False
        return bool(original(self, other))

    return can_pair_with


def _answer_peers(original: Original) -> Original:
    def request_received(self: Any, message: Any, addr: tuple[str, int], protocol: Any) -> None:
        if ROADS.is_never(addr[0]):
            # An answer would be a packet to loopback or to a metadata service.
            drop("request from where no peer is")
        else:
            original(self, message, addr, protocol)

    return request_received


def _ask_sooner(original: Original) -> Original:
    def init(self: Any, request: Any, addr: Any, protocol: Any, *args: Any, **kwargs: Any) -> None:
        original(self, request, addr, protocol, *args, **kwargs)
        # A check of consent has one try, and its time is that of the answer.
        if isinstance(protocol, ice.StunProtocol) and kwargs.get("retransmissions") is None:
            self._Transaction__timeout_delay = ASK_AGAIN_S

    return init


def _close_together(original: Original) -> Original:
    async def close(self: Any) -> None:
        # A dead relay takes its time to be given back; the others need not wait for it.
        for protocol in self._protocols:
            if isinstance(protocol.transport, relays.RelayTransport):
                protocol.transport.close()
        await original(self)

    return close


def _end_while_connecting(original: Original) -> Original:
    async def connect(self: Any) -> None:
        try:
            await original(self)
        except InvalidStateError:
            # aiortc starts one transport after the other in a task that nobody awaits; a close
            # in between would be reported as an error of that task.
            if self.signalingState != "closed":
                raise

    return connect


HOOKS: tuple[Hook, ...] = (
    ("aiortc.rtcicetransport", "connection_kwargs", _keep_all),
    ("aiortc:RTCPeerConnection", "_RTCPeerConnection__connect", _end_while_connecting),
    ("aioice.ice:Connection", "get_component_candidates", _gather_all),
    ("aioice.ice:Connection", "_add_remote_candidate", _bound_reach),
    ("aioice.ice:Connection", "request_received", _answer_peers),
    ("aioice.ice:Connection", "connect", _note_line),
    ("aioice.stun:Transaction", "__init__", _ask_sooner),
    ("aioice.ice:Connection", "close", _close_together),
    ("aioice.candidate:Candidate", "can_pair_with", _pair_within_relay),
)
USES: tuple[tuple[str, str], ...] = (
    *(("aioice.ice", name) for name in ("StunProtocol", "get_host_addresses")),
    *(("aioice.stun", name) for name in ("ATTRIBUTES_BY_NAME", "pack_unsigned", "Transaction")),
    ("aioice.stun", "unpack_unsigned"),
    *(("aioice.turn", name) for name in ("TurnTransport", "UDP_SOCKET_BUFFER_SIZE")),
    ("aioice.turn:TurnClientMixin", "channel_bind"),
    ("aioice.turn:TurnClientMixin", "connect"),
    ("aioice.turn:TurnClientMixin", "delete"),
    ("aioice.turn:TurnClientMixin", "request_with_retry"),
    ("aioice.turn:TurnClientMixin", "send_data"),
    ("aioice.turn:TurnClientTcpProtocol", "_send"),
    ("aioice.turn:TurnClientUdpProtocol", "_send"),
    ("aioice.turn:TurnStreamMixin", "data_received"),
    ("aioice.turn:TurnTransport", "_connect"),
)


def adjust() -> None:
    """Teach aioice an attribute that it does not know."""
    relays.know_the_family()
