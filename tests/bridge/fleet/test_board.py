import asyncio

import pytest

from bridge.base.errors import BadRequest
from bridge.fleet.board import KEPT_S, MOST_POSTED, ErrandBoard
from bridge.protocol.fleet import ErrandDone
from tests.bridge.fleet.test_asking import Robots
from tests.bridge.people import TurnedClock
from tests.deadline import WAIT_S


async def test_an_errand_goes_on_while_nobody_waits_and_its_answer_stays_a_while() -> None:
    robots, clock = Robots(), TurnedClock()
    robots.come()
    board = ErrandBoard(robots.asking, clock)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(board.run())
        posted = board.post("a", "doctor", "de")
        assert board.post("a", "doctor", "de") is posted  # pressed twice
        sent = await robots.sent.get()
        robots.asking.hear("a", ErrandDone(sent.id, "alles gut"))
        away = board.post("b", "doctor", "de")
        await posted.done.wait()
        await away.done.wait()
        running.cancel()
    said = {
        one.robot_id: (one.answer.text, one.answer.refused) for one in board.all() if one.answer
    }
    assert said["a"] == ("alles gut", None)
    assert said["b"][1] == "away"
    assert [one.id for one in board.all()] == [away.id, posted.id]
    again = board.post("a", "doctor", "de")
    assert again.id not in (posted.id, away.id)
    clock.now_s += KEPT_S + 1
    assert board.all() == []
    assert board.get(posted.id) is None


async def test_the_board_has_an_end() -> None:
    board = ErrandBoard(Robots().asking, TurnedClock())
    for n in range(MOST_POSTED):
        board.post(f"robot-{n}", "doctor", "de")
    with pytest.raises(BadRequest, match="too many"):
        board.post("one-more", "doctor", "de")
