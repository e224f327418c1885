"""A webhook at a real server on loopback."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bridge.alarms import webhook as module
from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import ChannelFailed
from bridge.alarms.config import AlarmsSection
from bridge.alarms.rules import School
from bridge.alarms.webhook import WebhookChannel
from tests.bridge.alarms.test_rules import BERLIN, at

NEWS = [AlarmNews("karlsson-1", "not_seen", False, int(at("2026-11-30 10:00")))]
SECRET = "a secret of many letters"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSES_S", (0.0, 0.0))


class Receiver:
    """Answers with these statuses, one after the other."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []

    async def post(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(dict(request.headers))
        status = self._statuses.pop(0)
        where = {"Location": "http://127.0.0.1:1/"} if status == 307 else {}
        return web.Response(status=status, headers=where)


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[WebhookChannel]:
    app = web.Application()
    app.router.add_post("/canary", receiver.post)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        section = AlarmsSection(webhook_url=f"http://127.0.0.1:{port}/canary")
        yield WebhookChannel(section, School(BERLIN), SECRET, lambda: 1_800_000_000.5)
    finally:
        await runner.cleanup()


async def test_a_message_is_signed_so_that_its_receiver_can_check_it() -> None:
    receiver = Receiver(204)
    async with receiving(receiver) as channel:
        await channel.tell(NEWS)
    [body], [headers] = receiver.bodies, receiver.headers
    assert json.loads(body)["alarms"][0]["robot"] == "karlsson-1"
    assert headers["X-Karlsson-Timestamp"] == "1800000000"
    expected = hmac.new(SECRET.encode(), b"1800000000." + body, hashlib.sha256).hexdigest()
    assert headers["X-Karlsson-Signature"] == f"sha256={expected}"


async def test_a_receiver_that_stumbles_is_tried_again() -> None:
    receiver = Receiver(503, 429, 200)
    async with receiving(receiver) as channel:
        await channel.tell(NEWS)
    assert len(receiver.bodies) == 3
    assert len(set(receiver.bodies)) == 1


@pytest.mark.parametrize(
    ("statuses", "words"),
    [((500, 500, 500), "status 500"), ((404,), "status 404"), ((307,), "status 307")],
)
async def test_tries_are_bounded_and_nobody_else_gets_the_message(
    statuses: tuple[int, ...], words: str
) -> None:
    receiver = Receiver(*statuses)
    async with receiving(receiver) as channel:
        with pytest.raises(ChannelFailed, match=words) as failed:
            await channel.tell(NEWS)
    assert len(receiver.bodies) == len(statuses)
    assert "canary" not in str(failed.value)


async def test_a_receiver_that_is_not_there_is_told() -> None:
    async with receiving(Receiver()) as channel:
        pass
    with pytest.raises(ChannelFailed, match="nobody answers"):
        await channel.tell(NEWS)
