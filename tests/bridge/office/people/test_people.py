import re

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.ask import FRESH_S
from bridge.register.members import PersonProfile
from bridge.store.office_tables import schools
from tests.bridge.office.browsing import chromium
from tests.bridge.office.staff import Staff, Visit
from tests.bridge.register.keys import new_passkey, with_passkey


async def lead(staff: Staff) -> Visit:
    visit = await staff.signed_in("lead")
    await staff.register.add_passkey(visit.member, new_passkey())
    return visit


async def new_school(staff: Staff, name: str = "GS Seerosenweg", town: str = "Kiel") -> int:
    async with staff.register.change(COMMAND_LINE, "school.added") as change:
        return int((await change.insert(schools, name=name, town=town, state="SH"))["id"])


async def test_an_invitation_is_made_and_its_link_shown_once(staff: Staff) -> None:
    anna = await lead(staff)
    fields = {"name": "Tom Probe", "role": "office", "email": "tom@verein.example"}
    page = await anna.post("/office/people", fields, 200)
    (token,) = re.findall(r"/office/sign-in/invitation#([\w-]{43})\"", page)
    assert (await staff.register.way_in(token)).member.name == "Tom Probe"
    assert "mailto:tom%40verein.example?subject=" in page
    listed = await anna.get("/office/people")
    assert token not in listed
    assert "2, davon 1 eingeladen" in listed


async def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(staff: Staff) -> None:
    anna = await lead(staff)
    for email in ("tom", "tom@verein", "tom@verein.", "a b@verein.de", "@verein.de"):
        fields = {"name": "Tom Probe", "role": "office", "email": email}
        page = await anna.post("/office/people", fields, 409)
        assert "zum Beispiel „.de“ am Ende" in page
        assert 'value="Tom Probe"' in page


async def test_a_contact_needs_a_school(staff: Staff) -> None:
    anna = await lead(staff)
    school = await new_school(staff)
    fields = {"name": "Frau Muster", "role": "school"}
    assert "welche Schule" in await anna.post("/office/people", fields, 409)
    await anna.post("/office/people", {**fields, "school": school}, 200)
    await anna.post("/office/people", {**fields, "school": school + 1}, 404)
    assert "GS Seerosenweg, Kiel" in await anna.get("/office/people")


async def test_a_person_is_changed_by_who_saw_what_holds(staff: Staff) -> None:
    anna = await lead(staff)
    tom = await with_passkey(staff.register, "office", "Tom Probe")
    page = await anna.get(f"/office/people/{tom.id}")
    (version,) = re.findall(r'name="version" value="(\d+)"', page)
    fields = {"name": "Tom Probe", "role": "reader", "version": version}
    where = await anna.post(f"/office/people/{tom.id}", fields)
    assert "Tom Probe geändert (Lesen)" in await anna.get(where)
    page = await anna.post(f"/office/people/{tom.id}", fields, 409)
    assert "Jemand hat das gerade geändert." in page


async def test_the_last_lead_stays(staff: Staff) -> None:
    anna = await lead(staff)
    fields = {"name": "Anna", "role": "office"}
    page = await anna.post(f"/office/people/{anna.member.id}", fields, 409)
    assert "Geben Sie zuerst jemand anderem die Rolle Leitung." in page
    await anna.post(f"/office/people/{anna.member.id}/leave", status=409)


async def test_access_ends_at_once(staff: Staff) -> None:
    anna, tom = await lead(staff), await staff.signed_in("office")
    await staff.register.add_passkey(tom.member, new_passkey())
    (passkey,) = await staff.register.passkeys_of(tom.member.id)
    path = f"/office/people/{tom.member.id}"
    await anna.post(f"{path}/passkeys/{passkey.id}/remove")
    await anna.post(f"{path}/sessions")
    await tom.get("/office/me", 303)
    assert "/office/sign-in/invitation#" in await anna.post(f"{path}/invite", status=200)
    where = await anna.post(f"{path}/leave")
    assert "Anna office" not in await anna.get(where)
    for act in ("", "/invite", "/leave"):
        await anna.post(path + act, {"name": "T", "role": "lead"} if not act else None, 404)


async def test_people_are_kept_by_a_lead_with_a_fresh_passkey(staff: Staff) -> None:
    anna, tom = await lead(staff), await staff.signed_in("office")
    fields = {"name": "Jo", "role": "reader"}
    await tom.post("/office/people", fields, 404)
    await tom.get("/office/people", 404)
    await tom.get(f"/office/people/{tom.member.id}", 404)
    staff.clock.now_s += FRESH_S
    await anna.post("/office/people", fields, 403)
    assert len(await staff.register.people(anna.member)) == 2


async def test_an_undo_of_people_needs_the_touch_too(staff: Staff) -> None:
    anna = await lead(staff)
    tom = await with_passkey(staff.register, "lead", "Tom Probe")
    reader = PersonProfile("Tom Probe", "", "reader")
    change = await staff.register.change_person(anna.member, tom.id, reader)
    staff.clock.now_s += FRESH_S
    await anna.post(f"/office/undo/{change}", status=403)
    assert (await staff.register.person(anna.member, tom.id)).profile.role == "reader"


async def test_whoever_has_left_is_invited_anew_and_no_undo_is_offered(staff: Staff) -> None:
    anna = await lead(staff)
    tom = await with_passkey(staff.register, "office", "Tom Probe")
    page = await anna.get(f"/office/people/{tom.id}")
    assert "Das lässt sich nicht zurücknehmen; wer wiederkommt, braucht eine neue" in page
    where = await anna.post(f"/office/people/{tom.id}/leave")
    page = await anna.get(where)
    assert "/office/undo/" not in page
    assert "/office/people/new" in page


@pytest.mark.thorough
@pytest.mark.browser
async def test_somebody_is_invited_in_a_browser(staff: Staff) -> None:
    anna = await with_passkey(staff.register, "lead")
    await with_passkey(staff.register, "office", "Mira Muster")
    school = await new_school(staff)
    contact = PersonProfile("Frau Muster", "", "school", school)
    await staff.register.invite(COMMAND_LINE, contact)
    async with chromium(staff) as window:
        page = window.page
        await window.authenticator()
        await window.sign_in(anna)
        await window.goto("/office/people")
        await window.says("Anna Beispiel, Mira Muster: nur ein Passkey.")
        assert await window.axe() == []
        await window.looked_at("people")
        await page.get_by_role("link", name="Person einladen").click()
        await page.get_by_label("Name").fill("Herr Test")
        assert not await page.get_by_label("Schule", exact=True).is_visible()
        await page.get_by_role("radio", name="Schule").check()
        await page.get_by_label("Schule", exact=True).select_option("GS Seerosenweg, Kiel")
        assert await window.axe() == []
        await window.looked_at("person-new")
        await window.press("Einladung machen")
        await window.says("Einladung für Herr Test")
        assert await window.axe() == []
        await window.looked_at("person-invited")
        await page.get_by_role("link", name="Fertig").click()
        await page.get_by_role("link", name="Mira Muster").click()
        await window.says("Überall abmelden")
        assert await window.axe() == []
        await window.looked_at("person")
