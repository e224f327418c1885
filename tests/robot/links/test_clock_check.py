import datetime
import ssl
from pathlib import Path

import aiohttp
import pytest

from robot.demo.certificate import make_certificate
from robot.links import clock_check
from robot.links.bridge_trust import relay_context
from robot.links.clock_check import is_ahead
from robot.settings.config import BridgeSection
from robot.settings.errors import ClockAhead
from tests.robot.bridges import bridge_stand_in

END = "Dec 20 00:00:00 2026 GMT"
END_S = ssl.cert_time_to_seconds(END)


@pytest.mark.parametrize(
    ("told", "own_s", "ahead"),
    [
        ("Sat, 19 Dec 2026 00:00:00 GMT", END_S + 1, True),
        ("Sat, 19 Dec 2026 00:00:00 GMT", END_S - 1, False),
        ("Mon, 21 Dec 2026 00:00:00 GMT", END_S + 1e6, False),
        ("canary", END_S + 1, False),
        ("", END_S + 1, False),
    ],
)
def test_only_our_own_clock_lies_behind_the_end(told: str, own_s: float, ahead: bool) -> None:
    assert is_ahead(END, told, own_s) is ahead


async def test_the_bridge_is_asked_for_its_time(tmp_path: Path) -> None:
    now = datetime.datetime.now(datetime.UTC)
    own_s = now.timestamp()

    async def check(url: str, where: BridgeSection, clock_s: float) -> None:
        async with aiohttp.ClientSession() as session:
            await clock_check.check(session, url, relay_context(where), None, clock_s)

    for name, begins in (("good", now), ("ended", now - datetime.timedelta(days=300))):
        (tmp_path / name).mkdir()
        pair = make_certificate(tmp_path / name, ["localhost"], begins)
        where = BridgeSection("wss://localhost/signal", str(pair[0]))
        async with bridge_stand_in(tls=pair) as bridge:
            url = f"wss://localhost:{bridge.port}/signal"
            if name == "good":
                with pytest.raises(ClockAhead):
                    await check(url, where, own_s + 1e9)
            else:
                await check(url, where, own_s + 1e9)
            await check(url, where, own_s)
            await check(url, BridgeSection("wss://localhost/signal"), own_s + 1e9)
