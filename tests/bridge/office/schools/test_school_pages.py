import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import add_school, running
from tests.bridge.office.staff import Staff


async def test_a_school_is_added_changed_and_found(staff: Staff) -> None:
    office = await staff.signed_in("office")
    assert "Noch keine Schule." in await office.get("/office/schools")
    for wrong, words in (
        ({"name": " "}, "Wie heißt die Schule?"),
        ({"name": "GS X", "postcode": "2400"}, "Eine Postleitzahl hat fünf Ziffern."),
    ):
        told = await office.post("/office/schools/new", wrong, status=409)
        assert words in told, wrong
    where = await office.post(
        "/office/schools/new", {"name": "GS Heidekamp", "town": "Lüneburg", "postcode": "21335"}
    )
    path = where.partition("?")[0]
    (school,) = await staff.register.schools(COMMAND_LINE)
    assert school.state == "NI"  # from the town
    typed = {"name": "GS Heidekamp", "town": "Lüneburg", "also_called": "Heide\nHeidekamp-Schule"}
    await office.post(path, {**typed, "version": "1", "note": "Eingang hinten"})
    page = await office.get(path)
    assert "Heide, Heidekamp-Schule" in page
    assert "Eingang hinten" in page
    slower = await office.post(path, {**typed, "name": "GS Heide", "version": "1"}, status=409)
    assert "Jemand hat das gerade geändert." in slower
    assert "Sie hatten geschrieben: GS Heide" in slower
    assert "GS Heidekamp" in await office.get("/office/schools", q="heide", state="NI")
    assert "Keine Schule passt." in await office.get("/office/schools", state="HH")


async def test_contacts_are_added_changed_and_removed(staff: Staff) -> None:
    school = await add_school(staff)
    other = await add_school(staff, "GS Seerosenweg")
    path = f"/office/schools/{school}"
    office = await staff.signed_in("office")
    told = await office.post(f"{path}/contacts", {"name": "Frau Neu", "email": "neu@schule"}, 409)
    assert "zum Beispiel „.de“ am Ende" in told
    assert 'value="Frau Neu"' in told
    await office.post(f"{path}/contacts", {"name": "Frau Neu", "phone": "040 555"})
    one, two = await staff.register.contacts(COMMAND_LINE, school)
    changed = {"name": "Frau Alt", "version": "1"}
    await office.post(f"/office/schools/{other}/contacts/{two.id}", changed, status=404)
    await office.post(f"/office/schools/{other}/contacts/{two.id}/remove", status=404)
    await office.post(f"{path}/contacts/{two.id}", changed)
    where = await office.post(f"{path}/contacts/{one.id}/remove")
    assert [c.name for c in await staff.register.contacts(COMMAND_LINE, school)] == ["Frau Alt"]
    number = where.partition("undo=")[2]
    await office.post(f"/office/undo/{number}", {"back": path})
    assert len(await staff.register.contacts(COMMAND_LINE, school)) == 2


@pytest.mark.thorough
async def test_a_school_sees_itself_and_changes_nothing(staff: Staff) -> None:
    lent = await running(staff)
    other = await add_school(staff, "GS Seerosenweg")
    school = await staff.signed_in("school", lent.school)
    page = await school.get("/office/schools")
    assert "GemS Fördewind" in page
    assert "Seerosenweg" not in page
    assert "Otto" in await school.get(f"/office/schools/{lent.school}")
    await school.get(f"/office/schools/{other}", 404)
    await school.get(f"/office/schools/{lent.school}/edit", 404)
    await school.post(f"/office/schools/{lent.school}", {"name": "X", "version": "1"}, status=404)
