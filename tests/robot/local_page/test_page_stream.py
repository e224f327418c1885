"""The state as it comes to the page, and its end."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from robot.local_page.page_rights import PageSituation
from robot.local_page.page_stream import MOST_STREAMS
from tests.deadline import WAIT_S
from tests.robot.local_page.standing_robot import signed_in


async def test_a_child_who_comes_in_leaves_words_alone(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician), technician.stream() as stream:
        before = await stream.next("state")
        assert (before["lesson"], before["signal"], before["refused"]) == (False, "asleep", {})
        robot.now = PageSituation(somebody=True)
        during = await stream.next("state")
        assert (during["lesson"], during["signal"]) == (True, None)
        assert set(during["refused"].values()) == {"lesson"}


async def test_dials_come_only_while_they_are_shown_and_nobody_is_in(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        async with technician.stream("/api/events?dials") as stream:
            assert (await stream.next("dials"))["greeting"]["driver"] == "simulated"
            robot.now = PageSituation(somebody=True)
            assert await stream.next("dials") == {"greeting": None, "state": None}
        async with technician.stream() as stream:
            await stream.next("state")
            await technician.post("/api/sign-out")
            assert b"dials" not in await stream.response.content.read()


async def test_a_stream_ends_with_its_session(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (_, technician), technician.stream() as stream:
        await stream.next("state")
        await technician.post("/api/sign-out")
        async with asyncio.timeout(WAIT_S):
            await stream.response.content.read()
        assert stream.response.content.at_eof()


async def test_there_are_few_streams_at_once(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (_, technician), AsyncExitStack() as stack:
        for _ in range(MOST_STREAMS):
            stream = await stack.enter_async_context(technician.stream())
            await stream.next("state")
        assert (await technician.get("/api/events"))[0] == 503
