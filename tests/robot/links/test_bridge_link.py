import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import codec
from bridge.protocol.channels import Ack, Refused
from bridge.protocol.keys import from_text, to_text
from bridge.protocol.limits import SIGNAL_RATE_HZ
from bridge.protocol.openings import Challenge, WelcomeRobot
from bridge.protocol.signaling import Done, OfferNonce, RelayDown, TeacherAction
from robot.demo.certificate import make_certificate
from robot.links import bridge_link as module
from robot.links import bridge_outbox, link_life, offer_nonces
from robot.links.bridge_link import (
    Link,
    LinkDenied,
    LinkDown,
    LinkNews,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.media.types.outward import Outward, parse_proxy
from robot.settings.config import BridgeSection
from robot.settings.errors import LinkLost
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bridges import ROBOT, bridge_stand_in
from tests.robot.hearer import Hearer
from tests.robot.listening import listening
from tests.robot.proxies import proxy_stand_in

ID = to_text(bytes(16))


class Robot(Hearer):
    """Robot that hears the news of its link."""

    def __init__(self, url: str, proxy: str = "") -> None:
        self.identity = Identity(Ed25519PrivateKey.generate())
        self.news: asyncio.Queue[LinkNews] = asyncio.Queue()
        outward = Outward(parse_proxy(proxy)) if proxy else None
        bridge = BridgeSection(url=url)
        self.link = Link(bridge, ROBOT, self.identity, self.news.put, outward=outward)


@asynccontextmanager
async def dialing(robot: Robot) -> AsyncIterator[Link]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(robot.link.run())
        yield robot.link
        running.cancel()


@asynccontextmanager
async def bridge_that(
    serve: Callable[[web.WebSocketResponse], Awaitable[None]],
) -> AsyncIterator[str]:
    """A bridge of another make."""

    async def handle(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await serve(ws)
        return ws

    app = web.Application()
    app.router.add_get("/signal", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"ws://127.0.0.1:{runner.addresses[0][1]}/signal"
    finally:
        await runner.cleanup()


async def loses(url: str, words: str) -> str:
    """Dial until the link is lost in these words; return everything that was logged."""
    with listening("robot.links.bridge_link") as log:
        async with dialing(Robot(url)):
            await log.hears(f"link: lost: {words}")
        return log.text


async def test_the_link_proves_its_key_and_carries_messages_both_ways() -> None:
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        bridge.robot_key = robot.identity.public
        async with dialing(robot) as link:
            assert (await robot.hears(LinkUp)).welcome.robot == ROBOT
            assert link.send(Done(ID))
            await link.flush(WAIT_S)
            await bridge.hears(Done)
            await bridge.tell(TeacherAction(ID, "seen"))
            assert (await robot.hears(LinkSaid)).message == TeacherAction(ID, "seen")


async def test_a_lost_link_comes_back_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot) as link:
            await robot.hears(LinkUp)
            await bridge.hang_up()
            await robot.hears(LinkDown)
            assert not link.send(Done(ID))
            await link.flush(0.1)
            await robot.hears(LinkUp)
    words = [
        (r.levelname, r.message) for r in caplog.records if r.name == "robot.links.bridge_link"
    ]
    assert words == [
        ("INFO", "link: up"),
        ("WARNING", "link: lost: closed (close)"),
        ("INFO", "link: back"),
    ]


async def test_a_link_that_is_lost_while_it_is_cancelled_ends() -> None:
    """As when bridge and robot are told to stop at the same time."""
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)

        up = asyncio.Event()

        async def lose(item: LinkNews) -> None:
            if isinstance(item, LinkUp):
                up.set()
            if isinstance(item, LinkSaid):
                asyncio.get_running_loop().call_soon(running.cancel)
                raise LinkLost("closed just now")

        robot.link = Link(BridgeSection(url=bridge.url), ROBOT, robot.identity, lose)
        running = asyncio.create_task(robot.link.run())
        async with asyncio.timeout(WAIT_S):
            await up.wait()
        await bridge.tell(TeacherAction(ID, "seen"))
        done, _ = await asyncio.wait([running], timeout=WAIT_S)
        assert done
        assert running.cancelled()


async def test_a_bridge_that_is_not_there_is_named_without_its_address() -> None:
    async with bridge_stand_in() as bridge:
        url = bridge.url
    assert "127.0.0.1" not in await loses(url, "the port is closed; a firewall refuses it")


async def test_what_the_wire_does_not_allow_is_counted_and_passed_over() -> None:
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot) as link:
            await robot.hears(LinkUp)
            for text in ("", "{", '{"type":"fire"}', "[" * 100):
                await bridge.tell_raw(text)
            await bridge.tell(TeacherAction(ID, "seen"))
            await robot.hears(LinkSaid)
            assert link.malformed == 4


async def test_what_the_bridge_would_refuse_is_not_sent_and_named_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot) as link:
            await robot.hears(LinkUp)
            for _ in range(3):
                assert not link.send(Done("too short"))
            assert link.send(Done(ID))
            assert (await bridge.hears(Done)).id == ID
    assert caplog.text.count("done is not sent, since the wire does not allow it") == 1


async def test_a_new_nonce_for_offers_is_told_when_the_old_one_is_used_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(offer_nonces, "OFFER_NONCE_LIFE_S", 0.05)
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot):
            await robot.hears(LinkUp)
            first = bridge.offer_nonce
            assert len(from_text(first)) == 16
            told = await bridge.hears(OfferNonce)
            assert told.nonce != first
            await bridge.hears(OfferNonce, lambda other: other.nonce not in (first, told.nonce))


async def test_a_refusal_is_named() -> None:
    async def refuse(ws: web.WebSocketResponse) -> None:
        await ws.send_str(codec.encode(Challenge(ID, 1)))
        await ws.receive_str()
        await ws.send_str(codec.encode(Refused("unknown_robot", "No.")))
        await ws.receive()

    async with bridge_that(refuse) as url:
        await loses(url, "refused by the bridge: unknown_robot")


@pytest.mark.parametrize("code", ["unknown_robot", "signature", "full"])
async def test_only_a_robot_that_is_no_longer_known_is_told_that_it_is_denied(code: str) -> None:
    async with bridge_stand_in() as bridge:
        bridge.refusal = code
        robot = Robot(bridge.url)
        async with dialing(robot):
            if code != "full":
                await robot.hears(LinkDenied)
            else:
                bridge.refusal = ""
                await robot.hears(LinkUp)
                assert robot.news.empty()


async def test_a_bridge_that_welcomes_before_the_challenge_is_left() -> None:
    async def hurry(ws: web.WebSocketResponse) -> None:
        await ws.send_str(codec.encode(WelcomeRobot(1, ROBOT, "Karlsson")))
        await ws.receive()

    async with bridge_that(hurry) as url:
        await loses(url, "no challenge of our version")


async def test_a_bridge_that_says_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "OPENING_S", 0.05)

    async def keep_silent(ws: web.WebSocketResponse) -> None:
        await ws.receive()

    async with bridge_that(keep_silent) as url:
        await loses(url, "no answer; a firewall")


async def test_a_bridge_that_gives_no_sign_is_left_once_the_child_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("WORRIED_S", "PATIENCE_S"):
        monkeypatch.setattr(link_life, name, 0.01)

    async def die(ws: web.WebSocketResponse) -> None:
        await ws.send_str(codec.encode(Challenge(ID, 1)))
        await ws.receive_str()
        await ws.send_str(codec.encode(WelcomeRobot(1, ROBOT, "Karlsson", answers_ping=True)))
        await asyncio.Event().wait()

    async with bridge_that(die) as url:
        robot = Robot(url)
        with listening("robot.links.bridge_link") as log:
            async with dialing(robot) as link:
                await robot.hears(LinkUp)
                link.child_heard(asyncio.get_running_loop().time())
                await log.hears("link: lost: the bridge gives no sign")


async def test_a_page_in_the_place_of_the_bridge_is_named() -> None:
    async with bridge_stand_in() as bridge:
        await loses(bridge.url.replace("/signal", "/elsewhere"), "HTTP status 404")


async def test_a_bridge_that_does_not_read_loses_messages_and_not_the_robot(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bridge_outbox, "MOST_UNSENT", 1)
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot) as link:
            await robot.hears(LinkUp)
            assert [link.send(Done(ID)) for _ in range(3)] == [True, False, False]
            assert "does not read" in caplog.text


@pytest.mark.long
async def test_what_others_make_us_send_never_gets_us_cut_off() -> None:
    async with bridge_stand_in() as bridge:
        robot = Robot(bridge.url)
        async with dialing(robot) as link:
            await robot.hears(LinkUp)
            begun_s = asyncio.get_running_loop().time()
            for _ in range(200):
                link.send(RelayDown("P" * 22, Ack(1)))
            for _ in range(70):
                assert link.send(Done(ID))
            await bridge.until(lambda: len([m for m in bridge.said if isinstance(m, Done)]) == 70)
            seconds = asyncio.get_running_loop().time() - begun_s
            assert len(bridge.said) <= bridge_outbox.BURST + SIGNAL_RATE_HZ * seconds


@asynccontextmanager
async def speaking(data: bytes) -> AsyncIterator[int]:
    """Something that answers whatever comes with these bytes; yield its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(data)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


async def test_what_stands_in_the_place_of_the_bridge_is_told_apart() -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"
    async with speaking(page) as port:
        for scheme, cause in (("ws", "portal"), ("wss", "no_tls")):
            robot = Robot(f"{scheme}://127.0.0.1:{port}/signal")
            async with dialing(robot):
                assert (await robot.hears(LinkTroubled)).cause == cause


async def test_the_bridge_is_told_what_was_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.links.link_trouble.ASK_AFTER", 1)
    async with bridge_stand_in() as bridge:
        bridge.refusal = "full"
        robot = Robot(bridge.url)
        async with dialing(robot):
            assert (await robot.hears(LinkTroubled)).cause == "bridge_busy"
            bridge.refusal = ""
            await robot.hears(LinkUp)
            assert bridge.trouble == "bridge_busy"


async def test_the_link_goes_through_a_proxy_that_wants_a_password(tmp_path: Path) -> None:
    basic = "Basic " + base64.b64encode(b"karlsson:s:t").decode()
    certificate, key = make_certificate(tmp_path, ["bridge.example"])
    async with (
        bridge_stand_in(tls=(certificate, key)) as bridge,
        proxy_stand_in(bridge.port, basic) as proxy,
    ):
        where = BridgeSection("wss://bridge.example/signal", str(certificate))
        news: asyncio.Queue[LinkNews] = asyncio.Queue()
        robot = Robot(bridge.url)
        for password, wanted in (("wrong", LinkTroubled("proxy_password")), ("s:t", None)):
            outward = Outward(parse_proxy(f"karlsson@127.0.0.1:{proxy.port}", password))
            robot.link = Link(where, ROBOT, robot.identity, news.put, outward=outward)
            async with dialing(robot), asyncio.timeout(WAIT_S):
                first = await news.get()
                assert isinstance(first, LinkUp) if wanted is None else first == wanted
        assert set(proxy.asked) == {"CONNECT bridge.example:443 HTTP/1.1"}


@pytest.mark.parametrize(
    ("answer", "cause"), [("403 Forbidden", "proxy_refuses"), ("", "proxy_away")]
)
async def test_a_proxy_that_does_not_lead_to_the_bridge_is_named(answer: str, cause: str) -> None:
    async with proxy_stand_in(9, answer="403 Forbidden") as proxy:
        url = proxy.url
        if answer:
            robot = Robot("wss://bridge.example/signal", url)
            async with dialing(robot):
                assert (await robot.hears(LinkTroubled)).cause == cause
    if not answer:
        robot = Robot("wss://bridge.example/signal", url)
        async with dialing(robot):
            assert (await robot.hears(LinkTroubled)).cause == cause
