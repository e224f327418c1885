"""Link to the bridge: a WebSocket, proven by the robot's key, reconnected for ever."""

import asyncio
import logging
import random
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bridge.process.logs import clean
from bridge.protocol import PROTOCOL_VERSION, codec
from bridge.protocol.causes import NetworkCause
from bridge.protocol.channels import Refused
from bridge.protocol.errors import REFUSALS, ProtocolError
from bridge.protocol.fleet import Errand
from bridge.protocol.keys import to_text
from bridge.protocol.limits import FORWARDED_BYTES
from bridge.protocol.openings import (
    REPLACED,
    Challenge,
    Enrolled,
    HelloRobot,
    WelcomeRobot,
)
from bridge.protocol.proofs import hello_bytes
from bridge.protocol.sealed import FromSession
from bridge.protocol.signaling import (
    FreshServers,
    FromRobot,
    Invite,
    Leave,
    LoanStatus,
    OfferNonce,
    Ping,
    Pong,
    RelayUp,
    Revoke,
    TeacherAction,
    ToRobot,
    TrickledCandidate,
)
from robot.links import bridge_trust, causes, clock_check
from robot.links.backoff import BRISK, FIRST_S, Backoff, pace_of
from robot.links.bridge_outbox import Outbox
from robot.links.enroller import Enroller
from robot.links.link_life import CONNECT_S, connect_s
from robot.links.link_trouble import LinkTrouble
from robot.links.link_watch import Ends, LinkWatch
from robot.links.offer_nonces import OfferNonces
from robot.media.types.outward import Outward
from robot.settings.config import BridgeSection
from robot.settings.errors import IdentityTrouble, LinkLost, LinkRefused
from robot.settings.identity import Identity

log = logging.getLogger(__name__)

OPENING_S = 5.0
SEND_S = 5.0
"""After this time without a message leaving the line counts as gone, whatever TCP says."""

HEARTBEAT_S = 5.0

CLOSE_S = 0.2
"""Longest time for the bridge to answer a close frame: a dead link answers nothing."""

DENIALS = frozenset({"unknown_robot", "signature"})
"""Refusals that say that this robot is no longer the one that is lent to children."""


@dataclass(frozen=True)
class LinkUp:
    """The bridge has accepted this robot."""

    welcome: WelcomeRobot


LinkMessage = (
    LoanStatus
    | FreshServers
    | Invite
    | TrickledCandidate
    | Leave
    | Revoke
    | RelayUp
    | TeacherAction
    | FromSession
    | Errand
    | Refused
)


@dataclass(frozen=True)
class LinkSaid:
    """A message came from or through the bridge."""

    message: LinkMessage


@dataclass(frozen=True)
class LinkDenied:
    """The bridge answers, and no longer knows this robot or its key."""


@dataclass(frozen=True)
class LinkDown:
    """The bridge is away; what runs goes on."""


@dataclass(frozen=True)
class LinkTroubled:
    """The bridge cannot be reached, for another cause than before."""

    cause: NetworkCause


@dataclass(frozen=True)
class LinkEnrolled:
    """The bridge knows this robot's key now, by its token."""

    robot: str
    name: str


LinkNews = LinkEnrolled | LinkUp | LinkSaid | LinkDenied | LinkDown | LinkTroubled


def random_nonce() -> str:
    """Return 128 random bits, 22 characters."""
    return to_text(secrets.token_bytes(16))


class Link:
    """Connection to the bridge.

    Args:
        bridge: Address and certificate.
        robot_id: Name of this robot.
        identity: Key that proves it.
        tell: Takes the news, in order.
        nonces: Nonces that children's offers have to reply to; the bridge is told the newest.
        outward: Proxy that leads out of the school's network.
        school_ca: File with certificates that are trusted in addition.
        enroller: Knows the robot's name from its enrolment; without it, it is `robot_id`.
    """

    def __init__(
        self,
        bridge: BridgeSection,
        robot_id: str,
        identity: Identity,
        tell: Callable[[LinkNews], Awaitable[None]],
        nonces: OfferNonces | None = None,
        outward: Outward | None = None,
        school_ca: str = "",
        enroller: Enroller | None = None,
    ) -> None:
        self._enroller = enroller
        self._run = random_nonce()
        self._nonces = nonces or OfferNonces(random_nonce)
        self._url = bridge.url
        self._proxy = (outward or Outward()).proxy_for(urlsplit(bridge.url).hostname or "")
        self._make_context = partial(bridge_trust.tls_context, bridge, school_ca)
        self._tls = self._make_context()
        self._robot_id = robot_id
        self._identity = identity
        self._tell = tell
        self._backoff = Backoff()
        self._outbox = Outbox()
        self._watch = LinkWatch(lambda: self.send(Ping()), errors=(OSError, aiohttp.ClientError))
        self._trouble = LinkTrouble()
        self.malformed = 0
        """Number of messages of the bridge that the wire does not allow."""

    async def run(self) -> None:
        """Stay connected until cancelled."""
        timeout = aiohttp.ClientTimeout(total=None, connect=max(CONNECT_S))
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._once(session)
                except (aiohttp.ClientError, OSError) as error:
                    found: Exception = error
                    if isinstance(error, LinkRefused) and error.code in DENIALS:
                        await self._tell(LinkDenied())
                        if self._enroller is not None:
                            found = self._enroller.explained(error)
                    cause = causes.cause_of(found)
                    pace = pace_of(cause)
                    delay_s = self._backoff.failed(random.random(), pace)
                    if isinstance(found, TimeoutError) and pace is BRISK:
                        delay_s = min(delay_s, FIRST_S)  # it has waited already
                    level = self._backoff.failure_level
                    new = await self._trouble.take(found, self._backoff.failures, level)
                    if new is not None:
                        await self._tell(LinkTroubled(new))
                    await asyncio.sleep(delay_s)

    async def _once(self, session: aiohttp.ClientSession) -> None:
        if self._enroller is not None:
            await self._enroller.look()
            self._robot_id = self._enroller.robot_id
        async with asyncio.timeout(connect_s(self._backoff.failures)):
            early = False
            try:
                ws = await self._watch.unless_moved(self._dial(session, self._tls))
            except aiohttp.ClientConnectorCertificateError as error:
                early = bridge_trust.begins_later(error.certificate_error)
                context = self._make_context()
                if not early:
                    if context and causes.cause_of(error) == "expired":
                        await clock_check.check(
                            session, self._url, context, self._proxy, time.time()
                        )
                    raise
                ws = await self._dial(session, context and bridge_trust.whenever(context))
        try:
            async with asyncio.timeout(OPENING_S):
                answer = await self._open(ws)
            if early:
                self._check_time(ws, answer.unix_s)
            if isinstance(answer, WelcomeRobot):
                await self._serve(ws, answer)
            else:
                await self._enrolled(answer)
        except LinkRefused as error:
            if self._enroller is None or not self._enroller.enrols:
                raise
            self._enroller.refused(causes.cause_of(error))
        finally:
            await ws.close()

    async def _dial(
        self, session: aiohttp.ClientSession, context: ssl.SSLContext | None
    ) -> aiohttp.ClientWebSocketResponse:
        return await session.ws_connect(
            self._url,
            ssl=True if context is None else context,
            # Named here: the library takes no proxy for wss:// out of $HTTPS_PROXY.
            proxy=self._proxy.url if self._proxy else None,
            proxy_headers=self._proxy.headers if self._proxy else None,
            max_msg_size=FORWARDED_BYTES,
            heartbeat=HEARTBEAT_S,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S),
        )

    def _check_time(self, ws: aiohttp.ClientWebSocketResponse, bridge_s: float | None) -> None:
        tls = ws.get_extra_info("ssl_object")
        if tls is None:
            raise LinkLost("the line is gone")
        bridge_trust.check_time(tls.getpeercert(), time.time(), bridge_s)

    async def _open(self, ws: aiohttp.ClientWebSocketResponse) -> WelcomeRobot | Enrolled:
        challenge = await self._read(ws)
        if not isinstance(challenge, Challenge) or challenge.version < PROTOCOL_VERSION:
            raise LinkLost("no challenge of our version")
        if self._enroller is not None and self._enroller.enrols and challenge.enrols:
            await ws.send_str(codec.encode(self._enroller.message(challenge.nonce)))
        else:
            if self._enroller is not None and self._enroller.enrols:
                self._enroller.refused("bridge_too_old")
            await ws.send_str(codec.encode(self._hello(challenge)))
        while True:
            answer = await self._read(ws)
            if isinstance(answer, WelcomeRobot | Enrolled):
                return answer
            if isinstance(answer, Refused):
                raise LinkRefused(answer.code if answer.code in REFUSALS else "unknown code")

    def _hello(self, challenge: Challenge) -> HelloRobot:
        nonce = challenge.nonce
        return HelloRobot(
            version=PROTOCOL_VERSION,
            robot=self._robot_id,
            signature=self._identity.sign(hello_bytes("robot", nonce, self._robot_id)),
            offer_nonce=self._nonces.newest(asyncio.get_running_loop().time()),
            unix_s=time.time(),
            trouble=self._trouble.to_tell(challenge.enrols),
            run=self._run if challenge.enrols else msgspec.UNSET,
        )

    async def _enrolled(self, answer: Enrolled) -> None:
        if self._enroller is None or not self._enroller.enrols:
            raise LinkLost("an answer that does not fit")
        await self._enroller.enrolled(answer)
        log.info("link: enrolled as %s (%s)", answer.robot, clean(answer.robot_name, 40))
        await self._tell(LinkEnrolled(answer.robot, answer.robot_name))

    async def _serve(self, ws: aiohttp.ClientWebSocketResponse, welcome: WelcomeRobot) -> None:
        self._outbox.open()
        up_s = asyncio.get_running_loop().time()
        self._trouble.up()
        if self._backoff.had_failed:
            log.info("link: back")
        else:
            log.info("link: up")
        self._watch.welcomed(Ends.of(ws.get_extra_info), welcome.answers_ping)
        await self._tell(LinkUp(welcome))

        async def write(text: str) -> None:
            try:
                async with asyncio.timeout(SEND_S):
                    await ws.send_str(text)
            except (OSError, aiohttp.ClientError, TimeoutError) as error:
                raise LinkLost("a message does not leave") from error

        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._outbox.pass_on(write), name="link writer")
                tasks.create_task(self._renew_nonce(), name="link nonce")
                tasks.create_task(self._watch.run(), name="link watch")
                while True:
                    message = await self._read(ws)
                    self._watch.heard(busy=True)
                    if not isinstance(message, Challenge | WelcomeRobot | Enrolled | Pong):
                        await self._tell(LinkSaid(message))
                    self._watch.heard(busy=False)
        except* OSError as group:
            # Before Python 3.13 a task group that fails while it is cancelled hides the latter.
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise asyncio.CancelledError from None
            raise group.exceptions[0] from None
        finally:
            self._outbox.close()
            if self._backoff.stood(asyncio.get_running_loop().time() - up_s):
                self._trouble.over()
            await self._tell(LinkDown())

    async def _read(self, ws: aiohttp.ClientWebSocketResponse) -> ToRobot:
        """Return the next message that the wire allows."""
        while True:
            message = await ws.receive()
            if message.type is aiohttp.WSMsgType.CLOSE and message.data == REPLACED:
                raise IdentityTrouble("twin")
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise LinkLost(f"closed ({message.type.name.lower()})")
            try:
                return codec.to_robot.decode(message.data)
            except ProtocolError as error:
                self.malformed += 1
                if self.malformed == 1:
                    log.warning("link: message not allowed (%s); further are counted", error.code)

    @property
    def is_up(self) -> bool:
        """True while the bridge is there."""
        return self._outbox.is_open

    @property
    def waiting(self) -> int:
        """Number of messages that have not left yet."""
        return self._outbox.waiting

    def child_heard(self, now: float) -> None:
        """Note a sign of the child: when it falls silent, the bridge is asked for one."""
        self._watch.child_heard(now)

    async def _renew_nonce(self) -> None:
        """Tell the bridge each new nonce for offers."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._nonces.left_s(loop.time()))
            self.send(OfferNonce(self._nonces.newest(loop.time())))

    def send(self, message: FromRobot) -> bool:
        """Put a message on its way; return False while the bridge is away or too much waits.

        Nothing is kept for a bridge that is away: what it has to know is sent anew at `LinkUp`.
        """
        return self._outbox.put(message)

    async def flush(self, timeout_s: float) -> None:
        """Wait until everything sent has left, for at most this long."""
        await self._outbox.flush(timeout_s)
