"""The page of a real agent, with a real body: what a technician sees, and what a child ends."""

import socket
from pathlib import Path
from typing import cast

import pytest

from robot.local_page.local_page import LocalPage
from robot.local_page.page_acts import PageActs
from robot.settings.config import PageSection
from tests.robot.local_page.schools_page import school_with_page
from tests.robot.pupils import pupil_of

pytestmark = pytest.mark.long

WEBP = b"RIFF"


async def test_the_light_comes_before_the_picture_and_a_child_ends_it(tmp_path: Path) -> None:
    async with school_with_page(tmp_path) as (one, technician):
        await technician.signs_in()
        async with technician.stream() as stream:
            state = await stream.next("state")
            assert state["robot"] == "karlsson-1"
            assert (state["link"]["up"], state["lesson"]) == (True, False)
            await technician.post("/api/preview", {"on": True})
            status, picture = await technician.get("/api/preview")
            assert (status, picture[:4], picture[8:12]) == (200, WEBP, b"WEBP")
            assert one.room.seen[-1].signal == "present"
            assert (await stream.until(preview=True))["signal"] is not None
            async with pupil_of(one.bridge, one.key) as child:
                await child.join()
                during = await stream.until(lesson=True)
                assert (during["signal"], during["preview"]) == (None, False)
                assert (await technician.get("/api/preview"))[0] == 409
                assert (await technician.post("/api/identify"))[0] == 409
                await child.sees()  # the child has its picture all the same


async def test_the_class_pauses_the_preview_at_the_robot(tmp_path: Path) -> None:
    async with school_with_page(tmp_path) as (one, technician):
        await technician.signs_in()
        await technician.post("/api/preview", {"on": True})
        assert (await technician.get("/api/preview"))[0] == 200
        one.room.press("pause")
        await one.room.shows("paused")
        async with technician.stream() as stream:
            assert (await stream.until(paused_by=["button"]))["preview"] is False
        assert one.agent._senses.lines.pictures.is_shut
        assert await technician.get("/api/preview") == (409, {"error": "paused"})
        assert await technician.post("/api/preview", {"on": True}) == (409, {"error": "paused"})


async def test_dials_of_the_real_body_and_its_light_reach_the_page(tmp_path: Path) -> None:
    async with school_with_page(tmp_path) as (one, technician):
        await technician.signs_in()
        async with technician.stream("/api/events?dials") as stream:
            dials = await stream.next("dials")
            while dials["state"] is None:
                dials = await stream.next("dials")
            assert dials["greeting"]["driver"] == "simulated"
            assert "measured_pan_deg" in dials["state"]
        assert (await technician.post("/api/identify"))[0] == 200
        await one.room.shows("identify")


@pytest.mark.parametrize("listen", ["systemd", "off"])
async def test_a_robot_without_a_socket_has_no_page_and_says_nothing(listen: str) -> None:
    told: list[str] = []
    await LocalPage(PageSection(listen=listen), cast(PageActs, None), told.append, {}).run()
    assert told == []


async def test_a_page_that_cannot_be_served_is_told_and_ends_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    without = PageSection(listen="127.0.0.1:0", pin_file=str(tmp_path / "none"))
    await LocalPage(without, cast(PageActs, None), told.append, {}).run()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = PageSection(listen=f"127.0.0.1:{taken.getsockname()[1]}")
        await LocalPage(busy, cast(PageActs, None), told.append, {}).run()
    assert "sudo karlsson-robot pin" in told[0]
    assert "name another address" in told[1]
