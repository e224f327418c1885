import aiohttp
import pytest
from aiohttp import web

from bridge.office.frame.ask import FRESH_S, Ask
from bridge.office.frame.door import COOKIE, LIVE
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.people import IDLE_S, SESSION_S
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


async def kept(_ask: Ask) -> web.StreamResponse:
    return web.Response(text="done")


async def need(ask: Ask) -> web.StreamResponse:
    ask.need_touch()
    return web.Response(text="done")


class Typed(Fields, frozen=True):
    text: str = ""


async def test_a_form_waits_for_the_passkey_and_a_page_is_found_again(staff: Staff) -> None:
    routes = (
        OfficeRoute("POST", "/office/kept", kept, fields=Typed, is_fresh=True),
        OfficeRoute("GET", "/office/kept", need, fields=Typed),
    )
    async with staff.with_routes(*routes) as there:
        office = await there.signed_in("office")
        assert await office.post("/office/kept", {"text": "a"}, 200) == "done"
        staff.clock.now_s += FRESH_S
        page = await office.post("/office/kept", {"text": '"<b>'}, 403)
        assert 'action="/office/kept"' in page
        assert 'name="text" value="&#34;&lt;b&gt;"' in page
        asked = there.http.get(
            f"{there.url}/office/kept?text=a%26b",
            headers={"Cookie": f"{COOKIE}={office.token}"},
            allow_redirects=False,
        )
        async with asked as answer:
            where = "/office/sign-in/again?to=%2Foffice%2Fkept%3Ftext%3Da%2526b"
            assert answer.headers["Location"] == where
        staff.clock.now_s += SESSION_S
        assert "noch da" in await office.post("/office/kept", {"text": "a"}, 401)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x08"])
async def test_signs_that_nobody_types_are_refused(staff: Staff, sign: str) -> None:
    routes = (
        OfficeRoute("POST", "/office/typed", kept, fields=Typed),
        OfficeRoute("GET", "/office/typed", kept, fields=Typed),
    )
    async with staff.with_routes(*routes) as there:
        office = await there.signed_in("office")
        for text in (sign, f"a{sign}b"):
            page = await office.post("/office/typed", {"text": text}, 409)
            assert "die niemand lesen kann" in page
            await office.get("/office/typed", 409, text=text)
        await office.post("/office/typed", {"text": "zwei\r\nZeilen\tä"}, 200)


async def test_a_file_in_the_place_of_a_text_is_not_taken(staff: Staff) -> None:
    routes = (OfficeRoute("POST", "/office/typed", kept, fields=Typed),)
    async with staff.with_routes(*routes) as there:
        office = await there.signed_in("office")
        form = aiohttp.FormData({"text": "a"})
        form.add_field("text", b"x", filename="x.csv")
        cookie = {"Cookie": f"{COOKIE}={office.token}", "Origin": there.url}
        asked = there.http.post(f"{there.url}/office/typed", data=form, headers=cookie)
        async with asked as answer:
            assert answer.status == 200


async def test_a_form_of_another_page_is_not_held(staff: Staff) -> None:
    asked = staff.http.post(
        f"{staff.url}/office/undo/1",
        data={"back": "/office/evil"},
        headers={"Origin": "https://evil.example"},
    )
    async with asked as answer:
        assert answer.status == 401
        assert "evil" not in await answer.text()


async def test_a_page_that_keeps_up_hears_nothing_new_and_keeps_no_session(staff: Staff) -> None:
    office = await staff.signed_in("office")
    url, headers = f"{staff.url}/office/more", office._headers() | {LIVE: "1"}
    async with staff.http.get(url, headers=headers) as answer:
        headers["If-None-Match"] = answer.headers["ETag"]
    async with staff.http.get(url, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    staff.clock.now_s += IDLE_S - 1
    async with staff.http.get(url, headers=headers) as answer:
        assert answer.status == 304
    staff.clock.now_s += 2
    async with staff.http.get(url, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
