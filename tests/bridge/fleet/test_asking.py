import asyncio

import msgspec
import pytest
from msgspec import Struct

from bridge.fleet import asking as module
from bridge.fleet.asking import Asking
from bridge.fleet.roll import Roll
from bridge.fleet.talk import ErrandAnswer
from bridge.protocol.fleet import (
    MOST_PARTS,
    PART_BYTES,
    Errand,
    ErrandDone,
    ErrandPart,
    RobotHealth,
)
from bridge.protocol.keys import to_text
from tests.deadline import WAIT_S


class Robots:
    """Robots of one bridge, as a list of what they were sent."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Errand] = asyncio.Queue()
        self.roll = Roll()
        self.asking = Asking(self.roll, self._send)
        self.takes = True

    def _send(self, robot_id: str, message: Struct) -> bool:
        assert isinstance(message, Errand)
        self.sent.put_nowait(message)
        return self.takes

    def come(self, robot_id: str = "a") -> None:
        self.roll.came(robot_id, 1, 1.0)
        self.roll.told(robot_id, RobotHealth("free"), 1.0)

    async def answered(self, *said: ErrandPart | ErrandDone) -> ErrandAnswer:
        """Return what becomes of an errand whose robot says this; ids are filled in."""
        async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
            asked = tasks.create_task(self.asking.ask("a", "doctor", "en"))
            id = (await self.sent.get()).id
            for message in said:
                self.asking.hear("a", msgspec.structs.replace(message, id=id))
        return asked.result()


@pytest.fixture
async def robots() -> Robots:
    return Robots()


async def test_an_errand_brings_what_the_robot_says(robots: Robots) -> None:
    robots.come()
    answer = await robots.answered(
        ErrandPart("", to_text(b"one ")), ErrandPart("", to_text(b"two")), ErrandDone("", "done")
    )
    assert answer == ErrandAnswer("a", "done", None, b"one two")


async def test_a_refusal_brings_words_alone(robots: Robots) -> None:
    robots.come()
    answer = await robots.answered(
        ErrandPart("", to_text(b"half")), ErrandDone("", "a child came in", "came_in")
    )
    assert answer == ErrandAnswer("a", "a child came in", "came_in")


@pytest.mark.parametrize(
    "parts",
    [
        [ErrandPart("", "A")],
        [ErrandPart("", "")],
        [ErrandPart("", to_text(bytes(PART_BYTES + 1)))],
        [ErrandPart("", "AA")] * (MOST_PARTS + 1),
    ],
    ids=["no base64", "empty", "too large", "too many"],
)
async def test_parts_beyond_all_bounds_end_the_errand(
    robots: Robots, parts: list[ErrandPart]
) -> None:
    robots.come()
    assert (await robots.answered(*parts)).refused == "garbled"


async def test_a_robot_that_is_away_or_too_old_is_not_asked(robots: Robots) -> None:
    assert (await robots.asking.ask("a", "identify")).refused == "away"
    robots.roll.came("a", 1, 1.0)
    assert (await robots.asking.ask("a", "identify")).refused == "too_old"
    robots.come()
    robots.takes = False
    assert (await robots.asking.ask("a", "identify")).refused == "away"


async def test_a_robot_that_leaves_ends_its_errands(robots: Robots) -> None:
    robots.come()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(robots.asking.ask("a", "identify"))
        await robots.sent.get()
        robots.asking.left("b")
        assert not asked.done()
        robots.asking.left("a")
    assert asked.result().refused == "left"


async def test_a_robot_that_does_not_answer_is_waited_for_no_longer_than_it_takes(
    robots: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.DEADLINES_S, "identify", 0.01)
    robots.come()
    assert (await robots.asking.ask("a", "identify")).refused == "too_slow"


async def test_only_the_robot_that_was_asked_answers(robots: Robots) -> None:
    robots.come()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(robots.asking.ask("a", "identify"))
        id = (await robots.sent.get()).id
        robots.asking.hear("b", ErrandDone(id, "not mine"))
        robots.asking.hear("a", ErrandDone("B" * 22, "another"))
        robots.asking.hear("a", ErrandDone(id, "mine"))
        robots.asking.hear("a", ErrandDone(id, "again"))
    assert asked.result().text == "mine"


async def test_more_errands_than_fit_are_refused(
    robots: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PENDING", 0)
    robots.come()
    assert (await robots.asking.ask("a", "identify")).refused == "full"
