from tests.bridge.office.desk.lent import two_schools
from tests.bridge.office.staff import Staff


async def test_what_is_found_is_shown_by_kind_with_its_page(staff: Staff) -> None:
    _hamburg, kiel = await two_schools(staff)
    office = await staff.signed_in("office")
    page = await office.get("/office/search", q="seerosenweg")
    for shown in ("Lotte", f'href="/office/schools/{kiel}"', "Leihen", 'href="/office/loans/2"'):
        assert shown in page
    assert "Nichts zu „&lt;zzz&gt;“." in await office.get("/office/search", q="<zzz>")
    contact = await staff.signed_in("school", kiel)
    assert "Fiete" not in await contact.get("/office/search", q="fiete")
    assert "Lotte" in await contact.get("/office/search", q="lotte")
