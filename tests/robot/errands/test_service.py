"""The fleet's part of a whole agent, with a bridge that asks."""

from pathlib import Path

import pytest

from bridge.protocol.fleet import Errand, ErrandDone, RobotHealth
from tests.robot.pupils import pupil_of
from tests.robot.schools import school

pytestmark = pytest.mark.long

ID = "A" * 22


async def test_a_robot_tells_its_health_and_does_errands_unless_a_child_is_in(
    tmp_path: Path,
) -> None:
    async with school(tmp_path, takes_health=True) as one:
        health = await one.bridge.hears(RobotHealth)
        assert health.version
        await one.tells(lambda p: p.signal == "asleep")
        await one.bridge.tell(Errand(ID, "identify"))
        done = await one.bridge.hears(ErrandDone)
        assert done.refused is None
        assert (await one.tells(lambda p: p.signal == "identify")).presence is None
        async with pupil_of(one.bridge, one.key) as child:
            await child.join()
            await one.bridge.tell(Errand("B" * 22, "identify"))
            refused = await one.bridge.hears(ErrandDone, lambda done: done.id == "B" * 22)
            assert refused.refused == "inside"
