import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.protocol.fleet import Errand, ErrandDone, ErrandPart
from bridge.protocol.keys import from_text
from robot.errands import courier as module
from robot.errands.courier import Courier
from robot.errands.refusal import WORDS
from tests.deadline import WAIT_S
from tests.robot.errands.test_errands import Robot

ID = "A" * 22


class Line:
    """The link to the bridge, as a list."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self.said: list[ErrandPart | ErrandDone] = []
        self.done = asyncio.Event()
        self.wakes_after = 99

    def send(self, message: ErrandPart | ErrandDone) -> bool:
        self.said.append(message)
        if isinstance(message, ErrandDone):
            self.done.set()
        return True

    async def flush(self, timeout_s: float) -> None:
        if len(self.said) == self.wakes_after:
            self.robot.calm.told(asleep=False)

    async def answer(self) -> ErrandDone:
        async with asyncio.timeout(WAIT_S):
            await self.done.wait()
        self.done.clear()
        last = self.said[-1]
        assert isinstance(last, ErrandDone)
        return last


@pytest.fixture
async def robot(tmp_path: Path) -> Robot:
    return Robot(tmp_path)


@pytest.fixture
async def line(robot: Robot) -> Line:
    return Line(robot)


@pytest.fixture
async def courier(robot: Robot, line: Line) -> AsyncIterator[Courier]:
    made = Courier(robot.errands, robot.calm, line)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(made.run())
        yield made
        running.cancel()


async def test_an_errand_is_answered_in_the_language_of_who_asks(
    courier: Courier, line: Line
) -> None:
    for language, words in (("de", "leuchtet"), ("en", "shows itself")):
        courier.hear(Errand(ID, "identify", language))  # type: ignore[arg-type]
        answer = await line.answer()
        assert answer.text.startswith(words)
        assert answer.refused is None


async def test_a_refusal_says_why(courier: Courier, line: Line, robot: Robot) -> None:
    robot.calm.told(asleep=False)
    courier.hear(Errand(ID, "doctor"))
    assert await line.answer() == ErrandDone(ID, WORDS["inside"].de, "inside")


async def test_an_errand_of_a_newer_bridge_is_refused(courier: Courier, line: Line) -> None:
    courier.hear(Errand(ID, "dance"))
    assert (await line.answer()).refused == "unknown"


async def test_a_report_of_the_doctor_comes_whole(courier: Courier, line: Line) -> None:
    courier.hear(Errand(ID, "doctor", "en"))
    answer = await line.answer()
    parts = [one for one in line.said if isinstance(one, ErrandPart)]
    told = json.loads(b"".join(from_text(part.data) for part in parts))
    assert [check["check"] for check in told["checks"]] == ["bridge", "frames"]
    assert answer.text == "nothing to be mended, 1 cannot be checked beside the service"


async def test_a_child_who_comes_in_finds_a_free_line(
    courier: Courier, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART_BYTES", 64)
    line.wakes_after = 1
    courier.hear(Errand(ID, "doctor"))
    assert (await line.answer()).refused == "inside"
    assert len(line.said) == 2


async def test_more_than_a_robot_can_do_at_once_is_refused(
    courier: Courier, line: Line, robot: Robot
) -> None:
    for _ in range(module.MOST_AT_ONCE + 1):
        courier.hear(Errand(ID, "identify"))
    refused = [one.refused for one in line.said if isinstance(one, ErrandDone)]
    assert refused == ["busy"]
