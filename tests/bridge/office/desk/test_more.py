from tests.bridge.office.staff import Staff


async def test_each_role_finds_its_places_and_no_other(staff: Staff) -> None:
    lead, reader = await staff.signed_in("lead"), await staff.signed_in("reader")
    assert 'href="/office/settings"' in await lead.get("/office/more")
    page = await reader.get("/office/more")
    assert 'href="/office/papers"' in page
    assert 'href="/office/people"' not in page
    assert 'href="/office/children"' not in page


async def test_everybody_begins_where_they_may_be(staff: Staff) -> None:
    for role, place in (("office", "/office/today"), ("reader", "/office/robots")):
        visit = await staff.signed_in(role)  # type: ignore[arg-type]
        url = f"{staff.url}/office"
        async with staff.http.get(url, headers=visit._headers(), allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, place)
        await visit.get(place)


async def test_the_keys_are_listed(staff: Staff) -> None:
    visit = await staff.signed_in("reader")
    assert "<kbd>g h</kbd>" in await visit.get("/office/keys")
