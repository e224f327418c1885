import asyncio
import logging
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import StoreError
from bridge.config import BridgeConfig, MetricsSection
from bridge.protocol import keys
from bridge.protocol.channels import Hand, Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.signaling import Invite, RelayUp, TrickledCandidate
from tests.bridge.lessons import invited
from tests.bridge.people import (
    METRICS_TOKEN,
    PUPIL_NAME,
    ROBOT_NAME,
    House,
    new_nonce,
    offer,
    open_house,
    pair,
    raw_socket,
    snapshot,
)
from tests.deadline import WAIT_S
from tests.ports import free_port


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/healthz", 200, "ok"),
        ("/readyz", 200, "ready"),
        ("/version", 200, '"protocol": 1'),
        ("/metrics", 403, "403"),
        ("/signal", 426, "WebSocket"),
        ("/nowhere", 404, "404"),
    ],
)
async def test_each_road_answers_with_every_header(
    house: House, path: str, status: int, says: str
) -> None:
    async with house.http.get(house.url + path) as answer:
        assert answer.status == status
        assert says in await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "karlsson"
        assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_only_reading_is_allowed(house: House, method: str) -> None:
    for path in ("/", "/healthz", "/signal"):
        async with house.http.request(method, house.url + path) as answer:
            assert answer.status == 405


async def test_nobody_needs_to_send_a_body(house: House) -> None:
    async with house.http.get(house.url + "/", data=b"x" * 100) as answer:
        assert answer.status == 413


async def test_a_database_that_is_gone_is_told_at_readyz(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(house.store, "ping", fail)
    async with house.http.get(house.url + "/readyz") as answer:
        assert answer.status == 503
    async with house.http.get(house.url + "/healthz") as answer:
        assert answer.status == 200


async def test_a_database_that_is_gone_refuses_openings_and_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: str) -> None:
        raise StoreError("the disk is full")

    async with invited(house) as one:
        monkeypatch.setattr(house.store, "device_loans", fail)
        async with house.pupil(one.device) as late:
            assert (await late.hear(Refused)).code == "internal"
        await one.pupil.say(RelayUp(presence=one.presence, message=Hand(seq=1, raised=True)))
        await one.robot.hear(RelayUp)


class TestMetrics:
    @pytest.mark.parametrize(("proxies", "token"), [((), False), (("127.0.0.1",), True)])
    async def test_no_address_opens_them(
        self, config: BridgeConfig, proxies: tuple[str, ...], token: bool
    ) -> None:
        token_file = config.server.metrics_token_file if token else ""
        server = msgspec.structs.replace(
            config.server, trusted_proxies=proxies, metrics_token_file=token_file
        )
        tried: tuple[dict[str, str], ...] = (
            {},
            {"X-Forwarded-For": "127.0.0.1"},
            {"Authorization": "Bearer "},
        )
        async with open_house(msgspec.structs.replace(config, server=server)) as house:
            for headers in tried:
                async with house.http.get(house.url + "/metrics", headers=headers) as answer:
                    assert answer.status == 403

    async def test_on_an_address_of_their_own_they_need_no_token(
        self, config: BridgeConfig
    ) -> None:
        port = free_port()
        metrics = MetricsSection(port=port)
        async with open_house(msgspec.structs.replace(config, metrics=metrics)) as house:
            own = f"http://127.0.0.1:{port}"
            async with house.http.get(own + "/metrics") as answer:
                assert "karlsson_bridge_presences 0.0" in await answer.text()
            for path in ("/", "/signal", "/healthz"):
                async with house.http.get(own + path) as answer:
                    assert answer.status == 404

    async def test_a_trusted_proxy_is_seen_through(
        self, config: BridgeConfig, tmp_path: Path
    ) -> None:
        token = tmp_path / "token"
        token.write_text("a long enough token\n")
        server = msgspec.structs.replace(
            config.server, trusted_proxies=("127.0.0.1",), metrics_token_file=str(token)
        )
        async with open_house(msgspec.structs.replace(config, server=server)) as house:
            url = house.url + "/metrics"
            far = {"X-Forwarded-For": "127.0.0.1, 192.0.2.7"}
            async with house.http.get(url, headers=far) as answer:
                assert answer.status == 403
            far["Authorization"] = "Bearer a long enough token"
            async with house.http.get(url, headers=far) as answer:
                assert answer.status == 200
            far["Authorization"] = "Bearer another token"
            async with house.http.get(url, headers=far) as answer:
                assert answer.status == 403


async def test_a_bridge_that_stops_says_it_goes_away(config: BridgeConfig) -> None:
    async with AsyncExitStack() as outside, asyncio.TaskGroup() as group:
        async with open_house(config) as house:
            robot = await outside.enter_async_context(house.robot_link())
            await robot.hear(WelcomeRobot)
            await outside.enter_async_context(raw_socket(house))
            farewell = group.create_task(robot.closed())
        assert await farewell == aiohttp.WSCloseCode.GOING_AWAY


async def test_nothing_personal_reaches_a_log(
    config: BridgeConfig, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Plants names, tokens, keys and descriptions, breaks things, and looks for them."""
    caplog.set_level(logging.DEBUG)
    secret = b"canary-secret-16"
    device = Ed25519PrivateKey.generate()
    presence = new_nonce()
    async with open_house(config) as house:
        await house.invent_pairing(secret)
        async with (
            house.robot_link() as robot,
            house.peer() as pupil,
            house.teacher() as teacher,
        ):
            await robot.hear(WelcomeRobot)
            await pupil.say(pair(device, pupil.nonce, secret))
            await pupil.hear(WelcomePupil)
            await teacher.hear(WelcomeTeacher)
            asked = offer(presence)
            await pupil.say(asked)
            await robot.hear(Invite)
            await pupil.say(offer(presence, sdp="v=0 canary-sdp"))
            await pupil.say(
                TrickledCandidate(presence=presence, attempt=1, candidate="candidate:canary")
            )
            await pupil.socket.send_str('{"type":"canary-type"}')
            await pupil.socket.send_str("canary-text {{{")
            await robot.say(snapshot(presence, fault="canary-fault"))
        async with house.http.get(house.url + "/?token=canary-query") as page:
            assert page.status == 200
        async with house.http.get(house.url + "/canary-path") as page:
            assert page.status == 404
        async with raw_socket(house) as (reader, writer), asyncio.timeout(WAIT_S):
            writer.write(b"GET /?canary-raw HTTP/1.1\r\ncanary header\r\n\r\n")
            await reader.read()
        allowed = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        async with house.http.get(house.url + "/metrics", headers=allowed) as answer:
            counted = await answer.text()
        planted = [
            "anary",
            PUPIL_NAME,
            ROBOT_NAME,
            house.token,
            keys.to_text(secret),
            keys.public_text(device),
            house.robot.public_key,
            presence,
            asked.binding.nonce,
            "192.0.2.",
            "127.0.0.1",
        ]
    out, err = capfd.readouterr()
    # asyncio and aiosqlite speak at DEBUG, which no process of ours turns on.
    ours = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("bridge") or record.levelno >= logging.WARNING
    )
    assert "pupil of robot karlsson-1 is here" in ours
    for canary in planted:
        assert canary not in ours + out + err + counted


async def test_our_own_mistake_is_logged_without_what_was_said(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    text = "".join(["can", "ary"])

    async def fail() -> None:
        raise ZeroDivisionError(text)

    monkeypatch.setattr(house.store, "ping", fail)
    async with house.http.get(house.url + "/readyz") as answer:
        assert answer.status == 500
        assert await answer.text() == "500\n"
    assert "ZeroDivisionError" in caplog.text
    assert "canary" not in caplog.text
    async with house.http.get(house.url + "/healthz") as answer:
        assert answer.status == 200
