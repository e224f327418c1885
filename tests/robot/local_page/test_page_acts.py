"""Actions of a technician on the page, and their fate when a child comes in."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from robot.handover.asked import WipeWish, take_wish
from robot.local_page.page_rights import PageSituation
from robot.presence.camera_preview import PreviewEnded, PreviewWished
from tests.robot.local_page.schools_page import Technician
from tests.robot.local_page.standing_robot import signed_in, waiting

BODIES: dict[str, object] = {
    "identify": {},
    "step/pan": {},
    "preview": {"on": True},
    "doctor": {},
    "logs": {},
    "wifi/join": {"name": "x"},
    "wifi/forget": {"name": "x"},
    "wipe": {"name": "kaethe"},
}


async def test_nothing_is_done_during_a_lesson(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        robot.now = PageSituation(somebody=True)
        for act, body in BODIES.items():
            assert await technician.post(f"/api/{act}", body) == (409, {"error": "lesson"}), act
        for path in ("/api/preview", "/api/wifi"):
            assert await technician.get(path) == (409, {"error": "lesson"})
        assert (robot.wishes, robot.identified, robot.wifi.joined) == ([], 0, [])
        assert take_wish(tmp_path) is None


async def test_what_the_page_sends_wrongly_is_refused(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (_, technician):
        for act in ("preview", "wifi/join", "wifi/forget", "wipe"):
            bodies: tuple[object, ...] = ([], {"on": 1, "name": 7}, {"more": True})
            for body in bodies:
                answer = await technician.post(f"/api/{act}", body)
                assert answer == (409, {"error": "malformed"}), (act, body)


async def test_the_camera_is_shown_picture_by_picture_and_ends_when_asked(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        assert await technician.get("/api/preview") == (409, {"error": "ended", "words": None})
        await technician.post("/api/preview", {"on": True})
        assert await technician.get("/api/preview") == (200, b"picture")
        await technician.post("/api/preview", {"on": False})
        assert robot.wishes[-1] == PreviewEnded()
        assert robot.wishes[-2] == PreviewWished(anew=False)


async def test_a_picture_that_was_in_work_when_a_child_came_in_does_not_leave(
    tmp_path: Path,
) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        await technician.post("/api/preview", {"on": True})

        def comes_in() -> None:
            robot.now = PageSituation(somebody=True)

        robot.while_coding = comes_in
        assert await technician.get("/api/preview") == (409, {"error": "lesson"})

        def ends() -> None:
            robot.now, robot.on = PageSituation(), False

        robot.now, robot.on, robot.while_coding = PageSituation(), True, ends
        assert await technician.get("/api/preview") == (409, {"error": "ended"})


async def test_a_paused_class_stays_unseen(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        robot.now = PageSituation(paused=True)
        answer = await technician.post("/api/preview", {"on": True})
        assert answer == (409, {"error": "paused"})
        assert robot.wishes == []


async def findings(technician: Technician) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    async with (
        technician._browser.post(
            f"{technician.address}/api/doctor", json={}, headers={"Origin": technician.address}
        ) as response,
    ):
        text = (await response.read()).decode()
    for one in text.split("\n\n")[:-1]:
        name, _, data = one.partition("\ndata: ")
        found.append((name.removeprefix("event: "), data))
    return found


async def test_the_doctor_tells_each_finding_and_then_its_end(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (_, technician):
        told = await findings(technician)
    assert [name for name, _ in told] == ["finding", "finding", "end"]
    assert '"name":{"de":"Schlüssel","en":"key"}' in told[0][1]
    assert told[-1][1] == '{"words":null}'


async def test_a_child_who_comes_in_ends_the_doctor_in_words(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):

        async def comes_in() -> None:
            robot.calm.told(asleep=False)
            await waiting(asyncio.Event())

        robot.examined = comes_in
        told = await findings(technician)
    assert [name for name, _ in told] == ["finding", "end"]
    assert "ein Kind kam herein" in told[-1][1]


async def test_the_robot_shows_itself_and_says_what_it_did(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        status, body = await technician.post("/api/identify")
        assert status == 200
        assert set(body["words"]) == {"de", "en"}
        assert robot.identified == 1
        robot.calm.paused = lambda: True
        status, body = await technician.post("/api/identify")
        assert (status, body["error"]) == (409, "errand")
        assert "Pause" in body["words"]["de"]


async def test_the_head_steps_and_a_servo_that_does_not_says_why(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        status, recorded = await technician.post("/api/step/pan")
        assert (status, recorded["axis"], recorded["goal_deg"]) == (200, "pan", 30.0)
        status, body = await technician.post("/api/step/tilt")
        assert (status, body["words"]["de"]) == (409, "der Servo klemmt")
        assert (await technician.post("/api/step/hand"))[0] in (404, 405)
        robot.now = PageSituation(previewed=True)
        assert await technician.post("/api/step/pan") == (409, {"error": "camera_on"})


async def test_the_log_comes_as_an_archive(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (_, technician):
        status, data = await technician.post("/api/logs")
        assert status == 200
        assert data.startswith(b"PK")


async def test_a_network_is_joined_and_a_refusal_told(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as (robot, technician):
        assert (await technician.get("/api/wifi"))[1] == {"networks": []}
        await technician.post("/api/wifi/join", {"name": "Schule", "key": "a-secret-key"})
        assert robot.wifi.joined == [("Schule", "a-secret-key")]
        answer = await technician.post("/api/wifi/join", {"name": "none", "key": "a-secret-key"})
        assert answer == (409, {"error": "wifi_qr", "words": None})
        await technician.post("/api/wifi/forget", {"name": "Schule"})
        assert robot.wifi.joined == []


@pytest.mark.parametrize("typed", ["", "pelle", "kaeth", "wipe"])
async def test_nothing_is_wiped_without_the_robots_name(tmp_path: Path, typed: str) -> None:
    async with signed_in(tmp_path) as (_, technician):
        answer = await technician.post("/api/wipe", {"name": typed})
        assert answer == (409, {"error": "wrong_name"})
        assert take_wish(tmp_path) is None


async def test_a_wipe_is_asked_for_once_and_its_protocol_is_there_afterwards(
    tmp_path: Path,
) -> None:
    async with signed_in(tmp_path) as (_, technician):
        assert await technician.get("/api/wipe") == (200, b"")
        wish = {"name": " Kaethe ", "keep_network": True}
        assert (await technician.post("/api/wipe", wish))[0] == 200
        assert take_wish(tmp_path) == WipeWish(keep_network=True)
        (tmp_path / "protocol.txt").write_text("CLEAN\n")
        assert await technician.get("/api/wipe") == (200, b"CLEAN\n")
