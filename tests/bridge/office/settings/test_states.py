import re

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.settings.states import TEXTS
from bridge.paperwork.states import StateTexts, paper_state
from tests.bridge.office.staff import Staff

PATH = "/office/settings/states/HH"


def form(version: int = 0, **changed: str) -> dict[str, str]:
    """Return the form as it stands, with what somebody has changed."""
    hamburg = paper_state("HH")
    return {name: getattr(hamburg, name) for name in TEXTS} | {"version": str(version)} | changed


async def test_each_state_shows_its_ticks_its_basis_and_its_doubt(staff: Staff) -> None:
    page = await (await staff.signed_in("lead")).get("/office/settings/states")
    assert "§ 98c Hamburgisches Schulgesetz" in page
    assert "Antrag beim RLSB ist bewilligt" in page
    assert "keinem Juristen" in page
    assert page.count("<dt>Offen</dt>") == 4


async def test_a_sentence_is_changed_counted_and_taken_back(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    back = await lead.post(PATH, form(basis="§ 98c,  geprüft am 1.12."))
    kept = await staff.register.setting("state.HH", StateTexts)
    assert kept.value == StateTexts(basis="§ 98c, geprüft am 1.12.")
    page = await lead.get("/office/settings/states")
    assert "eigene Texte, Fassung 1" in page
    assert "§ 98c, geprüft am 1.12." in await lead.get(PATH)
    change = re.search(r"undo=(\d+)", back)
    assert change
    await lead.post(f"/office/undo/{change[1]}")
    assert (await staff.register.setting("state.HH", StateTexts)).version == 0


async def test_who_was_slower_sees_both(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    theirs = StateTexts(doubt="Anders offen.")
    await staff.register.set_setting(COMMAND_LINE, "state.HH", theirs, 0)
    page = await lead.post(PATH, form(doubt="Ganz offen."), status=409)
    assert "Anders offen." in page
    assert "Ganz offen." in page


async def test_what_no_paper_may_lack_or_can_show_is_refused(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    for changed in ({"basis": " "}, {"authority": ""}, {"doubt": "中文"}):
        await lead.post(PATH, form() | changed, status=409)
    assert (await staff.register.setting("state.HH", StateTexts)).version == 0


async def test_there_are_four_states_and_lead_alone_writes_them(staff: Staff) -> None:
    await (await staff.signed_in("lead")).get("/office/settings/states/XX", 404)
    await (await staff.signed_in("office")).post(PATH, form(), status=404)
