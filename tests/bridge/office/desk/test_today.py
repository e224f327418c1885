from tests.bridge.office.staff import Staff


async def test_today_greets_by_name(staff: Staff) -> None:
    office = await staff.signed_in("office")
    assert "Anna office" in await office.get("/office/today")
