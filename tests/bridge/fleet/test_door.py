"""The fleet's socket, from a robot's link to whoever asks at the command line."""

import asyncio
import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bridge.base.errors import BridgeError
from bridge.config import BridgeConfig
from bridge.fleet.caller import NoBridge, replies
from bridge.fleet.config import FleetSection
from bridge.fleet.door import FleetDoor
from bridge.fleet.fleet import Fleet
from bridge.fleet.rows import FleetRow
from bridge.fleet.talk import AskErrand, AskRows, AskTrial, TellAnswer, TellRows, TellTrial
from bridge.protocol.fleet import Errand, ErrandDone, RobotHealth
from bridge.protocol.openings import WelcomeRobot
from tests.bridge.fleet.test_fleet import fleet, store
from tests.bridge.people import (
    House,
    open_house,
)
from tests.deadline import WAIT_S

__all__ = ["fleet", "store"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "f.sock"


@pytest.fixture
async def serving(config: BridgeConfig, path: Path) -> AsyncIterator[House]:
    """A bridge whose socket is open."""
    async with open_house(msgspec.structs.replace(config, fleet=FleetSection(str(path)))) as house:
        yield house


async def tried() -> list[tuple[str, str]]:
    return [("e-mail", ""), ("webhook", "nobody answers")]


async def rows(path: Path) -> list[FleetRow]:
    return [
        row
        async for reply in replies(str(path), AskRows())
        if isinstance(reply, TellRows)
        for row in reply.rows
    ]


async def test_a_technician_sees_a_robot_and_has_it_identify(serving: House, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [row.state for row in await rows(path)] == ["away"]
    async with serving.robot_link() as robot:
        assert (await robot.hear(WelcomeRobot)).takes_health
        assert [row.state for row in await rows(path)] == ["here"]
        await robot.say(RobotHealth("free", "0.9.0", 81.0))
        async with asyncio.timeout(WAIT_S):
            while (await rows(path))[0].battery_percent != 81.0:
                pass  # each turn is a question, which waits for the bridge
        asked = AskErrand("identify", (serving.robot.id, "karlsson-9"), "en")
        answers: dict[str, str | None] = {}
        async for reply in replies(str(path), asked):
            assert isinstance(reply, TellAnswer)
            answers[reply.answer.robot] = reply.answer.refused
            if reply.answer.robot == "karlsson-9":
                errand = await robot.hear(Errand)
                assert (errand.errand, errand.language) == ("identify", "en")
                await robot.say(ErrandDone(errand.id, "shows itself"))
        assert answers == {serving.robot.id: None, "karlsson-9": "away"}


async def test_a_socket_of_a_killed_bridge_is_taken_over(fleet: Fleet, path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    async with FleetDoor(fleet, str(path), tried).open() as opened:
        assert opened
        assert len(await rows(path)) == 2
        async with FleetDoor(fleet, str(path), tried).open() as second:
            assert not second
        assert len(await rows(path)) == 2
    assert not path.exists()


async def test_a_bridge_goes_on_without_a_socket(
    fleet: Fleet, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with FleetDoor(fleet, "", tried).open() as opened:
        assert not opened
    assert caplog.text == ""
    async with FleetDoor(fleet, str(tmp_path / "missing" / "f.sock"), tried).open() as opened:
        assert not opened
    assert "its folder is missing" in caplog.text


async def test_a_question_that_is_none_is_answered_in_words(fleet: Fleet, path: Path) -> None:
    async with FleetDoor(fleet, str(path), tried).open():
        reader, writer = await asyncio.open_unix_connection(str(path))
        try:
            writer.write(b'{"type":"dance"}\n')
            async with asyncio.timeout(WAIT_S):
                assert b"another version" in await reader.read()
        finally:
            writer.close()


async def test_nobody_at_the_socket_is_told_with_what_to_do(path: Path) -> None:
    for wanted, words in (("", "fleet.socket is empty"), (str(path), "no bridge runs here")):
        with pytest.raises(NoBridge, match=words):
            [reply async for reply in replies(wanted, AskRows())]
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with pytest.raises(NoBridge, match="no bridge answers"):
        await rows(path)


async def test_trouble_at_the_bridge_is_told(fleet: Fleet, path: Path, store: object) -> None:
    async def broken() -> list[FleetRow]:
        from bridge.base.errors import StoreError

        raise StoreError("the database is gone")

    fleet.rows = broken  # type: ignore[method-assign]
    async with FleetDoor(fleet, str(path), tried).open():
        with pytest.raises(BridgeError, match="the database is gone"):
            await rows(path)


async def test_a_trial_of_the_alarms_is_passed_on(fleet: Fleet, path: Path) -> None:
    async with FleetDoor(fleet, str(path), tried).open():
        told = [reply async for reply in replies(str(path), AskTrial())]
    assert told == [TellTrial((("e-mail", ""), ("webhook", "nobody answers")))]
