from bridge.office.frame.door import COOKIE, FRESH_S
from tests.bridge.office.staff import Staff


async def test_a_stranger_is_led_to_the_sign_in_and_learns_nothing(staff: Staff) -> None:
    async with staff.http.get(f"{staff.url}/office/today", allow_redirects=False) as answer:
        assert answer.status == 303
        assert answer.headers["Location"] == "/office/sign-in?to=%2Foffice%2Ftoday"
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
    async with staff.http.post(f"{staff.url}/office/undo/1", data={}) as answer:
        assert answer.status == 401


async def test_a_member_is_let_in_and_a_right_that_is_missing_looks_like_no_page(
    staff: Staff,
) -> None:
    office = await staff.signed_in("office")
    assert "Guten Tag" in await office.get("/office/today")
    reader = await staff.signed_in("reader")
    assert "Diese Seite gibt es nicht" in await reader.get("/office/today", 404)


async def test_a_form_of_another_page_is_refused(staff: Staff) -> None:
    office = await staff.signed_in("office")
    cookie = {"Cookie": f"{COOKIE}={office.token}"}
    for origin in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        asked = staff.http.post(f"{staff.url}/office/undo/1", data={}, headers=cookie | origin)
        async with asked as answer:
            assert answer.status == 409
            assert "nicht von einer Seite des Büros" in await answer.text()


async def test_a_body_that_is_too_large_or_a_field_that_is_wrong_is_named(staff: Staff) -> None:
    office = await staff.signed_in("office")
    assert "back" in await office.post("/office/undo/1", {"back": "https://evil.example"}, 409)
    await office.post("/office/undo/1", {"back": "x" * 20_000}, 413)


async def test_freshness_ends(staff: Staff) -> None:
    office = await staff.signed_in("office")
    session = await staff.register.session(office.token)
    assert session is not None
    staff.clock.now_s += FRESH_S
    assert staff.clock.unix_s() - session.fresh_at >= FRESH_S
