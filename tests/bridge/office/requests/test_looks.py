"""Pages of requests and of the fleet in Chromium: no fault of axe in any look, nothing too wide."""

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.register.requests import FORM
from bridge.register.schools import SchoolRecord
from tests.bridge.office.browsing import LOOKS, Window, chromium
from tests.bridge.office.requests.test_pages import ASKED, depot
from tests.bridge.office.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.timeout(120)]


async def is_clean(window: Window, path: str) -> None:
    """Require no fault of axe and no page that is wider than its window, in every look."""
    for size, scheme in LOOKS:
        await window.page.set_viewport_size(size)  # type: ignore[arg-type]
        await window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await window.goto(path)
        assert await window.axe() == [], (path, size, scheme)
        wide = await window.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (path, size, wide)
    assert window.wrong == []


async def test_requests_in_every_look(staff: Staff) -> None:
    await depot(staff)
    await staff.register.add_school(
        COMMAND_LINE, SchoolRecord(0, "Gymnasium Schloßsee", "Schwerin", state="MV")
    )
    number, _ = await staff.register.add_request(FORM, ASKED)
    waiting, _ = await staff.register.add_request(FORM, ASKED)
    await staff.register.let_wait(COMMAND_LINE, waiting)
    day = staff.clock.today()
    await staff.register.pencil_in(COMMAND_LINE, "ole", (day, day), None, waiting)
    await staff.register.add_request(FORM, ASKED, is_aside=True)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("lead"))
        for path in ("", "/new", f"/{waiting}", f"/{number}/letter", f"/{number}/edit"):
            await is_clean(window, f"/office/requests{path}")
        await is_clean(window, "/office/requests?show=aside")
        await is_clean(window, "/lend")


async def test_the_fleet_in_every_look(staff: Staff) -> None:
    await staff.robots("otto", "nele")
    await staff.register.enrol(COMMAND_LINE, [("krl-0021", "Lotte")], 30)
    await staff.register.begin_wave(COMMAND_LINE, "1.4.0", "otto", 72_000)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("lead"))
        for path in ("", "?q=away", "/enrolment", "/alarms", "/updates"):
            await is_clean(window, f"/office/fleet{path}")
