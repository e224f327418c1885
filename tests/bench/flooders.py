"""People who send as fast as the bridge and the robot let them: one child, and teachers' pages.

They speak to the real bridge over real sockets, with real keys.
"""

import asyncio
import contextlib
import itertools
import secrets
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiortc import RTCPeerConnection

from bridge.protocol import PROTOCOL_VERSION, codec, keys, proofs
from bridge.protocol.channels import Hand, Look, Rest, SoundOnly, View
from bridge.protocol.limits import CHANNEL_RATE_HZ, SIGNAL_RATE_HZ
from bridge.protocol.openings import Challenge, HelloTeacher, Pair, WelcomePupil
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import (
    Done,
    Invite,
    Offer,
    OfferNonce,
    RobotStatus,
    TeacherAction,
    TeacherActionName,
)
from tests.robot.pupils import Pupil, Screen

Message = TypeVar("Message")

BELOW_LIMIT = 0.95
"""Whoever is at the limit is cut off, and floods no more."""

WAIT_S = 20.0


class Socket:
    """One connection to `/signal`."""

    def __init__(
        self, ws: aiohttp.ClientWebSocketResponse, decoder: codec.MessageDecoder[Any]
    ) -> None:
        self._ws = ws
        self._decoder = decoder
        self._said: list[Any] = []
        self._news = asyncio.Condition()
        self.offer_nonce = ""
        """Nonce that an offer to the robot has to reply to."""

    async def read(self) -> None:
        """Take what comes until the socket is closed."""
        async for message in self._ws:
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            heard = self._decoder.decode(message.data)
            match heard:
                case WelcomePupil(offer_nonce=nonce) | RobotStatus(offer_nonce=nonce):
                    self.offer_nonce = nonce or ""
                case OfferNonce(nonce=nonce):
                    self.offer_nonce = nonce
            async with self._news:
                if isinstance(heard, Snapshot):
                    self._said = [m for m in self._said if not isinstance(m, Snapshot)]
                self._said.append(heard)
                self._news.notify_all()

    async def tell(self, message: Any) -> None:
        """Send a message; what a robot would get as an invitation is sent as an offer."""
        if isinstance(message, Invite):
            message = Offer(message.presence, message.attempt, message.sdp, message.binding)
        await self._ws.send_str(codec.encode(message))

    async def hears(
        self, kind: type[Message], fits: Callable[[Message], bool] = lambda message: True
    ) -> Message:
        """Wait for a message, from the start of time, and return the first."""

        def found() -> list[Message]:
            return [m for m in self._said if isinstance(m, kind) and fits(m)]

        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(lambda: bool(found()))
            return found()[0]


class Child(Pupil):
    """A child whose device looks at nothing but when packets come."""

    def __init__(self, socket: Socket, tasks: asyncio.TaskGroup) -> None:
        super().__init__(socket, "", tasks)  # type: ignore[arg-type]
        self.socket = socket
        self.last_packet_s = 0.0
        self.packets = 0

    def admit(self, welcome: WelcomePupil) -> None:
        """Take the robot's key from the bridge, as a device does when it pairs."""
        self._robot_key = welcome.robot_key

    def _watch_packets(self, pc: RTCPeerConnection, screen: Screen) -> None:
        transport = pc.getTransceivers()[0].receiver.transport
        route = transport._handle_rtp_data

        async def note_and_route(data: bytes, arrival_time_ms: int) -> None:
            self.last_packet_s = time.monotonic()
            self.packets += 1
            await self._notify()
            await route(data, arrival_time_ms)

        transport._handle_rtp_data = note_and_route  # type: ignore[method-assign]

    async def receives(self, packets: int = 50) -> None:
        """Wait for so many more packets of picture and sound."""
        goal = self.packets + packets
        await self.until(lambda: self.packets >= goal)

    async def flood(self, with_breaks: bool) -> None:
        """Send wishes on both channels as fast as they are let through, until cancelled."""
        slots = itertools.cycle(("board", "teacher", "table"))
        for number in itertools.count():
            on = number % 2 == 0
            self.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=30.0 - 60 * on, tilt_deg=0.0)
            match number % 3:
                case 0:
                    self.say(View, slot=next(slots), action="save")
                case 1 if with_breaks:
                    self.say(Rest, on=on)
                case 2 if with_breaks:
                    self.say(SoundOnly, on=on)
                case _:
                    self.say(Hand, raised=on)
            await asyncio.sleep(1 / (BELOW_LIMIT * CHANNEL_RATE_HZ))

    async def be_good(self) -> None:
        """Take back what a flood may have left behind."""
        while True:
            self.say(Rest, on=False)
            self.say(SoundOnly, on=False)
            await asyncio.sleep(0.5)


class Teacher:
    """A teacher's page."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    async def act(self, action: TeacherActionName) -> str:
        """Ask for an action; return its id."""
        id = keys.to_text(secrets.token_bytes(16))
        await self._socket.tell(TeacherAction(id, action))
        return id

    async def done(self, id: str) -> Done:
        """Wait for the robot's answer."""
        return await self._socket.hears(Done, lambda done: done.id == id)

    async def flood(self) -> None:
        """Turn the volume up and down as fast as the bridge lets it through, until cancelled."""
        for number in itertools.count():
            await self.act("louder" if number % 2 else "quieter")
            await asyncio.sleep(1 / (BELOW_LIMIT * SIGNAL_RATE_HZ))


@contextlib.asynccontextmanager
async def socket_at(
    address: str, decoder: codec.MessageDecoder[Any], tasks: asyncio.TaskGroup
) -> AsyncIterator[tuple[Socket, str]]:
    """Connect to the bridge behind a page's address; yield the socket and its challenge."""
    page = urlsplit(address)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"ws://{page.netloc}/signal", origin=f"http://{page.netloc}", heartbeat=5.0
        ) as ws,
    ):
        socket = Socket(ws, decoder)
        reading = tasks.create_task(socket.read(), name="read")
        try:
            yield socket, (await socket.hears(Challenge)).nonce
        finally:
            reading.cancel()


@contextlib.asynccontextmanager
async def child_at(
    address: str, tasks: asyncio.TaskGroup, kind: type[Child] = Child
) -> AsyncIterator[Child]:
    """Pair a device by the child's link, and go to class."""
    async with socket_at(address, codec.to_pupil, tasks) as (socket, nonce):
        child = kind(socket, tasks)
        secret = keys.from_text(parse_qs(urlsplit(address).fragment)["secret"][0])
        await socket.tell(
            Pair(
                version=PROTOCOL_VERSION,
                lookup=proofs.lookup(secret),
                device_key=child.public,
                proof=proofs.pupil_proof(proofs.mac_key(secret), nonce, child.public),
                signature=keys.sign(child.key, proofs.hello_bytes("pupil", nonce, child.public)),
            )
        )
        child.admit(await socket.hears(WelcomePupil))
        try:
            await child.join()
            yield child
        finally:
            await child.leave_silently()


@contextlib.asynccontextmanager
async def teacher_at(address: str, tasks: asyncio.TaskGroup) -> AsyncIterator[Teacher]:
    """Open the teacher's link."""
    async with socket_at(address, codec.to_teacher, tasks) as (socket, _):
        await socket.tell(
            HelloTeacher(PROTOCOL_VERSION, urlsplit(address).fragment.partition(".")[0])
        )
        yield Teacher(socket)
