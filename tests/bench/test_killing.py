"""A few of the hundred kills of `./run bench killing`."""

import random

import pytest

from tests.bench.killing import kill_rounds


@pytest.mark.thorough
async def test_nothing_that_was_acknowledged_is_lost_when_the_bridge_is_killed() -> None:
    found = {row.metric: row.value for row in await kill_rounds(3, random.Random())}
    assert found["kills"] == 3
    assert found["acknowledged"] >= 15
    assert (found["lost"], found["lost_from_backups"]) == (0, 0)
