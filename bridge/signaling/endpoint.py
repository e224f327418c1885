"""The `/signal` WebSocket, between sockets and rooms.

    upgrade ─► challenge ─► opening ─► welcome ─► conversation ─► gone

A mistake of a peer is answered with `refused` and counted; too many mistakes close the
socket. Messages are neither stored nor logged. Effects of a room come back through the
`bus`, whichever process serves the room.
"""

import asyncio
import itertools
import logging
import secrets
from dataclasses import dataclass

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bridge.base.addresses import neighbourhood
from bridge.base.allowances import Allowances
from bridge.base.clock import Clock
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.fleet.fleet import Fleet
from bridge.protocol import PROTOCOL_VERSION, keys
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import MESSAGE_BYTES
from bridge.protocol.openings import REPLACED, Challenge, Enrol
from bridge.protocol.signaling import FreshServers, Invite, Offer
from bridge.relay import credentials
from bridge.relay.servers import IceServers
from bridge.signaling import incoming, reading
from bridge.signaling.admission import MessageAdmission
from bridge.signaling.bus import Bus
from bridge.signaling.connection import WRITER_BYTES, Connection
from bridge.signaling.loan_watch import LoanWatch
from bridge.signaling.reception import Circumstances, Guest, Reception
from bridge.signaling.refusals import Refusals
from bridge.signaling.room_events import Arrived, Drop, Effect, Gone, Joined, Refuse, Said, Send
from bridge.signaling.sessions import Session, Sessions
from bridge.signaling.twins import Twins
from bridge.signaling.welcomes import welcome
from bridge.web.doors import Gate, Place, Visitor
from bridge.web.metrics import Metrics

log = logging.getLogger(__name__)

SILENT_S = 1.0
"""Time after the challenge from which a WebSocket without an opening message gives its place to
the next one of its address. An opening message takes one round trip."""

FAREWELLS = (WSCloseCode.OK, WSCloseCode.GOING_AWAY)
"""Close codes with which a peer that is switched off says so."""

CLOSE_TIMEOUT_S = 1.0
"""Longest time for a peer to answer the close frame."""


@dataclass(frozen=True)
class Manner:
    """Settings of `/signal`: origins, servers, timeouts and rates."""

    origins: frozenset[str]
    servers: IceServers
    opening_timeout_s: float
    heartbeat_s: float
    handshakes_per_minute: int


class Signaling:
    """All `/signal` connections of this process.

    Args:
        gate: Counts connections by the address of the client behind a proxy.
        fleet: Takes what robots tell a technician.
    """

    def __init__(
        self,
        bus: Bus,
        reception: Reception,
        sessions: Sessions,
        metrics: Metrics,
        clock: Clock,
        manner: Manner,
        gate: Gate,
        fleet: Fleet,
    ) -> None:
        self._fleet = fleet
        fleet.connect(self._post_to_robot)
        self._bus = bus
        self._reception = reception
        self._sessions = sessions
        self._metrics = metrics
        self._clock = clock
        self._manner = manner
        self._gate = gate
        self._journal = Journal(log, clock)
        self._twins = Twins(sessions, clock, self._journal)
        self._refusals = Refusals(metrics, clock)
        self._allowances = Allowances(manner.handshakes_per_minute)
        self._admission = MessageAdmission(
            *(reception, fleet, self._allowances, clock, self._journal),
            LoanWatch(reception, sessions, bus),
            manner.opening_timeout_s,
        )
        self._numbers = itertools.count(1)
        self._connections: dict[int, Connection] = {}
        self._closing = False
        self._empty = asyncio.Event()
        bus.listen(self._perform)

    async def handle(self, request: web.Request, address: str) -> web.StreamResponse:
        """Serve one request for a WebSocket until it ends."""
        code = self._unwelcome(request, address)
        if code:
            return self._refusals.at_the_door(code)
        socket = web.WebSocketResponse(
            max_msg_size=MESSAGE_BYTES,
            writer_limit=WRITER_BYTES,
            compress=False,
            heartbeat=self._manner.heartbeat_s,
            timeout=CLOSE_TIMEOUT_S,
        )
        if not socket.can_prepare(request):
            return web.Response(status=426, headers={"Upgrade": "websocket"}, text="WebSocket\n")
        place = self._gate.enter(address)
        if place is None:
            return self._refusals.at_the_door("full")
        try:
            await socket.prepare(request)
            await self._attend(socket, request, address, place)
        finally:
            place.leave()
        return socket

    async def close(self) -> None:
        """Close all connections, and cut off those that do not answer in time."""
        self._closing = True
        self._empty.clear()
        for connection in list(self._connections.values()):
            connection.finish(WSCloseCode.GOING_AWAY)
        if self._connections:
            try:
                async with asyncio.timeout(CLOSE_TIMEOUT_S):
                    await self._empty.wait()
            except TimeoutError:
                for connection in list(self._connections.values()):
                    connection.abort("shutdown")

    async def renew_servers(self) -> None:
        """Send fresh credentials to all whose last ones grow old, until cancelled."""
        while not self._manner.servers.are_fixed:
            await asyncio.sleep(credentials.RENEW_S)
            for session in self._sessions:
                self._freshen(session)

    def _freshen(self, session: Session) -> None:
        """Send fresh credentials to a robot or a pupil, where some do not last."""
        servers = self._manner.servers
        if session.guest.role in ("robot", "pupil") and not servers.are_fixed:
            session.connection.send(FreshServers(servers.fresh(session.robot_id)))

    def _unwelcome(self, request: web.Request, address: str) -> str:
        """Return the code of a refusal for this request, or an empty text."""
        named = request.headers.getall("Origin", [])
        if len(named) > 1 or any(origin not in self._manner.origins for origin in named):
            return "origin"
        if "Sec-WebSocket-Protocol" in request.headers:
            return "malformed"  # we support none, and aiohttp would log the request
        if self._closing:
            return "full"
        if not self._gate.knows(address):
            return ""
        # Counted apart, so that a school's pages do not keep its robots out.
        key = f"{neighbourhood(address)} {'page' if named else 'robot'}"
        return "" if self._allowances.handshake(key, self._clock.monotonic_s()) else "too_fast"

    async def _attend(
        self, socket: web.WebSocketResponse, request: web.Request, address: str, place: Place
    ) -> None:
        connection = Connection(
            next(self._numbers), socket, request.transport, self._metrics.dropped
        )
        self._connections[connection.number] = connection
        nonce = _nonce()
        known = neighbourhood(address) if self._gate.knows(address) else ""
        here = Circumstances(nonce, known, "Origin" in request.headers)
        visitor = request.protocol if isinstance(request.protocol, Visitor) else None
        if visitor is not None:
            visitor.heard = connection.heard

        def rest() -> None:
            place.rest(lambda: _make_room(place, connection))
            if visitor is not None:
                visitor.rest()

        silent = asyncio.get_running_loop().call_later(SILENT_S, rest)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(connection.write(), name="signal-writer")
                connection.send(Challenge(nonce, PROTOCOL_VERSION, enrols=not here.from_page))
                code: int = WSCloseCode.INTERNAL_ERROR
                try:
                    guest = await self._open(socket, connection, here)
                    silent.cancel()
                    if isinstance(guest, int):
                        code = guest
                    else:
                        place.wake()
                        place.settle()
                        if visitor is not None:
                            visitor.settle()
                        code = await self._serve(socket, connection, guest)
                finally:
                    connection.finish(code)
        finally:
            silent.cancel()
            del self._connections[connection.number]
            if not self._connections:
                self._empty.set()

    async def _open(
        self, socket: web.WebSocketResponse, connection: Connection, here: Circumstances
    ) -> Guest | int:
        """Return the guest, or the close code for a peer that was refused."""
        try:
            async with asyncio.timeout(self._manner.opening_timeout_s):
                text = await incoming.next_message(socket, self._metrics)
                if text is None:
                    return WSCloseCode.OK
                opening = reading.opening(text)
                if isinstance(opening, Enrol):
                    connection.send(await self._reception.enrol(opening, here))
                    return WSCloseCode.OK
                guest = await self._reception.welcome(opening, here)
                await self._twins.check(guest)
                return guest
        except TimeoutError:
            self._metrics.dropped("silent")
            return WSCloseCode.POLICY_VIOLATION
        except ProtocolError as error:
            self._refusals.opening(connection, error)
            return WSCloseCode.POLICY_VIOLATION
        except StoreError as error:
            self._journal.fail("an opening could not be checked: %s", error)
            self._refusals.opening(connection, ProtocolError("internal"))
            return WSCloseCode.TRY_AGAIN_LATER

    async def _serve(
        self, socket: web.WebSocketResponse, connection: Connection, guest: Guest
    ) -> int:
        """Let a guest into its room until it leaves; return the close code."""
        if connection.finished:
            return WSCloseCode.GOING_AWAY
        session = Session(guest, connection, self._clock.monotonic_s())
        if not self._sessions.add(session):
            self._refusals.opening(connection, ProtocolError("full"))
            return WSCloseCode.TRY_AGAIN_LATER
        try:
            if guest.role == "robot":
                connection.narrow()
                self._fleet.came(guest.robot.id, connection.number)
            arrived = Arrived(
                connection.number,
                guest.role,
                guest.device_key,
                guest.offer_nonce,
                mark=_nonce() if guest.role == "teacher" else "",
                rights=session.loan_told.rights,
            )
            self._bus.post(session.robot_id, arrived)
            self._tell(session, "is here")
            for kind, news in guest.news:
                text = ("robot %s: %s", guest.robot.id, news)
                self._journal.tell(guest.robot.id, kind, *text, level=logging.WARNING)
            return await self._converse(socket, session)
        finally:
            lost = socket.close_code not in FAREWELLS
            self._bus.post(session.robot_id, Gone(connection.number, lost))
            self._sessions.remove(session)
            if guest.role == "robot":
                self._fleet.gone(guest.robot.id, connection.number)
            self._tell(session, "is gone")

    async def _converse(self, socket: web.WebSocketResponse, session: Session) -> int:
        while not session.connection.finished:
            text = await incoming.next_message(socket, self._metrics)
            if text is None:
                break
            message: Struct | None = None
            try:
                message = reading.decode(session, text, self._clock.monotonic_s())
                reading.admit(session, message, self._clock.monotonic_s())
                self._metrics.read(session.guest.role)
                await self._hear(session, message)
            except ProtocolError as error:
                self._refusals.said(session, error, message)
            except (StoreError, TimeoutError) as error:
                self._journal.fail("an offer could not be checked: %s", error or "no answer")
                self._refusals.said(session, ProtocolError("internal"), message)
            # Whoever has sent much at once has no more than one turn among all others.
            await asyncio.sleep(0)
        return WSCloseCode.OK

    async def _hear(self, session: Session, message: Struct) -> None:
        """Send a message to the room, if it may be said."""
        admitted = await self._admission.for_room(session, message)
        if admitted is None:
            return
        self._bus.post(session.robot_id, Said(session.connection.number, admitted))
        if isinstance(admitted, Offer):
            self._freshen(session)  # for its next attempt

    def _post_to_robot(self, robot_id: str, message: Struct) -> bool:
        """Send a message to a robot's newest link; return False without a link."""
        links = [
            one
            for one in self._sessions
            if one.guest.role == "robot"
            and one.robot_id == robot_id
            and not one.connection.finished
        ]
        if links:
            max(links, key=lambda one: one.connection.number).send(message)
        return bool(links)

    def _tell(self, session: Session, what: str) -> None:
        role, robot_id = session.guest.role, session.robot_id
        self._journal.tell(robot_id, role, "%s of robot %s %s", role, robot_id, what)

    def _perform(self, effect: Effect) -> None:
        """Perform an effect for a session of this process."""
        session = self._sessions.get(effect.connection)
        if session is None:
            return
        match effect:
            case Joined():
                servers = self._manner.servers.fresh
                told = welcome(session.guest, effect, servers, self._clock.unix_s())
                session.connection.send(told)
            case Send(message=message, repeats=repeats):
                if isinstance(message, Invite):
                    self._freshen(session)
                session.send(message, repeats)
            case Refuse(error=error, about=about):
                self._refusals.said(session, error, about)
            case Drop():
                self._metrics.dropped("replaced")
                session.connection.finish(REPLACED)


def _make_room(place: Place, connection: Connection) -> None:
    place.leave()
    connection.abort("idle")


def _nonce() -> str:
    return keys.to_text(secrets.token_bytes(16))
