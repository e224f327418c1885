from bridge.lending.permissions import COMMAND_LINE
from bridge.store.office_tables import schools
from tests.bridge.office.staff import Staff


async def test_a_change_is_taken_back_by_its_button(staff: Staff) -> None:
    async with staff.register.change(COMMAND_LINE, "undo") as change:
        await change.insert(schools, name="GS Lindenkoppel")
    office = await staff.signed_in("office")
    page = await office.get("/office/today", undo=str(change.id))
    assert f'action="/office/undo/{change.id}"' in page
    where = await office.post(f"/office/undo/{change.id}", {"back": "/office/today"})
    assert where == "/office/today"
    assert "Rückgängig" not in await office.get("/office/today")
