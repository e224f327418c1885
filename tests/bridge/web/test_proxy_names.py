import asyncio
from collections.abc import Iterable

import pytest

from bridge.base.addresses import Proxies
from bridge.web import proxy_names
from tests.deadline import WAIT_S


async def test_names_are_looked_up_and_kept_while_they_are_not_known(
    caplog: pytest.LogCaptureFixture,
) -> None:
    proxies = Proxies(["localhost", "nowhere.invalid", "10.0.0.1"])
    await proxy_names.look_up(proxies)
    assert "127.0.0.1" in proxies
    assert "host name 2 of server.trusted_proxies is not known" in caplog.text
    assert "nowhere" not in caplog.text


class Noting(Proxies):
    """Notes that it was told something."""

    told = asyncio.Event()

    def learn(self, name: str, addresses: Iterable[str]) -> None:
        super().learn(name, addresses)
        self.told.set()


async def test_a_name_is_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_names, "AGAIN_S", 0.0)
    proxies = Noting(["localhost"])
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        following = group.create_task(proxy_names.follow(proxies))
        await proxies.told.wait()
        following.cancel()
    assert "127.0.0.1" in proxies
    await proxy_names.follow(Proxies(["10.0.0.1"]))  # without names there is nothing to do
