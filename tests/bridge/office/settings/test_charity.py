import re

from bridge.lending.permissions import COMMAND_LINE, Role
from bridge.paperwork.facts import CharityFacts
from tests.bridge.office.staff import Staff

MINE = {"version": "0", "name": "  Klassenfenster   e. V. ", "phone": "040 5550100"}


async def test_what_lead_writes_stands_on_papers_and_can_be_taken_back(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    back = await lead.post("/office/settings", MINE)
    assert (await staff.register.setting("charity", CharityFacts)).value == CharityFacts(
        name="Klassenfenster e. V.", phone="040 5550100"
    )
    page = await lead.get("/office/settings")
    assert 'value="Klassenfenster e. V."' in page
    change = re.search(r"undo=(\d+)", back)
    assert change
    await lead.post(f"/office/undo/{change[1]}")
    assert (await staff.register.setting("charity", CharityFacts)).value == CharityFacts()


async def test_who_was_slower_sees_both_and_chooses(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    theirs = CharityFacts(name="Die anderen e. V.", phone="0461 5550102")
    await staff.register.set_setting(COMMAND_LINE, "charity", theirs, 0)
    page = await lead.post("/office/settings", MINE, status=409)
    assert "Die anderen e. V." in page
    assert 'value="Klassenfenster e. V."' in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    await lead.post("/office/settings", MINE | {"version": version[1]})
    assert (await staff.register.setting("charity", CharityFacts)).value.phone == "040 5550100"


WRONG = (
    *({"phone": "ruf an"}, {"email": "kein-at"}, {"name": "x" * 121}, {"name": "中文 e. V."}),
    *({"name": "a\u200bb"}, {"unknown": "1"}),
)


async def test_what_cannot_be_right_is_refused(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    for fields in WRONG:
        page = await lead.post("/office/settings", MINE | fields, status=409)
        assert "Bitte" in page, fields
    assert (await staff.register.setting("charity", CharityFacts)).version == 0


async def test_only_lead_sees_and_changes_settings(staff: Staff) -> None:
    roles: tuple[Role, ...] = ("office", "reader")
    for role in roles:
        visit = await staff.signed_in(role)
        await visit.get("/office/settings", 404)
        await visit.post("/office/settings", MINE, status=404)
