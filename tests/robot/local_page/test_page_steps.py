"""A step of a real, simulated body over a line that is lent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hardware.contract import wire
from robot.links.body_link import BodyLink, BodyNews, BodySaid, BodyUp
from robot.local_page.page_parts import PageError
from robot.local_page.page_steps import LentLine
from tests.robot.bodies import Room, body_at
from tests.robot.theatre import Puppet

RECORD_S = 0.5


class Lender:
    """The agent of a body, and whether a child is in."""

    def __init__(self, path: Path) -> None:
        self.somebody = False
        self.link = BodyLink(path, self._hear)
        self.line = LentLine(self.link, lambda: self.somebody, self._restore)
        self.greeting: asyncio.Queue[wire.Greeting] = asyncio.Queue()
        self.comes_in = False

    async def _hear(self, news: BodyNews) -> None:
        match news:
            case BodyUp(greeting=greeting):
                self.greeting.put_nowait(greeting)
                self.link.show("no_bridge", 0.0)
            case BodySaid(report=wire.BodyState() as state):
                self.somebody |= self.comes_in and state.signal == "present" and state.moving
                self.line.hear(state)

    def _restore(self) -> None:
        self.link.show("no_bridge", 0.0)


@asynccontextmanager
async def lent(tmp_path: Path) -> AsyncIterator[tuple[Lender, Room, wire.Greeting]]:
    path = tmp_path / "body.sock"
    async with body_at(path) as room, asyncio.TaskGroup() as tasks:
        lender = Lender(path)
        running = tasks.create_task(lender.link.run())
        try:
            greeting = await lender.greeting.get()
            await room.shows("no_bridge")
            yield lender, room, greeting
        finally:
            running.cancel()


@pytest.mark.long
async def test_the_head_steps_under_the_light_and_rests_again(tmp_path: Path) -> None:
    async with lent(tmp_path) as (lender, room, greeting):
        recorded = await lender.line.step(greeting, "pan", RECORD_S)
        assert (recorded.start_deg, recorded.goal_deg) == (-15, 15)
        assert recorded.response.delay_s is not None
        assert any(state.signal == "present" for state in room.seen)
        await room.shows("no_bridge")  # what the agent wants shown, and not what the step left
        await room.until(lambda: not room.seen[-1].attached)


async def test_a_child_who_comes_in_has_its_head_at_once(tmp_path: Path) -> None:
    async with lent(tmp_path) as (lender, _, greeting):
        lender.comes_in = True  # as soon as the head moves
        with pytest.raises(PageError, match="lesson"):
            await lender.line.step(greeting, "pan", RECORD_S)


async def test_a_step_that_a_child_ends_neither_parks_nor_darkens_its_head() -> None:
    puppet, inside, restored = Puppet(), [False], [0]
    line = LentLine(puppet, lambda: inside[0], lambda: restored.append(1))
    line.send(wire.Show, signal="present")
    line.send(wire.Target, pan_deg=15.0, tilt_deg=0.0)
    inside[0] = True
    for kind, fields in ((wire.Target, {"pan_deg": 0.0, "tilt_deg": 0.0}), (wire.Park, {})):
        line.send(kind, **fields)
    line.send(wire.Show, signal="asleep")
    assert puppet.told == [wire.Show(1, "present"), wire.Target(2, 15.0, 0.0)]
    assert restored == [0]
    with pytest.raises(PageError, match="lesson"):
        await line.report_within(1.0)


async def test_a_paused_body_stays_still_and_one_step_is_made_at_a_time(tmp_path: Path) -> None:
    async with lent(tmp_path) as (lender, room, greeting):
        room.press("pause")
        await room.until(lambda: room.seen[-1].paused)
        answers = await asyncio.gather(
            lender.line.step(greeting, "tilt", RECORD_S),
            lender.line.step(greeting, "pan", RECORD_S),
            return_exceptions=True,
        )
        assert [type(one) for one in answers] == [PageError, PageError]
        assert "paused" in str(answers[0])
        assert str(answers[1]) == "busy"


async def test_a_body_that_says_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.setup.stepping.SILENT_S", 0.01)
    line = LentLine(BodyLink(Path("/none"), Lender(Path("/none"))._hear), bool, lambda: None)
    greeting = wire.Greeting(3, "simulated", -90.0, 90.0, -30.0, 30.0, True)
    with pytest.raises(PageError, match="silent") as raised:
        await line.step(greeting, "pan", RECORD_S)
    assert raised.value.code == "step"
