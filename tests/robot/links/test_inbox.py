import asyncio

from robot.links.inbox import TURN, Inbox, Priority


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


async def test_a_flood_stands_behind_the_class_and_the_class_behind_the_body() -> None:
    inbox: Inbox[str] = Inbox()
    for number in range(100):
        assert inbox.put_now(f"child {number}")
    assert inbox.put_now("pause", Priority.CLASS)
    assert inbox.put_now("button", Priority.URGENT)
    assert [await inbox.get(None) for _ in range(3)] == ["button", "pause", "child 0"]


async def test_a_full_line_holds_nobody_up_in_another() -> None:
    inbox: Inbox[int] = Inbox(most=1)
    assert inbox.put_now(1)
    await inbox.put(2, Priority.CLASS)
    await inbox.put(3, Priority.URGENT)
    assert [await inbox.get(None) for _ in range(3)] == [3, 2, 1]


async def test_who_waits_for_room_gets_it_when_there_is_some() -> None:
    inbox: Inbox[int] = Inbox(most=1)
    await inbox.put(1)
    async with asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(inbox.put(number)) for number in (2, 3)]
        await asyncio.sleep(0)
        assert [await inbox.get(None) for _ in range(3)] == [1, 2, 3]
    assert all(task.done() for task in waiting)


async def test_of_a_state_only_the_newest_is_heard_and_none_is_lost() -> None:
    inbox: Inbox[str] = Inbox(most=1)
    assert inbox.put_now("full", Priority.CLASS)
    inbox.put_newest("camera", "lost")
    inbox.put_newest("camera", "back")
    assert [await inbox.get(None), await inbox.get(None)] == ["full", "back"]
    assert await inbox.get(due_s=0.0) is None


async def test_everybody_else_on_the_loop_has_a_turn_while_much_waits() -> None:
    inbox: Inbox[int] = Inbox()
    for number in range(2 * TURN):
        inbox.put_now(number)
    async with asyncio.TaskGroup() as tasks:

        async def press() -> None:
            inbox.put_now(-1, Priority.URGENT)

        tasks.create_task(press())
        taken = [await inbox.get(None) for _ in range(TURN + 1)]
    assert -1 in taken


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
        await inbox.close()
        await waiting
    await inbox.put(3)
    inbox.put_newest("state", 4)
    assert await inbox.get(due_s=0.0) is None
