"""Two robots with one key: real links of robots at a real bridge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import keys
from bridge.protocol.causes import WORDS
from bridge.protocol.channels import Refused
from bridge.protocol.openings import REPLACED, WelcomeRobot
from robot.links import backoff
from robot.links.bridge_link import Link, LinkDown, LinkNews, LinkSaid, LinkTroubled, LinkUp
from robot.settings.config import BridgeSection
from robot.settings.identity import Identity
from tests.bridge.people import (
    House,
    Peer,
    hello_robot,
    new_nonce,
)
from tests.deadline import WAIT_S
from tests.robot.hearer import Hearer
from tests.robot.listening import listening

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ends share one loop here: a busy machine must not look like a dead robot."""
    monkeypatch.setattr("bridge.signaling.twins.ANSWER_S", WAIT_S)


class Twin(Hearer):
    """A robot with the key of this house's robot, as on a copied card."""

    def __init__(self, house: House) -> None:
        self.news: asyncio.Queue[LinkNews] = asyncio.Queue()
        url = f"ws://127.0.0.1:{house.port}/signal"
        identity = Identity(house.robot_key)
        self.link = Link(BridgeSection(url=url), house.robot.id, identity, self.news.put)

    @asynccontextmanager
    async def on(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self.link.run())
            yield
            running.cancel()


@asynccontextmanager
async def start_of(house: House, run: str | None) -> AsyncIterator[Peer]:
    """Open a link of one start of an agent, up to before its welcome."""
    async with house.peer(origin=None) as peer:
        hello = hello_robot(house.robot_key, peer.nonce, house.robot.id)
        await peer.say(msgspec.structs.replace(hello, run=run) if run else hello)
        yield peer


async def test_of_two_robots_with_one_key_the_first_stays_and_both_are_told(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    first, second = Twin(house), Twin(house)
    async with first.on():
        await first.hears(LinkUp)
        async with second.on():
            assert (await second.hears(LinkTroubled)).cause == "twin"
            told = (await first.hears(LinkSaid)).message
            assert isinstance(told, Refused)
            assert told.code == "twin"
            assert first.link.is_up
            assert first.news.empty()
    lines = [r.message for r in caplog.records if "signaling" in r.name]
    named = [line for line in lines if "two robots use the key of robot karlsson-1" in line]
    assert len(named) == 1
    assert lines.count("robot of robot karlsson-1 is here") == 1
    [lost] = [r for r in caplog.records if r.message.startswith("link: lost")]
    assert lost.levelname == "WARNING"
    assert WORDS["twin"] in lost.message


async def test_a_twin_that_comes_once_more_is_not_written_once_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "TWIN", backoff.RetryPace(0.001, 0.002))
    refusals = 'karlsson_bridge_refusals_total{code="twin"}'
    with listening("bridge.signaling.endpoint") as log, listening("robot.links.bridge_link") as own:
        first, second = Twin(house), Twin(house)
        async with first.on():
            await first.hears(LinkUp)
            async with second.on(), asyncio.timeout(WAIT_S):
                while await house.metric(refusals) < 3:
                    pass  # each turn is a request, which waits for the bridge
                assert first.link.is_up
    assert log.text.count("two robots use the key") == 1
    assert own.text.count("link: lost") == 1


async def test_a_robot_that_was_switched_off_and_on_is_welcome(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its old link says nothing any more: no farewell, and no answer to a ping."""
    monkeypatch.setattr("bridge.signaling.twins.ANSWER_S", 0.05)
    async with house.http.ws_connect(f"{house.url}/signal", autoping=False) as dead:
        old = Peer(dead)
        await old.challenged()
        hello = hello_robot(house.robot_key, old.nonce, house.robot.id)
        await old.say(msgspec.structs.replace(hello, run=new_nonce()))
        await old.hear(WelcomeRobot)
        async with start_of(house, new_nonce()) as new:
            await new.hear(WelcomeRobot)


@pytest.mark.parametrize("run", [None, "A" * 22])
async def test_a_robot_that_connects_anew_replaces_its_older_link(
    house: House, run: str | None
) -> None:
    async with start_of(house, run) as older:
        await older.hear(WelcomeRobot)
        async with start_of(house, run) as newer:
            await newer.hear(WelcomeRobot)
            assert await older.closed() == REPLACED


async def test_a_robot_that_was_enrolled_anew_takes_the_place_of_the_old_card(
    house: House,
) -> None:
    async with start_of(house, "A" * 22) as older:
        await older.hear(WelcomeRobot)
        new = Ed25519PrivateKey.generate()
        robot = replace(house.robot, public_key=keys.public_text(new))
        await house.store.put_robot(robot, replace_key=True)
        async with house.peer(origin=None) as newer:
            hello = hello_robot(new, newer.nonce, house.robot.id)
            await newer.say(msgspec.structs.replace(hello, run="B" * 22))
            await newer.hear(WelcomeRobot)


async def test_a_robot_whose_link_is_replaced_knows_that_it_has_a_twin(house: House) -> None:
    """By an older robot, which does not say which start it is."""
    robot = Twin(house)
    async with robot.on():
        await robot.hears(LinkUp)
        async with start_of(house, None) as other:
            await other.hear(WelcomeRobot)
            await robot.hears(LinkDown)
            assert (await robot.hears(LinkTroubled)).cause == "twin"
