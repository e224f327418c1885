"""Robots, pupils and teachers as the bridge meets them: real sockets, real keys."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from bridge.base.clock import Clock
from bridge.base.records import Loan, PairingKind, Robot
from bridge.config import BridgeConfig, LimitsSection, PagesSection, ServerSection, StorageSection
from bridge.fleet.config import FleetSection
from bridge.protocol import PROTOCOL_VERSION, codec, keys, proofs
from bridge.protocol.openings import Challenge, HelloPupil, HelloRobot, HelloTeacher, Pair
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import Binding, Offer
from bridge.relay.config import RelaySection
from bridge.serving import listening
from bridge.signaling import access
from bridge.store import Store, open_store
from tests.bridge.ready import make_ready
from tests.deadline import WAIT_S

ORIGIN = "https://karlsson.example"
TODAY = date(2026, 11, 23)
PUPIL_NAME = "Lena Canary-Lindgren"
ROBOT_NAME = "Karlsson Canary"
METRICS_TOKEN = "a long enough token"

SDP = "\r\n".join(
    [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1 2",
        "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:cANA",
        "a=ice-pwd:canarycanarycanarycanary",
        "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "a=mid:0",
        "a=sendrecv",
        "a=msid:- 7a4d2b1c-0000-4000-8000-000000000000",
        "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:cANA",
        "a=ice-pwd:canarycanarycanarycanary",
        "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "a=mid:1",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtpmap:96 VP8/90000",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:cANA",
        "a=ice-pwd:canarycanarycanarycanary",
        "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "a=mid:2",
        "a=sctp-port:5000",
        "a=max-message-size:262144",
        "",
    ]
)

Message = TypeVar("Message", bound=Struct)


class TurnedClock(Clock):
    """Stands still at noon of a school day until it is turned."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.day = TODAY
        super().__init__()

    def monotonic_s(self) -> float:
        return self.now_s

    def unix_s(self) -> float:
        return 1_795_432_000.0 + self.now_s

    def today(self) -> date:
        return self.day


class Peer:
    """One end of a `/signal` socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.nonce = ""
        self._first: aiohttp.WSMessage | None = None

    async def challenged(self) -> None:
        """Read the challenge that opens every connection."""
        self.nonce = (await self.hear(Challenge)).nonce

    async def answered(self) -> None:
        """Wait for the next message, and keep it for whoever hears."""
        async with asyncio.timeout(WAIT_S):
            self._first = await self.socket.receive()

    async def _next(self) -> aiohttp.WSMessage:
        if self._first is None:
            return await self.socket.receive()
        first, self._first = self._first, None
        return first

    async def say(self, message: Struct) -> None:
        """Send a message."""
        await self.socket.send_str(codec.encode(message))

    async def hear_text(self) -> str:
        """Return the next message as it came."""
        async with asyncio.timeout(WAIT_S):
            message = await self._next()
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return str(message.data)

    async def hear(self, kind: type[Message]) -> Message:
        """Return the next message, which must be of this kind."""
        text = await self.hear_text()
        message: Message = codec.MessageDecoder[Message](kind, 64 * 1024).decode(text)
        return message

    async def hear_until(self, kind: type[Message]) -> Message:
        """Return the next message of this kind, behind any others."""
        async with asyncio.timeout(WAIT_S):
            while True:
                text = await self.hear_text()
                if msgspec.json.decode(text)["type"] == kind.__struct_config__.tag:
                    message: Message = codec.MessageDecoder[Message](kind, 64 * 1024).decode(text)
                    return message

    async def closed(self) -> int | None:
        """Return the code that the bridge closed with, whatever else came before."""
        async with asyncio.timeout(WAIT_S):
            while True:
                message = await self._next()
                if message.type in (
                    aiohttp.WSMsgType.CLOSE,
                    aiohttp.WSMsgType.CLOSED,
                    aiohttp.WSMsgType.CLOSING,
                    aiohttp.WSMsgType.ERROR,
                ):
                    return self.socket.close_code


@dataclass
class House:
    """A bridge on loopback, with one robot and one loan that holds today."""

    store: Store
    clock: TurnedClock
    http: aiohttp.ClientSession
    port: int
    robot_key: Ed25519PrivateKey
    robot: Robot
    loan: Loan
    token: str
    buddy_token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def peer(self, origin: str | None = ORIGIN, **headers: str) -> AsyncIterator[Peer]:
        """Open a socket, up to the challenge."""
        named = headers | ({"Origin": origin} if origin else {})
        async with self.http.ws_connect(
            f"{self.url}/signal", headers=named, compress=0, autoping=True
        ) as socket:
            peer = Peer(socket)
            await peer.challenged()
            yield peer

    @asynccontextmanager
    async def robot_link(self) -> AsyncIterator[Peer]:
        """Open the robot's link, up to before its welcome."""
        async with self.peer(origin=None) as peer:
            await peer.say(hello_robot(self.robot_key, peer.nonce, self.robot.id))
            # Inside, or refused: who comes next shall not hear of it in between.
            await peer.answered()
            yield peer

    @asynccontextmanager
    async def pupil(self, device: Ed25519PrivateKey) -> AsyncIterator[Peer]:
        """Open a paired pupil's connection, up to before its welcome."""
        async with self.peer() as peer:
            await peer.say(hello_pupil(device, peer.nonce))
            yield peer

    @asynccontextmanager
    async def teacher(self) -> AsyncIterator[Peer]:
        """Open the teacher's connection, up to before its welcome."""
        async with self.peer() as peer:
            await peer.say(HelloTeacher(version=PROTOCOL_VERSION, token=self.token))
            yield peer

    @asynccontextmanager
    async def buddy(self) -> AsyncIterator[Peer]:
        """Open the buddy's connection, up to before its welcome."""
        async with self.peer() as peer:
            await peer.say(HelloTeacher(version=PROTOCOL_VERSION, token=self.buddy_token))
            yield peer

    async def invent_pairing(self, secret: bytes, kind: PairingKind = "secret") -> None:
        """Open a pairing for this house's loan, good for an hour."""
        await self.store.add_pairing(
            self.loan.id,
            kind,
            proofs.lookup(secret),
            proofs.mac_key(secret),
            int(self.clock.unix_s()) + 3600,
        )

    async def paired_device(self) -> Ed25519PrivateKey:
        """Return the key of a new device that is bound to the loan."""
        device = Ed25519PrivateKey.generate()
        secret = secrets.token_bytes(16)
        await self.invent_pairing(secret)
        pairing = await self.store.pairing(proofs.lookup(secret))
        assert pairing
        assert await self.store.use_pairing(pairing, keys.public_text(device), 1)
        return device

    async def metric(self, line: str) -> float:
        """Return the value of one line of `/metrics`; 0 while it is not there."""
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        async with self.http.get(f"{self.url}/metrics", headers=headers) as answer:
            for one in (await answer.text()).splitlines():
                if one.startswith(line + " "):
                    return float(one.rsplit(" ", 1)[1])
        return 0.0

    async def counted(self, line: str, value: float) -> None:
        """Wait until a line of `/metrics` says so."""
        async with asyncio.timeout(WAIT_S):
            while await self.metric(line) != value:
                pass  # each turn is a request, which waits for the bridge


@asynccontextmanager
async def raw_socket(
    house: House,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a bare TCP connection, and close it whatever became of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


def new_nonce() -> str:
    """Return 128 random bits."""
    return keys.to_text(secrets.token_bytes(16))


def hello_robot(key: Ed25519PrivateKey, nonce: str, robot_id: str) -> HelloRobot:
    """Return the robot's opening message."""
    return HelloRobot(
        version=PROTOCOL_VERSION,
        robot=robot_id,
        signature=keys.sign(key, proofs.hello_bytes("robot", nonce, robot_id)),
    )


def hello_pupil(device: keys.PrivateKey, nonce: str) -> HelloPupil:
    """Return a paired device's opening message."""
    public = keys.public_text(device)
    return HelloPupil(
        version=PROTOCOL_VERSION,
        device_key=public,
        signature=keys.sign(device, proofs.hello_bytes("pupil", nonce, public)),
    )


def pair(device: keys.PrivateKey, nonce: str, secret: bytes) -> Pair:
    """Return a new device's opening message."""
    public = keys.public_text(device)
    return Pair(
        version=PROTOCOL_VERSION,
        lookup=proofs.lookup(secret),
        device_key=public,
        proof=proofs.pupil_proof(proofs.mac_key(secret), nonce, public),
        signature=keys.sign(device, proofs.hello_bytes("pupil", nonce, public)),
    )


def offer(presence: str, attempt: int = 1, sdp: str = SDP) -> Offer:
    """Return an offer; the bridge does not read its signature."""
    binding = Binding(nonce=new_nonce(), reply_to=new_nonce(), signature="A" * 86)
    return Offer(presence=presence, attempt=attempt, sdp=sdp, binding=binding)


def snapshot(presence: str | None, seq: int = 1, **more: Any) -> Snapshot:
    """Return what the robot says of itself."""
    return Snapshot(seq=seq, presence=presence, signal="present" if presence else "asleep", **more)


def write_pages(folder: Path) -> Path:
    """Make the smallest set of pages."""
    (folder / "js" / "child").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Karlsson</title>\n")
    (folder / "teacher.html").write_text("<!doctype html><title>Klasse</title>\n")
    (folder / "worker.js").write_text("const kept = [];\n")
    (folder / "js" / "child" / "main.js").write_text("export const one = 1;\n")
    return folder


def house_config(folder: Path, limits: LimitsSection | None = None) -> BridgeConfig:
    """Return a configuration for tests; the port is any free one."""
    token = folder / "metrics-token"
    token.write_text(METRICS_TOKEN)
    return BridgeConfig(
        server=ServerSection(
            port=0, public_url=ORIGIN, origins=(ORIGIN,), metrics_token_file=str(token)
        ),
        limits=limits or LimitsSection(connections_per_address=500, handshakes_per_minute=10_000),
        storage=StorageSection(url=f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"),
        pages=PagesSection(pupil_app=str(write_pages(folder / "pages"))),
        # It would start processes for each test; those of the relay have one.
        relay=RelaySection(enabled=False),
        fleet=FleetSection(socket=""),
    )


@asynccontextmanager
async def open_house(config: BridgeConfig) -> AsyncIterator[House]:
    """Serve with one robot and one loan."""
    clock = TurnedClock()
    key = Ed25519PrivateKey.generate()
    token, buddy_token = new_nonce(), new_nonce()
    await make_ready(config.storage.url)
    async with open_store(config.storage.url) as store:
        robot = await store.put_robot(
            Robot("karlsson-1", ROBOT_NAME, keys.public_text(key), int(clock.unix_s()))
        )
        span = (TODAY, TODAY + timedelta(days=30))
        hashes = access.token_hash(token), access.buddy_hash(buddy_token)
        loan = await store.add_loan(robot.id, PUPIL_NAME, span, *hashes)
        async with aiohttp.ClientSession() as http, listening(config, store, clock) as port:
            yield House(store, clock, http, port, key, robot, loan, token, buddy_token)


def with_limits(config: BridgeConfig, **limits: Any) -> BridgeConfig:
    """Return the configuration with other limits."""
    values = {name: getattr(config.limits, name) for name in config.limits.__struct_fields__}
    return msgspec.structs.replace(config, limits=LimitsSection(**(values | limits)))
