import asyncio

import pytest

from robot.errands.calm import Calm
from robot.errands.refusal import ErrandRefused

FOREVER_S = 30.0


def why(calm: Calm, *, quiet: bool = False) -> str:
    try:
        calm.demand(quiet=quiet)
    except ErrandRefused as refused:
        return refused.code
    return ""


def test_only_an_empty_robot_does_errands() -> None:
    calm = Calm()
    assert why(calm) == ""
    calm.told(asleep=False)
    assert why(calm) == "inside"
    calm.told(asleep=True)
    assert why(calm) == ""


def test_a_paused_class_is_left_in_peace_by_what_can_be_heard() -> None:
    calm = Calm(lambda: True)
    assert why(calm) == ""
    assert why(calm, quiet=True) == "paused"


async def test_work_returns_its_result() -> None:
    async def work() -> int:
        return 7

    assert await Calm().during(work, FOREVER_S) == 7


async def test_a_child_who_comes_in_ends_the_work_at_once() -> None:
    calm, ended = Calm(), asyncio.Event()

    async def work() -> None:
        calm.told(asleep=False)
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ErrandRefused) as refused:
        await calm.during(work, FOREVER_S)
    assert refused.value.code == "came_in"
    assert ended.is_set()


async def test_work_that_does_not_end_is_broken_off() -> None:
    with pytest.raises(ErrandRefused) as refused:
        await Calm().during(asyncio.Event().wait, 0.01)
    assert refused.value.code == "too_slow"


async def test_no_work_begins_while_a_child_is_in() -> None:
    calm = Calm()
    calm.told(asleep=False)

    async def work() -> None:
        pytest.fail("it began")

    with pytest.raises(ErrandRefused):
        await calm.during(work, FOREVER_S)
