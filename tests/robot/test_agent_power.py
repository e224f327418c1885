"""Behaviour of an agent when the battery or computer of its robot reaches its limit."""

from pathlib import Path

import pytest

from bridge.protocol.channels import Ended, Refused
from bridge.protocol.presence import Snapshot
from hardware.contract import wire
from tests.robot.pupils import pupil_of
from tests.robot.schools import School, lesson

pytestmark = pytest.mark.long


def poke(one: School, what: wire.PokeName, value: float | None = None) -> None:
    one.room.loop.handle(wire.Poke(seq=1, what=what, value=value))


async def test_an_empty_robot_says_goodbye_parks_stays_in_touch_and_comes_back(
    tmp_path: Path,
) -> None:
    async with lesson(tmp_path) as (one, child):
        poke(one, "drain", 18.0)
        await child.hears(Snapshot, lambda p: p.power.level == "low")
        poke(one, "drain", 2.0)
        ended = await one.bridge.hears(Ended, lambda e: e.presence == child.presence)
        assert ended.reason == "battery"
        await one.room.shows("asleep")
        await one.room.until(lambda: not one.room.seen[-1].attached)
        async with pupil_of(one.bridge, one.key) as other:
            await one.bridge.tell(await other.offer())
            refused = await one.bridge.hears(Refused, lambda r: r.re == other.presence)
            assert refused.code == "battery"
        poke(one, "drain", 40.0)
        await one.settles(lambda p: p.presence is None and p.power.level == "ok")
        async with pupil_of(one.bridge, one.key) as again:
            await again.join()
            await again.sees()


async def test_a_warm_robot_keeps_its_picture_back_and_goes_on_speaking(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        poke(one, "warm", 81.0)
        await child.hears(Snapshot, lambda p: p.power.picture == "off")
        assert one.agent._senses.lines.limit.ceiling == "off"
        sounds = child.sounds
        await child.until(lambda: child.sounds >= sounds + 10)
        told = await one.tells(lambda p: p.power.soc_c == 80.0)
        assert told.presence == child.presence
