import asyncio

from robot.inbox import Inbox


async def test_items_come_in_order_and_before_the_time() -> None:
    inbox: Inbox[int] = Inbox()
    await inbox.put(1)
    assert inbox.put_now(2)
    assert [await inbox.get(due_s=0.0), await inbox.get(due_s=0.0)] == [1, 2]


async def test_the_time_comes_when_nothing_is_in_line() -> None:
    inbox: Inbox[int] = Inbox()
    assert await inbox.get(asyncio.get_running_loop().time()) is None


async def test_without_a_time_an_item_is_waited_for() -> None:
    inbox: Inbox[int] = Inbox()
    async with asyncio.TaskGroup() as tasks:
        got = tasks.create_task(inbox.get(None))
        await asyncio.sleep(0)
        await inbox.put(7)
    assert got.result() == 7


async def test_a_callback_that_cannot_wait_is_counted() -> None:
    inbox: Inbox[int] = Inbox(most=1)
    assert inbox.put_now(1)
    assert not inbox.put_now(2)
    assert inbox.dropped == 1


async def test_closing_lets_everybody_go() -> None:
    inbox: Inbox[int] = Inbox(most=1)
    await inbox.put(1)
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(inbox.put(2))
        await asyncio.sleep(0)
        inbox.close()
        await waiting
    await inbox.put(3)
