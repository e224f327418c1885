import asyncio
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.process.config_file import ConfigError
from robot.links.bridge_link import LinkNews, LinkUp
from robot.links.own_link import enroller_of, link_of
from robot.settings.config import CREDENTIAL, NetworkSection
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bridges import ROBOT, bridge_stand_in
from tests.robot.schools import config_for


@pytest.mark.parametrize(("robot_id", "name"), [(None, ROBOT), ("another", "another")])
async def test_a_robot_dials_by_the_name_of_its_configuration_or_by_another(
    tmp_path: Path, robot_id: str | None, name: str
) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    news: asyncio.Queue[LinkNews] = asyncio.Queue()
    async with asyncio.timeout(WAIT_S), bridge_stand_in() as bridge, asyncio.TaskGroup() as tasks:
        bridge.robot_key = identity.public
        link = link_of(config_for(tmp_path, bridge.url), {}, identity, news.put, robot_id=robot_id)
        running = tasks.create_task(link.run())
        told = await news.get()
        running.cancel()
    assert isinstance(told, LinkUp)
    assert told.welcome.robot == name


def test_a_way_out_that_cannot_be_used_is_named_before_anything_is_dialed(tmp_path: Path) -> None:
    config = config_for(tmp_path, "ws://127.0.0.1")
    config = msgspec.structs.replace(config, network=NetworkSection(proxy="ftp://proxy"))
    identity = Identity(Ed25519PrivateKey.generate())
    with pytest.raises(ConfigError, match=r"network\.proxy"):
        link_of(config, {}, identity, asyncio.Queue[LinkNews]().put)


@pytest.mark.parametrize("given", [False, True])
def test_a_key_that_is_handed_over_is_not_replaced(tmp_path: Path, given: bool) -> None:
    if given:
        (tmp_path / CREDENTIAL).write_text("a key", "utf-8")
    config = config_for(tmp_path, "ws://127.0.0.1")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    enroller = enroller_of(config, environment, Identity(Ed25519PrivateKey.generate()))
    assert enroller._key_is_given == given
    assert enroller.robot_id == ROBOT
