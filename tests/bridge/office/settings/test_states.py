from tests.bridge.office.staff import Staff


async def test_each_state_shows_its_basis_and_its_doubt(staff: Staff) -> None:
    page = await (await staff.signed_in("lead")).get("/office/settings/states")
    assert "§ 98c Hamburgisches Schulgesetz" in page
    assert "keinem Juristen" in page
    assert page.count("<dt>Offen</dt>") == 4
