"""Pages about papers and settings as people see them: every size and colour, checked by axe."""

from dataclasses import replace

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.paperwork.kinds import PAPERS
from tests.bridge.office.browsing import LOOKS, chromium
from tests.bridge.office.staff import Staff
from tests.bridge.register.papered import lend

pytestmark = pytest.mark.browser

PAGES = (
    "/office/papers",
    "/office/loans/1/papers",
    "/office/settings",
    "/office/settings/states",
    "/office/settings/states/SH",
)


@pytest.mark.thorough
async def test_every_look_of_each_page_reads_well(staff: Staff) -> None:
    loan = await staff.register.paper_loan(COMMAND_LINE, await lend(staff.register))
    await lend(staff.register, "fiete", "HH")
    old = replace(PAPERS["parents"], version=0)
    await staff.register.note_papers(COMMAND_LINE, loan, [old])
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("lead"))
        for path in PAGES:
            await window.goto(path)
            await window.looked_at(path.strip("/").replace("/", "-"))
            for size, scheme in LOOKS:
                await window.page.set_viewport_size(size)  # type: ignore[arg-type]
                await window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert await window.axe() == [], (path, scheme)
                wider = "document.documentElement.scrollWidth - innerWidth"
                assert await window.page.evaluate(wider) <= 0, path
