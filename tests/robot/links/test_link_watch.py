import asyncio
import socket

import pytest

from robot.links.link_watch import Ends, LinkWatch
from robot.settings.errors import LinkLost
from tests.deadline import WAIT_S

LOOK_S = 0.001
HERE = Ends("127.0.0.1", ("127.0.0.1", 9), socket.AF_INET)
MOVED = Ends("192.0.2.1", ("127.0.0.1", 9), socket.AF_INET)
"""A link from an address that this machine has not: it was taken away."""


class Roads(Ends):
    """Another road turns up at the third look."""

    looks: list[int]

    def source(self) -> str | None:
        self.looks.append(len(self.looks))
        return "127.0.0.1" if len(self.looks) < 3 else "127.0.0.2"


async def forever() -> None:
    await asyncio.Event().wait()


def test_the_kernel_tells_which_address_leads_to_the_peer_and_which_are_ours() -> None:
    assert HERE.source() == "127.0.0.1"
    assert HERE.is_ours("127.0.0.1")
    assert not HERE.is_ours("192.0.2.1")
    assert Ends("::1", ("not an address", 9), socket.AF_INET6).source() is None


async def test_a_link_from_an_address_that_was_taken_away_is_built_anew() -> None:
    watch = LinkWatch(lambda: None, LOOK_S)
    watch.welcomed(MOVED, answers=False)
    async with asyncio.timeout(WAIT_S):
        with pytest.raises(LinkLost, match="another network"):
            await watch.run()


async def test_a_bridge_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.links.link_life.PATIENCE_S", 0.01)
    monkeypatch.setattr("robot.links.link_life.WORRIED_S", 0.01)
    asked: list[bool] = []
    watch = LinkWatch(lambda: asked.append(True), LOOK_S)
    watch.welcomed(HERE, answers=True)
    watch.child_heard(asyncio.get_running_loop().time())
    async with asyncio.timeout(WAIT_S):
        with pytest.raises(LinkLost, match="no sign"):
            await watch.run()
    assert asked == [True]


async def test_while_nothing_is_read_silence_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.links.link_life.PATIENCE_S", 0.0)
    monkeypatch.setattr("robot.links.link_life.WORRIED_S", 0.0)
    asked = asyncio.Event()
    watch = LinkWatch(asked.set, LOOK_S)
    watch.welcomed(None, answers=True)
    watch.child_heard(asyncio.get_running_loop().time())
    watch.heard(busy=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(20 * LOOK_S):
            await watch.run()
    assert not asked.is_set()


async def test_a_connection_over_a_road_that_is_no_more_is_not_waited_for() -> None:
    watch = LinkWatch(lambda: None, LOOK_S)
    roads = Roads(HERE.own, HERE.peer, HERE.family)
    object.__setattr__(roads, "looks", [])
    watch.welcomed(roads, answers=True)
    async with asyncio.timeout(WAIT_S):
        with pytest.raises(LinkLost, match="another network"):
            await watch.unless_moved(forever())


async def test_what_connects_in_time_is_returned_and_what_fails_keeps_its_reason() -> None:
    async def works() -> str:
        return "link"

    async def fails() -> str:
        raise ConnectionRefusedError("no")

    watch = LinkWatch(lambda: None, LOOK_S)
    assert await watch.unless_moved(works()) == "link"
    with pytest.raises(ConnectionRefusedError):
        await watch.unless_moved(fails())
