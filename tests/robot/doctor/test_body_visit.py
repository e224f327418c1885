import asyncio
from pathlib import Path

import pytest

from hardware.contract import wire
from robot.doctor import body_visit
from robot.doctor.body_visit import BodyVisit, Dark, visited, why_silent
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at

pytestmark = pytest.mark.long


async def test_work_begins_when_the_light_is_lit_and_the_light_outlives_it(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with asyncio.timeout(WAIT_S), body_at(path) as room, visited(path) as visit:
        assert visit
        during: list[str] = []

        async def work() -> str:
            during.append(room.seen[-1].signal)
            await asyncio.sleep(0)
            during.append(room.seen[-1].signal)
            return "seen"

        assert await visit.under_light(work) == "seen"
        assert await visit.under_light(work) == "seen"  # no light of before is taken for this one
        assert during == ["present"] * 4
        await room.shows("asleep")


async def test_the_classs_button_ends_the_work_and_only_then_the_light(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with asyncio.timeout(WAIT_S), body_at(path) as room, visited(path) as visit:
        assert visit
        ended: list[str] = []

        async def work() -> None:
            room.press("pause")
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("closed")

        with pytest.raises(Dark) as dark:
            await visit.under_light(work)
        assert ended == ["closed"]
        assert "paused" in dark.value.why.en


async def test_nothing_is_opened_during_a_pause(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with asyncio.timeout(WAIT_S), body_at(path) as room:
        room.press("pause")
        async with visited(path) as visit:
            assert visit
            await visit.until(lambda state: state.paused, WAIT_S)

            async def work() -> None:
                raise AssertionError("opened")

            with pytest.raises(Dark):
                await visit.under_light(work)


async def test_nothing_is_opened_where_the_light_does_not_come_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_visit, "LIGHT_S", 0.05)
    visit = BodyVisit(tmp_path / "nobody.sock")

    async def work() -> None:
        raise AssertionError("opened")

    with pytest.raises(Dark):
        await visit.under_light(work)


async def test_a_head_that_is_blocked_does_not_reach_its_target(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with asyncio.timeout(WAIT_S), body_at(path) as room, visited(path) as visit:
        assert visit
        room.loop.handle(wire.Poke(seq=1, what="block", part="pan"))
        moved = await visit.move("pan")
        assert visit.last
        assert moved.off_deg > 3.0 or visit.last.faults
        await visit.rest()


async def test_a_visit_that_only_looks_sends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with asyncio.timeout(WAIT_S), body_at(path) as room:
        async with visited(path) as visit:
            assert visit
            assert visit.state
            assert visit.greeting
        assert {state.signal for state in room.seen} <= {room.seen[0].signal}


async def test_a_body_that_is_not_there_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_visit, "MEET_S", 0.05)
    path = tmp_path / "nobody.sock"
    async with visited(path) as visit:
        assert visit is None
    assert f"{path}: no body runs there" in await why_silent(path)
