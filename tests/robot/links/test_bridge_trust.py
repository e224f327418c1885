import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.process.config_file import ConfigError
from robot.demo.certificate import make_certificate
from robot.links.bridge_link import Link, LinkNews
from robot.links.bridge_trust import check_time, relay_context, tls_context
from robot.settings.config import BridgeSection
from robot.settings.errors import LinkLost
from robot.settings.identity import Identity
from tests.robot.bridges import ROBOT, BridgeStandIn
from tests.robot.listening import Listener, listening

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)
CERTIFICATE = {"notBefore": "Nov 20 00:00:00 2026 GMT", "notAfter": "Dec 20 00:00:00 2026 GMT"}
BEGIN_S, END_S = (ssl.cert_time_to_seconds(text) for text in CERTIFICATE.values())


@asynccontextmanager
async def dialing(
    folder: Path, begins: datetime.datetime, told: datetime.datetime | None
) -> AsyncIterator[Listener]:
    """Dial a bridge whose certificate begins then and that tells this time; yield the log."""
    certificate, key = make_certificate(folder, ["localhost"], begins)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    bridge = BridgeStandIn()
    bridge.unix_s = told.timestamp() if told else None
    app = web.Application()
    app.router.add_get("/signal", bridge.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0, ssl_context=context).start()
    where = BridgeSection(f"wss://localhost:{runner.addresses[0][1]}/signal", str(certificate))
    link = Link(where, ROBOT, Identity(Ed25519PrivateKey.generate()), _nobody)
    with listening("robot.links.bridge_link") as log:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(link.run())
            yield log
            running.cancel()
    await bridge.hang_up()
    await runner.cleanup()


async def _nobody(news: LinkNews) -> None:
    return None


async def test_a_robot_whose_clock_is_behind_the_certificate_finds_its_bridge(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "robot.links.bridge_link")
    async with dialing(tmp_path, NOW + 300 * DAY, NOW + 301 * DAY) as log:
        await log.hears("link: up")


@pytest.mark.parametrize("told", [None, NOW, NOW + 500 * DAY])
async def test_a_bridge_outside_of_its_certificates_time_is_left(
    tmp_path: Path, told: datetime.datetime | None
) -> None:
    async with dialing(tmp_path, NOW + 300 * DAY, told) as log:
        await log.hears("not valid at the bridge's own time")


async def test_a_certificate_that_has_ended_is_never_taken(tmp_path: Path) -> None:
    async with dialing(tmp_path, NOW - 300 * DAY, NOW - 299 * DAY) as log:
        await log.hears("has expired, or this robot's clock is ahead")


@pytest.mark.parametrize(
    ("own_s", "bridge_s", "taken"),
    [
        (BEGIN_S - 1e7, BEGIN_S, True),
        (BEGIN_S - 1e7, END_S, True),
        (BEGIN_S - 1e7, BEGIN_S - 1, False),
        (BEGIN_S - 1e7, END_S + 1, False),
        (BEGIN_S - 1e7, None, False),
        (END_S + 1, BEGIN_S + 1, False),
    ],
)
def test_a_certificate_is_good_at_the_bridges_own_time(
    own_s: float, bridge_s: float | None, taken: bool
) -> None:
    if taken:
        check_time(CERTIFICATE, own_s, bridge_s)
    else:
        with pytest.raises(LinkLost, match="not valid"):
            check_time(CERTIFICATE, own_s, bridge_s)


def test_a_plain_line_needs_no_certificate() -> None:
    assert tls_context(BridgeSection(url="ws://localhost/signal")) is None


def test_a_secure_line_checks_the_certificate_and_the_name() -> None:
    context = tls_context(BridgeSection(url="wss://localhost/signal"))
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_certificate_that_cannot_be_read_is_an_error_of_configuration(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"bridge\.ca"):
        tls_context(BridgeSection(url="wss://localhost/signal", ca=str(path)))
    with pytest.raises(ConfigError, match=r"network\.ca_file"):
        tls_context(BridgeSection(url="wss://localhost/signal"), str(path))


def test_a_schools_certificate_is_trusted_beside_the_others(tmp_path: Path) -> None:
    for name in ("own", "school"):
        (tmp_path / name).mkdir()
    own, school = (
        make_certificate(tmp_path / name, ["localhost"], NOW)[0] for name in ("own", "school")
    )
    system = len(relay_context(BridgeSection(url="wss://localhost/signal")).get_ca_certs())
    beside = relay_context(BridgeSection(url="wss://localhost/signal"), str(school))
    assert len(beside.get_ca_certs()) == system + 1
    alone = relay_context(BridgeSection(url="wss://localhost/signal", ca=str(own)), str(school))
    assert len(alone.get_ca_certs()) == 2
    assert alone.verify_mode is ssl.CERT_REQUIRED
