"""One robot and one real bridge."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bridge.base.records import Robot
from bridge.config import TlsSection
from bridge.protocol import keys
from bridge.protocol.causes import WORDS
from bridge.protocol.enrolment import make_token, plain, token_key
from robot.demo.certificate import make_certificate
from robot.links import enrol_once as module
from robot.links.bridge_link import Link, LinkEnrolled, LinkNews, LinkTroubled, LinkUp
from robot.links.enrol_once import enrol_once
from robot.links.enroller import Enroller
from robot.settings import identity
from robot.settings.config import BridgeSection, RobotConfig, RobotSection
from robot.settings.enrolment import EnrolmentFiles
from tests.bridge.people import House, house_config, open_house
from tests.robot.bridges import bridge_stand_in
from tests.robot.hearer import Hearer

pytestmark = pytest.mark.long


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    folder = tmp_path / "bridge"
    folder.mkdir()
    async with open_house(house_config(folder)) as opened:
        yield opened


class Blank(Hearer):
    """A robot whose card was just written."""

    def __init__(self, folder: Path, url: str, robot_id: str = "") -> None:
        self.news: asyncio.Queue[LinkNews] = asyncio.Queue()
        self.files = EnrolmentFiles(folder, folder)
        self.identity = identity.load_or_make(folder / "robot.key")
        robot = RobotSection(id=robot_id, state_dir=str(folder))
        self.config = RobotConfig(BridgeSection(url=url), robot)

    async def types(self, token: str) -> tuple[bool, str]:
        return await enrol_once(self.config, self.identity, self.files, plain(token))

    def agent(self) -> Link:
        """Return the link of an agent on this card."""
        enroller = Enroller(self.config.robot, self.files, self.identity)
        return Link(self.config.bridge, "", self.identity, self.news.put, enroller=enroller)


async def hand_out(house: House, robot_id: str = "karlsson-9", life_s: int = 60) -> str:
    token, now = make_token(secrets.choice), int(house.clock.unix_s())
    token_hash = keys.fingerprint(keys.public_text(token_key(plain(token))))
    await house.store.add_enrolment(Robot(robot_id, "Kalle", "", now), token_hash, now + life_s)
    return token


def signal(house: House) -> str:
    return f"ws://127.0.0.1:{house.port}/signal"


async def test_a_blank_robot_enrols_by_itself_and_is_in_touch(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    robot = Blank(tmp_path, signal(house))
    token = await hand_out(house)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(robot.agent().run())
        assert (await robot.hears(LinkTroubled)).cause == "not_enrolled"
        robot.files.put_token(token)
        assert await robot.hears(LinkEnrolled) == LinkEnrolled("karlsson-9", "Kalle")
        assert (await robot.hears(LinkUp)).welcome.robot == "karlsson-9"
        running.cancel()
    known = await house.store.robot("karlsson-9")
    assert known
    assert known.public_key == robot.identity.public
    assert robot.files.typed() == ""
    assert "link: enrolled as karlsson-9 (Kalle)" in caplog.text
    assert "robot karlsson-9 was enrolled" in caplog.text
    for secret in (token, plain(token), known.public_key, "127.0.0.1"):
        assert secret not in caplog.text


async def test_the_command_line_says_what_became_of_a_token(house: House, tmp_path: Path) -> None:
    robot = Blank(tmp_path / "a", signal(house))
    token = await hand_out(house)
    assert await robot.types(token) == (True, "enrolled as karlsson-9 (Kalle)")
    again = (True, "enrolled as karlsson-9 (Kalle) already, with this token")
    assert await robot.types(token) == again
    assert robot.files.typed() == ""
    other = Blank(tmp_path / "b", signal(house))
    assert await other.types(token) == (False, WORDS["token_used"])
    assert await other.types(make_token(secrets.choice)) == (False, WORDS["token_unknown"])
    late = await hand_out(house, life_s=1)
    house.clock.now_s += 2
    assert await other.types(late) == (False, WORDS["token_expired"])
    named = Blank(tmp_path / "c", signal(house), robot_id="karlsson-8")
    assert await named.types(await hand_out(house)) == (False, WORDS["token_other_robot"])
    assert other.files.typed() == named.files.typed() == ""


@asynccontextmanager
async def house_behind_tls(folder: Path, begins: datetime) -> AsyncIterator[tuple[House, Blank]]:
    """Serve over TLS with a certificate that begins then, and a robot that trusts it."""
    certificate, key = make_certificate(folder, ["localhost"], begins)
    plain_config = house_config(folder)
    server = msgspec.structs.replace(plain_config.server, host="localhost")
    tls = TlsSection(str(certificate), str(key))
    async with open_house(msgspec.structs.replace(plain_config, server=server, tls=tls)) as house:
        robot = Blank(folder / "robot", f"wss://localhost:{house.port}/signal")
        bridge = msgspec.structs.replace(robot.config.bridge, ca=str(certificate))
        robot.config = msgspec.structs.replace(robot.config, bridge=bridge)
        yield house, robot


async def test_a_robot_whose_clock_is_behind_enrols_all_the_same(tmp_path: Path) -> None:
    later = datetime.now(UTC) + timedelta(days=300)
    async with house_behind_tls(tmp_path, later) as (house, robot):
        house.clock.now_s += 310 * 86400
        assert await robot.types(await hand_out(house)) == (True, "enrolled as karlsson-9 (Kalle)")


async def test_a_robot_whose_clock_is_ahead_is_told_so(tmp_path: Path) -> None:
    async with house_behind_tls(tmp_path, datetime.now(UTC) - timedelta(days=300)) as (_, robot):
        done, words = await robot.types(make_token(secrets.choice))
        assert not done
        assert words.startswith(WORDS["expired"])
        assert robot.files.typed()


async def test_an_agent_that_is_faster_leaves_nothing_to_do(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = Blank(tmp_path / "robot", signal(house))
    token = await hand_out(house)

    def by_agent(plain_token: str) -> None:
        token_hash = keys.fingerprint(keys.public_text(token_key(plain_token)))
        robot.files.keep("karlsson-9", "Kalle", robot.files.new_key().public, token_hash)

    monkeypatch.setattr(robot.files, "put_token", by_agent)
    assert await robot.types(token) == (True, "enrolled as karlsson-9 (Kalle)")


async def test_a_token_for_a_bridge_that_is_away_is_kept_for_the_agent(tmp_path: Path) -> None:
    async with bridge_stand_in() as bridge:
        robot = Blank(tmp_path, bridge.url)
        token = make_token(secrets.choice)
        assert await robot.types(token) == (False, WORDS["bridge_too_old"])
    done, words = await robot.types(token)
    assert not done
    assert words.startswith(WORDS["refused"])
    assert "the token is kept" in words
    assert robot.files.typed() == plain(token)


async def test_a_bridge_that_says_nothing_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ENOUGH_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        robot = Blank(tmp_path, f"ws://127.0.0.1:{port}/signal")
        done, words = await robot.types(make_token(secrets.choice))
    assert (done, words.startswith(WORDS["silent"])) == (False, True)
