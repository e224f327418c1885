from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import LATER, add_school
from tests.bridge.office.staff import Staff


async def test_a_note_in_pencil_is_reserved_or_rubbed_out(staff: Staff) -> None:
    await staff.robots("uwe")
    school = await add_school(staff)
    note = await staff.register.pencil_in(COMMAND_LINE, "uwe", LATER, school)
    path = f"/office/loans/pencilled/{note.id}"
    office = await staff.signed_in("office")
    assert f'href="{path}"' in await office.get("/office/loans")
    page = await office.get(path)
    assert "11.01. bis 25.03.2027" in page
    assert "days=11.01.2027+bis+25.03.2027&amp;robot=uwe" in page
    other = await staff.signed_in("school", await add_school(staff, "GS Seerosenweg"))
    await other.get(path, 404)
    own = await staff.signed_in("school", school)
    assert "Vormerkung entfernen" not in await own.get(path)
    await own.post(f"{path}/rub-out", status=404)
    await office.post(f"{path}/rub-out")
    assert await staff.register.pencilled(COMMAND_LINE) == []
    await office.get(path, 404)
