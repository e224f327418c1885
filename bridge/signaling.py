"""The `/signal` WebSocket: between sockets and `rooms`.

    upgrade ─► challenge ─► opening ─► welcome ─► conversation ─► gone

What a peer says wrongly is answered with `refused` and counted; after too much
of it the socket is closed. Nothing of what is carried is kept or logged.
"""

import asyncio
import itertools
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from aiohttp import WebSocketError, WSCloseCode, WSMsgType, web
from msgspec import Struct

from bridge.clock import Clock
from bridge.connection import REPLACED, Connection
from bridge.doors import Gate, neighbourhood
from bridge.errors import StoreError
from bridge.metrics import Metrics
from bridge.power import PowerNews
from bridge.protocol import PROTOCOL_VERSION, candidate, clocks, codec, keys
from bridge.protocol.channels import Presence
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import MESSAGE_BYTES, SIGNAL_BURST, SIGNAL_RATE_HZ
from bridge.protocol.sdp import check_offer
from bridge.protocol.signaling import (
    Challenge,
    Offer,
    Opening,
    TeacherAction,
    TrickledCandidate,
    WelcomePupil,
    WelcomeRobot,
    WelcomeTeacher,
)
from bridge.rates import Bucket, Buckets
from bridge.reception import Circumstances, Guest, Reception
from bridge.rooms import Arrived, Effect, Gone, Role, Rooms, Said, Send

log = logging.getLogger(__name__)

ERROR_RATE_HZ = 0.2
ERROR_BURST = 20
"""Mistakes that one connection may make at once before it is closed."""

NOT_A_MISTAKE = frozenset({"robot_away", "unknown_presence"})
"""Refusals that an honest peer runs into while others come and go."""

OFFER_RATE_HZ = 1.0
OFFER_BURST = 10
"""An offer is the dearest message: it is read by two parsers and signed."""

CLOSE_TIMEOUT_S = 1.0
"""How long a peer may take to answer the close frame."""

DECODERS: Mapping[Role, codec.Decoder[Struct]] = {
    "robot": codec.from_robot,  # type: ignore[dict-item]  # a union is not its base
    "pupil": codec.from_pupil,  # type: ignore[dict-item]
    "teacher": codec.from_teacher,  # type: ignore[dict-item]
}


@dataclass(frozen=True)
class Manner:
    """How `/signal` treats strangers."""

    origins: frozenset[str]
    ice_servers: tuple[dict[str, str], ...]
    opening_timeout_s: float
    heartbeat_s: float
    handshakes_per_minute: int


class Session:
    """One connection with an identity, and how much it may still say."""

    def __init__(self, guest: Guest, connection: Connection, now: float) -> None:
        self.guest = guest
        self.connection = connection
        self.messages = Bucket(SIGNAL_RATE_HZ, SIGNAL_BURST, now)
        self.offers = Bucket(OFFER_RATE_HZ, OFFER_BURST, now)
        self.mistakes = Bucket(ERROR_RATE_HZ, ERROR_BURST, now)
        self.identifies = False
        """Somebody holds a button of this robot, to see which one it is."""
        self.power = PowerNews()


class Signaling:
    """All `/signal` connections of this bridge.

    Args:
        gate: Counts connections by the address of the person, proxies seen through.
    """

    def __init__(
        self,
        rooms: Rooms,
        reception: Reception,
        metrics: Metrics,
        clock: Clock,
        manner: Manner,
        gate: Gate,
    ) -> None:
        self._rooms = rooms
        self._reception = reception
        self._metrics = metrics
        self._clock = clock
        self._manner = manner
        self._gate = gate
        per_second = manner.handshakes_per_minute / 60
        self._handshakes = Buckets(per_second, manner.handshakes_per_minute)
        self._numbers = itertools.count(1)
        self._connections: dict[int, Connection] = {}
        self._closing = False
        self._empty = asyncio.Event()

    async def handle(self, request: web.Request, address: str) -> web.StreamResponse:
        """Serve one request for a WebSocket until it ends."""
        code = self._unwelcome(request, address)
        if code:
            self._metrics.refused(code)
            status = {"origin": 403, "too_fast": 429, "full": 503}[code]
            return web.json_response({"code": code}, status=status)
        socket = web.WebSocketResponse(
            max_msg_size=MESSAGE_BYTES,
            compress=False,
            heartbeat=self._manner.heartbeat_s,
            timeout=CLOSE_TIMEOUT_S,
        )
        if not socket.can_prepare(request):
            return web.Response(status=426, headers={"Upgrade": "websocket"}, text="WebSocket\n")
        if not self._gate.enter(address):
            self._metrics.refused("full")
            return web.json_response({"code": "full"}, status=503)
        try:
            await socket.prepare(request)
            await self._attend(socket, request, address)
        finally:
            self._gate.leave(address)
        return socket

    async def close(self) -> None:
        """Say to everybody that the bridge goes away, and give them a moment."""
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

    def _unwelcome(self, request: web.Request, address: str) -> str:
        """Return why this request gets no socket, or an empty text."""
        named = request.headers.getall("Origin", [])
        if len(named) > 1 or any(origin not in self._manner.origins for origin in named):
            return "origin"
        if self._closing:
            return "full"
        if not self._handshakes.take(neighbourhood(address), self._clock.monotonic_s()):
            return "too_fast"
        return ""

    async def _attend(
        self, socket: web.WebSocketResponse, request: web.Request, address: str
    ) -> None:
        connection = Connection(
            next(self._numbers), socket, request.transport, self._metrics.dropped
        )
        self._connections[connection.number] = connection
        nonce = keys.to_text(secrets.token_bytes(16))
        here = Circumstances(nonce, neighbourhood(address), "Origin" in request.headers)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(connection.write(), name="signal-writer")
                connection.send(Challenge(nonce=nonce, version=PROTOCOL_VERSION))
                code: int = WSCloseCode.INTERNAL_ERROR
                try:
                    code = await self._serve(socket, connection, here)
                finally:
                    self._perform(self._rooms.handle(Gone(connection.number)))
                    connection.finish(code)
        finally:
            del self._connections[connection.number]
            if not self._connections:
                self._empty.set()

    async def _serve(
        self, socket: web.WebSocketResponse, connection: Connection, here: Circumstances
    ) -> int:
        """Open and converse; return the code to close with."""
        try:
            async with asyncio.timeout(self._manner.opening_timeout_s):
                text = await _read(socket, self._metrics)
                if text is None:
                    return WSCloseCode.OK
                guest = await self._reception.welcome(_opening(text), here)
        except TimeoutError:
            self._metrics.dropped("silent")
            return WSCloseCode.POLICY_VIOLATION
        except ProtocolError as error:
            self._refuse(connection, error, None)
            return WSCloseCode.POLICY_VIOLATION
        except StoreError as error:
            log.error("an opening could not be checked: %s", error)
            self._refuse(connection, ProtocolError("internal"), None)
            return WSCloseCode.TRY_AGAIN_LATER
        if connection.finished:
            return WSCloseCode.GOING_AWAY
        connection.send(self._welcome(guest))
        self._perform(
            self._rooms.handle(
                Arrived(
                    connection.number,
                    guest.role,
                    guest.robot.id,
                    guest.device_key,
                    guest.offer_nonce,
                )
            )
        )
        log.info("%s of robot %s is here", guest.role, guest.robot.id)
        off = clocks.off_in_words(guest.clock_off_s)
        if off:
            log.warning("robot %s: its clock is %s", guest.robot.id, off)
        session = Session(guest, connection, self._clock.monotonic_s())
        code = await self._converse(socket, session)
        log.info("%s of robot %s is gone", guest.role, guest.robot.id)
        return code

    async def _converse(self, socket: web.WebSocketResponse, session: Session) -> int:
        connection = session.connection
        while (text := await _read(socket, self._metrics)) is not None:
            message: Struct | None = None
            now = self._clock.monotonic_s()
            try:
                if not session.messages.take(now):
                    raise ProtocolError("too_fast")
                message = DECODERS[session.guest.role].decode(text)
                self._metrics.read(session.guest.role)
                await self._hear(session, message, now)
            except ProtocolError as error:
                self._refuse(connection, error, message)
                if error.code not in NOT_A_MISTAKE and not session.mistakes.take(now):
                    self._metrics.dropped("mistakes")
                    return WSCloseCode.POLICY_VIOLATION
            except StoreError as error:
                log.error("an offer could not be checked: %s", error)
                self._refuse(connection, ProtocolError("internal"), message)
            if connection.finished:
                break
        return WSCloseCode.OK

    async def _hear(self, session: Session, message: Struct, now: float) -> None:
        """Check what only the bridge can check, and carry the message on."""
        if isinstance(message, Offer):
            if not session.offers.take(now):
                raise ProtocolError("too_fast")
            check_offer(message.sdp)
            # Asked again each time: a loan that ended a minute ago lets nobody in.
            await self._reception.still_lent(session.guest)
        if isinstance(message, TrickledCandidate):
            usable = candidate.plain(message.candidate)
            if usable is None:
                return
            message = msgspec.structs.replace(message, candidate=usable)
        if isinstance(message, Presence):
            self._note_identify(session, message.signal == "identify")
            for news in session.power.take(message):
                log.info("robot %s: %s", session.guest.robot.id, news)
        self._perform(self._rooms.handle(Said(session.connection.number, message)))

    def _note_identify(self, session: Session, identifies: bool) -> None:
        """Tell whoever keeps many robots which of them is being held; once for each time."""
        if identifies and not session.identifies:
            log.info("robot %s: here I am, its identify button was pressed", session.guest.robot.id)
        session.identifies = identifies

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            connection = self._connections.get(effect.connection)
            if connection is None:
                continue
            if isinstance(effect, Send):
                connection.send(effect.message)
            else:
                self._metrics.dropped("replaced")
                connection.finish(REPLACED)

    def _refuse(self, connection: Connection, error: ProtocolError, about: Struct | None) -> None:
        self._metrics.refused(error.code)
        connection.send(codec.refused(error, _re(about)))

    def _welcome(self, guest: Guest) -> Struct:
        online = self._rooms.online(guest.robot.id)
        if guest.role == "robot":
            return WelcomeRobot(
                version=PROTOCOL_VERSION,
                robot=guest.robot.id,
                robot_name=guest.robot.name,
                ice_servers=self._manner.ice_servers,
                unix_s=self._clock.unix_s(),
            )
        if guest.role == "pupil":
            return WelcomePupil(
                version=PROTOCOL_VERSION,
                robot=guest.robot.id,
                robot_name=guest.robot.name,
                robot_key=guest.robot.public_key,
                robot_online=online,
                unix_s=self._clock.unix_s(),
                offer_nonce=self._rooms.offer_nonce(guest.robot.id),
                ice_servers=self._manner.ice_servers,
                proof=guest.proof,
            )
        return WelcomeTeacher(
            version=PROTOCOL_VERSION,
            robot=guest.robot.id,
            robot_name=guest.robot.name,
            pupil_name=guest.loan.pupil_name if guest.loan else "",
            robot_online=online,
        )


async def _read(socket: web.WebSocketResponse, metrics: Metrics) -> str | bytes | None:
    """Return the next message, or None when the socket has ended."""
    message = await socket.receive()
    if message.type is WSMsgType.TEXT:
        return str(message.data)
    if message.type is WSMsgType.BINARY:
        return b"\0"  # not JSON, whatever it holds
    if message.type is WSMsgType.ERROR:
        error = message.data
        too_large = isinstance(error, WebSocketError) and error.code == WSCloseCode.MESSAGE_TOO_BIG
        metrics.refused("too_large" if too_large else "malformed")
    return None


def _opening(text: str | bytes) -> Opening:
    """Return the opening message; what is known but comes too early is out of order."""
    try:
        return codec.opening.decode(text)
    except ProtocolError as error:
        if error.code != "unknown_type":
            raise
        for decoder in DECODERS.values():
            try:
                decoder.decode(text)
            except ProtocolError:
                continue
            raise ProtocolError("out_of_order") from error
        raise


def _re(message: Struct | None) -> str | None:
    """Return what a refusal is about: a stay, an action, or a type of message.

    A late candidate that is refused is never taken for its offer.
    """
    if message is None:
        return None
    if isinstance(message, TeacherAction):
        return message.id
    if isinstance(message, TrickledCandidate):
        return "candidate"
    named = getattr(message, "presence", None)
    return named if isinstance(named, str) else str(message.__struct_config__.tag)
