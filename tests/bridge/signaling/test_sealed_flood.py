"""A flood of sheets over real sockets: what is urgent goes before it."""

from contextlib import AsyncExitStack

import msgspec

from bridge.protocol.limits import SEALED_BURST
from bridge.protocol.openings import WelcomeRobot, WelcomeTeacher
from bridge.protocol.sealed import Sealed
from bridge.protocol.signaling import TeacherAction
from tests.bridge.people import House, new_nonce

PAGES = 6


async def test_a_pause_goes_before_the_sheets_of_a_whole_staff_room(house: House) -> None:
    parts_before = 0
    async with house.robot_link() as robot, house.teacher() as teacher, AsyncExitStack() as pages:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        for _ in range(PAGES):
            page = await pages.enter_async_context(house.teacher())
            await page.hear(WelcomeTeacher)
            for part in range(SEALED_BURST):
                await page.say(Sealed(new_nonce(), part, 128, "A" * 24 * 1024))
            # Refused only once all that came before was passed on, or refused as too fast.
            await page.say(TeacherAction("no id", "seen"))
            while "malformed" not in await page.hear_text():
                pass
        action = TeacherAction(new_nonce(), "pause")
        await teacher.say(action)
        while msgspec.json.decode(await robot.hear_text()).get("id") != action.id:
            parts_before += 1
    assert parts_before <= PAGES, "one part of each page"
    assert await house.metric('karlsson_bridge_dropped_total{reason="slow_reader"}') == 0
