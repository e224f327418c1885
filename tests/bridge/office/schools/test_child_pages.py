import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import add_school, running
from tests.bridge.office.staff import Staff


async def test_a_short_name_is_corrected_everywhere_at_once(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    page = await office.get("/office/children")
    assert "Kind 6" in page
    assert "17.01.2027" in page  # when it will be erased
    (child,) = await staff.register.children(COMMAND_LINE)
    path = f"/office/children/{child.id}"
    assert "Otto" in await office.get(path)
    for name in ("", "x" * 41):
        await office.post(path, {"short_name": name, "version": "1"}, status=409)
    await office.post(path, {"short_name": "J. B.", "class_name": "6c", "version": "1"})
    assert "Otto für J. B." in await office.get(lent.page)
    stale = await office.post(path, {"short_name": "L.", "version": "1"}, status=409)
    assert "Jemand hat das gerade geändert." in stale
    await office.post(path, {"short_name": "Kind mit Asthma", "class_name": "6c", "version": "2"})
    assert "Das klingt nach einer Krankheit." in await office.get(path)
    assert "Kein Kind passt." in await office.get("/office/children", q="nobody")


@pytest.mark.thorough
async def test_a_school_sees_its_own_children_and_a_reader_none(staff: Staff) -> None:
    lent = await running(staff)
    (child,) = await staff.register.children(COMMAND_LINE)
    school = await staff.signed_in("school", lent.school)
    assert "Kind 6" in await school.get(f"/office/children/{child.id}")
    await school.post(f"/office/children/{child.id}", {"short_name": "X"}, status=404)
    other = await staff.signed_in("school", await add_school(staff, "GS Seerosenweg"))
    await other.get(f"/office/children/{child.id}", 404)
    assert "Noch kein Kind." in await other.get("/office/children")
    await (await staff.signed_in("reader")).get("/office/children", 404)
