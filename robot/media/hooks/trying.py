"""Attempts at roads: open one, learn from it, and say in the log why it does not work.

Used by `gathering`, which puts what is found into a connection.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import aioice.ice as ice
from aioice import stun
from aioice.candidate import Candidate, candidate_foundation, candidate_priority

from robot.media.hooks import relays
from robot.media.roads import dialing, failures, here, memory, reach, servers
from robot.media.roads.failures import RoadFailed
from robot.media.roads.memory import RoadMemory, Waiting
from robot.media.roads.names import Names
from robot.media.roads.reach import Reach
from robot.media.roads.servers import IceRoad
from robot.media.types.outward import Proxy

log = logging.getLogger(__name__)

PROBE_S = 4.0
"""Longest attempt outside of a call."""

PREFERENCES = {"udp": 65535, "tcp": 65534, "tls": 65533}
"""Local preference of a relay by the way to it: media over TCP waits for what was lost."""

UNUSABLE = (OSError, stun.TransactionError, LookupError, ValueError)


@dataclass(frozen=True)
class Surroundings:
    """Configuration of the robot's network.

    Args:
        tls: Checks certificates of relays; None trusts the system's store.
        tls_early: The same without a look at the time, for a robot whose clock is behind. It is
            used only for a certificate that is refused because it begins in the future.
        proxy_for: Returns the HTTP proxy that leads to a host, or None.
        allowed: Networks to which packets may go though they are private or loopback.
        relays: Hosts of STUN and relays that may be used; empty allows all of the bridge's list.
        bridge: Host of the bridge. A server at the same host may have any address.
    """

    tls: ssl.SSLContext | None = None
    tls_early: ssl.SSLContext | None = None
    proxy_for: Callable[[str], Proxy | None] = lambda host: None
    allowed: Sequence[str] = ()
    relays: Sequence[str] = ()
    bridge: str = ""


class Roads:
    """Tries roads, remembers which worked, and says in the log which do not."""

    def __init__(
        self, surroundings: Surroundings | None = None, names: Names | None = None
    ) -> None:
        self.surroundings = surroundings or Surroundings()
        self.memory = RoadMemory()
        self.tell_missed: Callable[[], None] = lambda: None
        """Called when a call did not get every road, so that they may be probed again."""
        self._names = names or Names()
        self._named: set[str] = set()
        self._network = ""

    def read(self, offered: Iterable[Any]) -> list[IceRoad]:
        """Return the roads of a list of ICE servers; name those that cannot be used."""
        found, wrong = servers.roads(
            {"urls": one.urls, "username": one.username, "credential": one.credential}
            for one in offered
        )
        allowed = {servers.plain_host(host) for host in self.surroundings.relays}
        for sentence in wrong:
            self._name(sentence)
        if allowed:
            for road in found:
                if road.host not in allowed:
                    self._name(f"{road.words} is not used: not among network.relays")
            found = [road for road in found if road.host in allowed]
        return found

    def _name(self, sentence: str) -> None:
        if sentence not in self._named and len(self._named) < memory.MOST_ROADS_KEPT:
            self._named.add(sentence)
            log.warning("roads: %s", sentence)

    def is_never(self, host: str) -> bool:
        """Tell whether a packet from this address is dropped unread."""
        return Reach((), self.surroundings.allowed).is_never(host)

    def reach(self) -> Reach:
        """Return whom this robot may send to, from where it is now."""
        return Reach(_own(), self.surroundings.allowed)

    async def gather(
        self, connection: Any, component: int, roads: list[IceRoad]
    ) -> list[Candidate]:
        """Return the candidates that the roads give in time."""
        loop = asyncio.get_running_loop()
        network = self.network()
        waiting = Waiting(loop.time(), self.memory.longest_s(network, roads))
        worth = {r for r in roads if self.memory.is_worth_waiting(network, r, loop.time())}
        found: list[Candidate] = []
        async with asyncio.TaskGroup() as group:
            tasks = {
                group.create_task(self._candidates(connection, component, road, network)): road
                for road in self.memory.ordered(network, roads)
            }
            while worth & set(tasks.values()):
                left_s = waiting.left_s(loop.time())
                done, _ = await asyncio.wait(
                    tasks, timeout=left_s, return_when=asyncio.FIRST_COMPLETED
                )
                if not done:
                    break
                for task in done:
                    del tasks[task]
                    found += task.result()
                    if any(candidate.type == "relay" for candidate in task.result()):
                        waiting.relay_found(loop.time())
            for task, road in tasks.items():
                task.cancel()
                if road in worth and waiting.is_whole and not self.memory.is_slow(network, road):
                    self._failed(network, road, failures.NO_ANSWER)
        if any(self.memory.works(network, road) is not True for road in roads):
            self.tell_missed()
        return found

    async def probe(self, roads: Iterable[IceRoad]) -> None:
        """Try roads without a call, all at once."""
        network = self.network()
        async with asyncio.TaskGroup() as group:
            for road in roads:
                group.create_task(self._probe(network, road), name="road probe")

    async def _probe(self, network: str, road: IceRoad) -> None:
        loop = asyncio.get_running_loop()
        connection = ice.Connection(ice_controlling=False)
        begun = loop.time()
        self.memory.asked(network, road, begun)
        try:
            async with asyncio.timeout(PROBE_S):
                if road.kind == "stun":
                    await connection.gather_candidates()
                await self._found(connection, 1, road)
        except UNUSABLE as error:
            self._failed(network, road, _words(error))
        else:
            self._worked(network, road, loop.time() - begun)
        finally:
            await connection.close()

    async def _candidates(
        self, connection: Any, component: int, road: IceRoad, network: str
    ) -> list[Candidate]:
        begun = asyncio.get_running_loop().time()
        try:
            found = await self._found(connection, component, road)
        except UNUSABLE as error:
            self._failed(network, road, _words(error))
            return []
        self._worked(network, road, asyncio.get_running_loop().time() - begun)
        return found

    async def _found(self, connection: Any, component: int, road: IceRoad) -> list[Candidate]:
        if road.kind == "stun":
            return await self._reflexive(connection, road)
        _, protocol = await self._relay(connection, road)
        protocol.local_candidate = _relayed(component, road, protocol.transport)
        # At once, so that it is closed with the connection whatever happens next.
        connection._protocols.append(protocol)
        return [protocol.local_candidate]

    async def _relay(self, connection: Any, road: IceRoad) -> tuple[Any, Any]:
        where = self.surroundings
        proxy = None if road.transport == "udp" else where.proxy_for(road.host)
        if proxy is None:
            addresses = await self._addresses(road)
        else:
            self._check_literal(road)
            addresses = await self._names.addresses(proxy.host)

        async def make(address: str) -> tuple[Any, Any]:
            def receiver() -> Any:
                return ice.StunProtocol(connection)

            try:
                try:
                    return await relays.open_relay(road, address, receiver, where.tls, proxy)
                except ssl.SSLCertVerificationError as error:
                    if error.verify_code != failures.NOT_YET_VALID or where.tls_early is None:
                        raise
                    return await relays.open_relay(road, address, receiver, where.tls_early, proxy)
            except (stun.TransactionError, LookupError, ValueError) as error:
                raise RoadFailed(_words(error)) from error

        return await dialing.first(addresses, make, lambda made: made[0].close())

    async def _reflexive(self, connection: Any, road: IceRoad) -> list[Candidate]:
        """Ask a STUN server for the address of each of our own sockets."""
        addresses = await self._addresses(road)
        found: list[Candidate] = []
        errors: list[Exception] = []

        async def ask(protocol: Any, address: str) -> None:
            request = stun.Message(
                message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST
            )
            try:
                response, _ = await protocol.request(request, (address, road.port))
                found.extend(_mapped(protocol.local_candidate, response))
            except UNUSABLE as error:
                errors.append(error)

        asked = 0
        async with asyncio.TaskGroup() as group:
            for protocol in connection._protocols:
                local = protocol.local_candidate
                same = [a for a in addresses if (":" in a) == (":" in local.host)]
                if local.type == "host" and same:
                    asked += 1
                    group.create_task(ask(protocol, same[0]), name="stun")
        if not asked:
            raise RoadFailed("no address of its family here")
        if len(errors) == asked:
            raise errors[0]
        return found

    async def _addresses(self, road: IceRoad) -> list[str]:
        found = await self._names.addresses(road.host)
        if road.host == servers.plain_host(self.surroundings.bridge):
            return found
        within = self.reach()
        allowed = [address for address in found if within.allows(address)]
        if not allowed:
            raise RoadFailed(failures.OUT_OF_REACH)
        return allowed

    def _check_literal(self, road: IceRoad) -> None:
        """Let the proxy resolve names, but ask it for no address that we would not use."""
        if road.host == servers.plain_host(self.surroundings.bridge):
            return
        if road.host == "localhost" or (
            reach.is_address(road.host) and not self.reach().allows(road.host)
        ):
            raise RoadFailed(failures.OUT_OF_REACH)

    def network(self) -> str:
        """Return what identifies the network in which this robot is."""
        found = memory.network_key(_own(), here.gateways())
        if found != self._network:
            self._network = found
            self._names.forget()
        return found

    def _worked(self, network: str, road: IceRoad, took_s: float) -> None:
        if self.memory.worked(network, road, took_s):
            log.info("roads: %s works here", road.words)

    def _failed(self, network: str, road: IceRoad, why: str) -> None:
        of_user = why in failures.OF_USER
        if road.transport != "udp" and self.surroundings.proxy_for(road.host):
            why = f"through the proxy: {why}"
        if self.memory.failed(network, road, why, of_user=of_user):
            log.warning("roads: %s does not work here: %s", road.words, why)


def _own() -> list[str]:
    return ice.get_host_addresses(use_ipv4=True, use_ipv6=True)


def _words(error: Exception) -> str:
    if isinstance(error, stun.TransactionFailed):
        return failures.stun_error(error.response.error_code)
    if isinstance(error, stun.TransactionTimeout):
        return failures.NO_ANSWER
    return failures.words(error)


def _relayed(component: int, road: IceRoad, transport: Any) -> Candidate:
    host, port = transport.get_extra_info("sockname")
    related = transport.get_extra_info("related_address")
    return Candidate(
        foundation=candidate_foundation("relay", road.transport, host),
        component=component,
        transport="udp",
        priority=candidate_priority(component, "relay", PREFERENCES[road.transport]),
        host=host,
        port=port,
        type="relay",
        related_address=related[0],
        related_port=related[1],
    )


def _mapped(local: Candidate, response: Any) -> list[Candidate]:
    host, port = response.attributes["XOR-MAPPED-ADDRESS"]
    if host == local.host:
        return []
    return [
        Candidate(
            foundation=candidate_foundation("srflx", "udp", local.host),
            component=local.component,
            transport=local.transport,
            priority=candidate_priority(local.component, "srflx"),
            host=host,
            port=port,
            type="srflx",
            related_address=local.host,
            related_port=local.port,
        )
    ]
