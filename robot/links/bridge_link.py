"""The link: the robot's WebSocket to the bridge, proven by its key, reconnected for ever."""

import asyncio
import logging
import os
import random
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from bridge.process.config_file import ConfigError
from bridge.protocol import PROTOCOL_VERSION, codec
from bridge.protocol.channels import Refused, Snapshot
from bridge.protocol.errors import REFUSALS, ProtocolError
from bridge.protocol.keys import to_text
from bridge.protocol.limits import FORWARDED_BYTES, SIGNAL_BURST, SIGNAL_RATE_HZ
from bridge.protocol.proofs import hello_bytes
from bridge.protocol.signaling import (
    Challenge,
    FromRobot,
    HelloRobot,
    Invite,
    Leave,
    OfferNonce,
    RelayDown,
    RelayUp,
    Revoke,
    TeacherAction,
    ToRobot,
    TrickledCandidate,
    WelcomeRobot,
)
from robot.links import bridge_trust as link_trust
from robot.links.backoff import Backoff
from robot.links.offer_nonces import OfferNonces
from robot.media.types.allowance import Allowance
from robot.settings import config
from robot.settings.errors import LinkLost, LinkRefused
from robot.settings.identity import Identity

log = logging.getLogger(__name__)

CONNECT_S = 3.0
OPENING_S = 5.0
SEND_S = 5.0
"""A message that does not leave for so long: the line is gone, whatever TCP hopes."""

HEARTBEAT_S = 5.0
MOST_UNSENT = 256

DENIALS = frozenset({"unknown_robot", "signature"})
"""Refusals that say that this robot is no longer the one that children are lent."""

RATE_HZ = 0.9 * SIGNAL_RATE_HZ
BURST = SIGNAL_BURST - 10
"""The bridge cuts off who sends more, and what makes us send is what others send to us."""

MOST_BEFORE: dict[type[FromRobot], int] = {RelayDown: 4, Snapshot: 8, Refused: 16}
"""So many messages may wait before one of this kind: it is said again, newer, or not missed."""


@dataclass(frozen=True)
class LinkUp:
    """The bridge knows us."""

    welcome: WelcomeRobot


@dataclass(frozen=True)
class LinkSaid:
    """A message through the bridge."""

    message: Invite | TrickledCandidate | Leave | Revoke | RelayUp | TeacherAction | Refused


@dataclass(frozen=True)
class LinkDenied:
    """The bridge is there, and does not know this robot or its key any more."""


@dataclass(frozen=True)
class LinkDown:
    """The bridge is away; what runs goes on."""


LinkNews = LinkUp | LinkSaid | LinkDenied | LinkDown


def tls_context(bridge: config.Bridge) -> ssl.SSLContext | None:
    """Return how to check the bridge's certificate; None for a plain line.

    Raises:
        ConfigError: The certificate to trust cannot be read.
    """
    if not bridge.url.startswith("wss:"):
        return None
    try:
        return ssl.create_default_context(cafile=bridge.ca or None)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "strerror", None) or "not a certificate"
        raise ConfigError(f"bridge.ca = {bridge.ca!r}: {reason}") from error


def random_nonce() -> str:
    """Return 128 random bits, 22 characters."""
    return to_text(secrets.token_bytes(16))


class Link:
    """Dials the bridge.

    Args:
        bridge: Where.
        robot_id: Who we say we are.
        identity: Who we can prove to be.
        tell: Takes what the bridge says, in order.
        nonces: What children's offers have to reply to; told to the bridge.
    """

    def __init__(
        self,
        bridge: config.Bridge,
        robot_id: str,
        identity: Identity,
        tell: Callable[[LinkNews], Awaitable[None]],
        nonces: OfferNonces | None = None,
    ) -> None:
        self._nonces = nonces or OfferNonces(random_nonce)
        self._bridge = bridge
        self._url = bridge.url
        self._tls = tls_context(bridge)
        self._robot_id = robot_id
        self._identity = identity
        self._tell = tell
        self._backoff = Backoff()
        self._outbox: asyncio.Queue[str] | None = None
        self.unsent = 0
        """Messages that were dropped because the bridge did not read."""
        self._unsaid: set[str] = set()
        self.malformed = 0
        """Messages of the bridge that the wire does not allow."""

    async def run(self) -> None:
        """Stay connected until cancelled."""
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._once(session)
                except (aiohttp.ClientError, OSError) as error:
                    if isinstance(error, LinkRefused) and error.code in DENIALS:
                        await self._tell(LinkDenied())
                    delay_s = self._backoff.failed(random.random())
                    log.log(self._backoff.failure_level, "link: lost: %s", _reason(error))
                    await asyncio.sleep(delay_s)

    async def _once(self, session: aiohttp.ClientSession) -> None:
        async with asyncio.timeout(CONNECT_S):
            early = False
            try:
                ws = await self._dial(session, self._tls)
            except aiohttp.ClientConnectorCertificateError as error:
                early = link_trust.begins_later(error.certificate_error)
                if not early:
                    raise
                context = tls_context(self._bridge)
                ws = await self._dial(session, context and link_trust.whenever(context))
        try:
            async with asyncio.timeout(OPENING_S):
                welcome = await self._open(ws)
            if early:
                self._check_time(ws, welcome)
            await self._serve(ws, welcome)
        finally:
            await ws.close()

    async def _dial(
        self, session: aiohttp.ClientSession, context: ssl.SSLContext | None
    ) -> aiohttp.ClientWebSocketResponse:
        return await session.ws_connect(
            self._url,
            ssl=True if context is None else context,
            max_msg_size=FORWARDED_BYTES,
            heartbeat=HEARTBEAT_S,
            timeout=aiohttp.ClientWSTimeout(ws_close=0.5),
        )

    def _check_time(self, ws: aiohttp.ClientWebSocketResponse, welcome: WelcomeRobot) -> None:
        tls = ws.get_extra_info("ssl_object")
        if tls is None:
            raise LinkLost("the line is gone")
        link_trust.check_time(tls.getpeercert(), time.time(), welcome.unix_s)

    async def _open(self, ws: aiohttp.ClientWebSocketResponse) -> WelcomeRobot:
        challenge = await self._read(ws)
        if not isinstance(challenge, Challenge) or challenge.version < PROTOCOL_VERSION:
            raise LinkLost("no challenge of our version")
        hello = HelloRobot(
            version=PROTOCOL_VERSION,
            robot=self._robot_id,
            signature=self._identity.sign(hello_bytes("robot", challenge.nonce, self._robot_id)),
            offer_nonce=self._nonces.newest(asyncio.get_running_loop().time()),
            unix_s=time.time(),
        )
        await ws.send_str(codec.encode(hello))
        while True:
            answer = await self._read(ws)
            if isinstance(answer, WelcomeRobot):
                return answer
            if isinstance(answer, Refused):
                raise LinkRefused(answer.code if answer.code in REFUSALS else "unknown code")

    async def _serve(self, ws: aiohttp.ClientWebSocketResponse, welcome: WelcomeRobot) -> None:
        outbox = self._outbox = asyncio.Queue(MOST_UNSENT)
        if self._backoff.succeeded():
            log.info("link: back")
        else:
            log.info("link: up")
        await self._tell(LinkUp(welcome))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._write(ws, outbox), name="link writer")
                tasks.create_task(self._renew_nonce(), name="link nonce")
                while True:
                    message = await self._read(ws)
                    if not isinstance(message, Challenge | WelcomeRobot):
                        await self._tell(LinkSaid(message))
        except* OSError as group:
            # Before Python 3.13 a task group that fails while it is cancelled hides the latter.
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise asyncio.CancelledError from None
            raise group.exceptions[0] from None
        finally:
            self._outbox = None
            await self._tell(LinkDown())

    async def _read(self, ws: aiohttp.ClientWebSocketResponse) -> ToRobot:
        """Return the next message that the wire allows."""
        while True:
            message = await ws.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise LinkLost(f"closed ({message.type.name.lower()})")
            try:
                return codec.to_robot.decode(message.data)
            except ProtocolError as error:
                self.malformed += 1
                if self.malformed == 1:
                    log.warning("link: message not allowed (%s); further are counted", error.code)

    async def _write(self, ws: aiohttp.ClientWebSocketResponse, outbox: asyncio.Queue[str]) -> None:
        loop = asyncio.get_running_loop()
        allowance = Allowance(RATE_HZ, BURST)
        while True:
            text = await outbox.get()
            await asyncio.sleep(allowance.spend(loop.time()))
            try:
                async with asyncio.timeout(SEND_S):
                    await ws.send_str(text)
            except (OSError, aiohttp.ClientError, TimeoutError) as error:
                raise LinkLost("a message does not leave") from error
            outbox.task_done()

    @property
    def is_up(self) -> bool:
        """Whether the bridge is there."""
        return self._outbox is not None

    @property
    def waiting(self) -> int:
        """How many messages have not left yet."""
        return 0 if self._outbox is None else self._outbox.qsize()

    async def _renew_nonce(self) -> None:
        """Tell the bridge each new nonce for offers."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._nonces.left_s(loop.time()))
            self.send(OfferNonce(self._nonces.newest(loop.time())))

    def send(self, message: FromRobot) -> bool:
        """Put a message on its way; return False while the bridge is away or too much waits.

        What a late bridge has to know is said anew at `LinkUp`; nothing is kept for it.
        """
        if self._outbox is None:
            return False
        most_before = MOST_BEFORE.get(type(message))
        if most_before is not None and self.waiting >= most_before:
            return False
        text = codec.encode(message)
        try:
            codec.from_robot.decode(text)
        except ProtocolError as error:
            self._unsayable(message, error)
            return False
        try:
            self._outbox.put_nowait(text)
        except asyncio.QueueFull:
            self.unsent += 1
            if self.unsent == 1:
                log.warning("link: the bridge does not read; messages are dropped and counted")
            return False
        return True

    def _unsayable(self, message: FromRobot, error: ProtocolError) -> None:
        """Note a message of our own that the bridge would refuse; too many would end the link."""
        kind = str(message.__struct_config__.tag)
        if kind not in self._unsaid:
            log.error("link: %s is not sent, since the wire does not allow it: %s", kind, error)
        self._unsaid.add(kind)

    async def flush(self, timeout_s: float) -> None:
        """Wait until what was said has left, for so long at most."""
        if self._outbox is None:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await self._outbox.join()
        except TimeoutError:
            log.debug("link: away before the last message")


def _reason(error: Exception) -> str:
    """Say what went wrong without addresses, which the texts of libraries carry."""
    if isinstance(error, LinkLost):
        return str(error)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return link_trust.reason(error.certificate_error)
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return f"HTTP status {error.status}"
    number = getattr(getattr(error, "os_error", error), "errno", None)
    words = f": {os.strerror(number)}" if isinstance(number, int) and number > 0 else ""
    return f"{type(error).__name__}{words}"
