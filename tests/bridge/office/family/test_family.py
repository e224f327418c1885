"""The page for parents, over the wire and in a real browser."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import expect

from bridge.base.words import Declined
from bridge.lending.permissions import COMMAND_LINE
from bridge.office.family.family import COOKIE
from bridge.paperwork.facts import CharityFacts
from bridge.register.families import family_hash
from bridge.register.history import HistoryFilter
from bridge.store.office_tables import family_links
from tests.bridge.office.browsing import LOOKS, PHONE, chromium
from tests.bridge.office.staff import Staff
from tests.bridge.register.papered import CHILD, bind, lend

TOKEN = "FamilyTokenOfOtto_0123"


@dataclass
class Family:
    """Requests of parents from their phone."""

    staff: Staff
    token: str = TOKEN
    origin: str = ""

    async def get(self, status: int = 200) -> str:
        cookie = {"Cookie": f"{COOKIE}={self.token}"} if self.token else {}
        async with self.staff.http.get(self.staff.url + "/family", headers=cookie) as answer:
            assert answer.status == status
            return await answer.text()

    async def post(self, act: str, status: int = 303, **fields: str) -> str:
        headers = {"Origin": self.origin or self.staff.url}
        if self.token:
            headers["Cookie"] = f"{COOKIE}={self.token}"
        asked = self.staff.http.post(
            f"{self.staff.url}/family/{act}", data=fields, headers=headers, allow_redirects=False
        )
        async with asked as answer:
            assert answer.status == status, await answer.text()
            return answer.headers.get("Set-Cookie", "") or await answer.text()


async def given(staff: Staff, **facts: Any) -> int:
    """Return a loan whose sheet lies at home."""
    loan = await lend(staff.register, **facts)
    await bind(staff.register, loan, "tablet")
    async with staff.register.change(COMMAND_LINE, "undo") as change:
        await change.insert(family_links, loan_id=loan, token_hash=family_hash(TOKEN), created=1)
    charity = CharityFacts(name="Klassenfenster e. V.", phone="040 5550100")
    await staff.register.set_setting(COMMAND_LINE, "charity", charity, 0)
    return loan


async def test_the_code_of_the_sheet_becomes_a_cookie_that_no_script_reads(staff: Staff) -> None:
    await given(staff)
    cookie = await Family(staff, "").post("open", token=TOKEN)
    for part in (f"{COOKIE}={TOKEN}", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"):
        assert part in cookie
    # Somebody pastes the whole link.
    link = f"{staff.url}/family#{TOKEN}"
    assert TOKEN in await Family(staff, "").post("open", token=link)


async def test_the_page_says_everything_and_names_nobody(staff: Staff) -> None:
    await given(staff)
    page = await Family(staff).get()
    for words in ("Otto und Ihr Kind", "Was Otto nie tut", "Tafel-Foto", "040 5550100", "Ferien"):
        assert words in page
    assert CHILD not in page
    assert "6c" not in page


async def test_without_a_sheet_there_is_nothing_to_see_or_to_do(staff: Staff) -> None:
    loan = await given(staff)
    for token in ("", "x", "B" * 22, TOKEN + "x" * 300):
        page = await Family(staff, token).get()
        assert "Halten Sie die Kamera" in page
        assert "Otto" not in page
        for act in ("stop", "lost"):
            await Family(staff, token).post(act, 404)
    kept = await staff.register.child_loan(loan)
    assert (kept.view.state, kept.devices) == ("running", 1)


async def test_another_site_decides_nothing_for_a_family(staff: Staff) -> None:
    loan = await given(staff)
    await Family(staff, origin="https://evil.example").post("stop", 409)
    assert (await staff.register.child_loan(loan)).view.state == "running"


async def test_a_right_goes_off_at_once_and_back_on_by_the_office_alone(staff: Staff) -> None:
    loan = await given(staff)
    family = Family(staff)
    await family.post("off", right="still")
    await family.post("wish", right="still")
    kept = await staff.register.child_loan(loan)
    assert kept.allowed == {"zoom", "sheets", "speech"}
    assert kept.wished == {"still"}
    assert "Ihr Wunsch ist beim Büro" in await family.get()
    await family.post("off", 409, right="everything")


async def test_a_lost_tablet_and_the_end_take_effect_at_once(staff: Staff) -> None:
    loan = await given(staff)
    family = Family(staff)
    assert "Das lässt sich nicht zurücknehmen; das Tablet braucht" in await family.get()
    await family.post("lost")
    assert (await staff.register.child_loan(loan)).devices == 0
    assert "Ein neues Willkommensblatt vom Büro verbindet es wieder" in await family.get()
    (line,) = await staff.register.history(COMMAND_LINE, HistoryFilter(kinds=("family",)))
    assert line.undo_until == 0
    with pytest.raises(Declined, match="new welcome sheet"):
        await staff.register.undo(COMMAND_LINE, line.id)
    await family.post("stop")
    await family.post("stop")
    kept = await staff.register.child_loan(loan)
    assert kept.view.locked_by == "family"
    page = await family.get()
    assert "weil Sie aufhören wollten" in page
    assert "/family/stop" not in page


async def test_there_is_nothing_to_decide_in_a_loan_that_is_over(staff: Staff) -> None:
    await given(staff, returned_at=5)
    family = Family(staff)
    assert "Diese Leihe ist zu Ende." in await family.get()
    for act in ("stop", "lost"):
        assert "zu Ende" in await family.post(act, 404)


async def test_a_phone_forgets(staff: Staff) -> None:
    await given(staff)
    assert "Max-Age=0" in await Family(staff).post("forget")


@pytest.mark.browser
async def test_in_a_browser_no_address_keeps_the_code(staff: Staff) -> None:
    await given(staff)
    async with chromium(staff, viewport=PHONE) as window:
        page, asked = window.page, list[str]()
        page.on("request", lambda request: asked.append(request.url))
        await window.goto(f"/family#{TOKEN}")
        await window.says("Otto und Ihr Kind")
        assert page.url == f"{staff.url}/family"
        assert not [url for url in asked if TOKEN in url.partition("#")[0]]
        await page.go_back()
        assert TOKEN not in page.url
        # Another sheet is opened in the same tab.
        await window.goto(f"/family#{TOKEN}")
        await page.get_by_text("Wir möchten aufhören").click()
        await window.press("Ja, aufhören")
        await expect(page.get_by_role("status")).to_contain_text("Otto ist zu")


@pytest.mark.browser
@pytest.mark.thorough
async def test_every_look_of_the_page_reads_well(staff: Staff) -> None:
    loan = await given(staff, may_sheets=False)
    await staff.register.wish_for(await staff.register.child_loan(loan), "sheets")
    async with chromium(staff) as window:
        await window.goto(f"/family#{TOKEN}")
        await window.says("Ihr Wunsch ist beim Büro.")
        await window.looked_at("family")
        await window.page.get_by_text("Tablet verloren").click()
        for size, scheme in LOOKS:
            await window.page.set_viewport_size(size)  # type: ignore[arg-type]
            await window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert await window.axe() == []
            wider = "document.documentElement.scrollWidth - innerWidth"
            assert await window.page.evaluate(wider) <= 0
