"""A real agent, and a stand-in for its way into a network."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.signaling import Leave
from robot import technician_side
from robot.agent import Agent
from robot.settings.config import WifiSection
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.bridges import bridge_stand_in
from tests.robot.pupils import pupil_of
from tests.robot.schools import config_for, running


class Way:
    """Takes down what it is told."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[object] = asyncio.Queue()

    def press(self, leads_nowhere: bool) -> None:
        self.told.put_nowait(("pressed", leads_nowhere))

    def occupied(self, somebody: bool) -> None:
        self.told.put_nowait(somebody)

    async def run(self) -> None:
        self.told.put_nowait("runs")


@pytest.mark.parametrize("setup", [True, False])
async def test_the_way_into_a_network_learns_of_the_button_and_of_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setup: bool
) -> None:
    way = Way()

    def made(*_: Any) -> Way:
        return way

    monkeypatch.setattr(technician_side, "provisioner_of", made)
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge, body_at(tmp_path / "body.sock") as room:
        bridge.robot_key = identity.public
        config = config_for(tmp_path, bridge.url)
        config = msgspec.structs.replace(config, wifi=WifiSection(setup=setup))
        async with running(Agent(config, identity)), asyncio.timeout(WAIT_S):
            await bridge.linked()
            await room.linked()
            if setup:
                assert await way.told.get() == "runs"
            room.press("identify")
            assert await way.told.get() == ("pressed", False)
            async with pupil_of(bridge, identity.public) as child:
                await child.join()
                assert await way.told.get() is True
                await bridge.tell(Leave(child.presence))
                assert await way.told.get() is False
