"""The pages of this part in Chromium: axe, and every look."""

import pytest
import sqlalchemy as sa

from bridge.store.tables import loans
from tests.bridge.office.browsing import chromium
from tests.bridge.office.staff import Staff
from tests.bridge.store.samples import ROBOT, office_loan


@pytest.mark.browser
@pytest.mark.thorough
async def test_a_loan_is_erased_in_a_browser_and_axe_has_nothing_to_say(staff: Staff) -> None:
    await staff.store.put_robot(ROBOT)
    loan = await office_loan(staff.store, ("Lena K.", "Frau K.", "0451 5550199", "7c"))
    async with staff.store.database.begin(write=True) as connection:
        back = {"returned_at": int(staff.clock.unix_s())}
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(back))
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("lead"))
        await window.goto("/office/settings/retention")
        await window.says("Ansprechpersonen von Schulen")
        assert await window.axe() == []
        await window.looked_at("retention")
        await window.goto("/office/erased")
        await window.says("wird am 23.12.2026 gelöscht")
        await window.page.get_by_role("link", name="Jetzt löschen").click()
        await window.says("Das kann niemand zurückholen.")
        assert await window.axe() == []
        await window.press("Jetzt löschen")
        await window.says("Löschprotokoll Nr. 1")
        assert await window.axe() == []
        await window.looked_at("erased")
