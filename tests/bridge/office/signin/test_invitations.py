import json

import aiohttp

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from bridge.register.members import Invitation, PersonProfile
from tests.bridge.office.authenticator import SoftAuthenticator
from tests.bridge.office.staff import Staff

LINK = "/office/sign-in/invitation"
ANNA = PersonProfile("Anna Beispiel", "", "lead")


async def invited(staff: Staff) -> Invitation:
    return await staff.register.invite(COMMAND_LINE, ANNA)


async def sent(
    staff: Staff, path: str, cookie: str = "", **fields: str
) -> tuple[int, str, aiohttp.ClientResponse]:
    headers = {"Origin": staff.url} | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    asked = staff.http.post(staff.url + path, data=fields, headers=headers, allow_redirects=False)
    async with asked as answer:
        return answer.status, await answer.text(), answer


async def test_the_link_is_used_up_when_the_passkey_is_kept_and_not_before(staff: Staff) -> None:
    token = (await invited(staff)).token
    for _ in range(2):
        status, page, _ = await sent(staff, LINK, token=token)
        assert (status, "Guten Tag, Anna Beispiel" in page) == (200, True)
    _, options, _ = await sent(staff, f"{LINK}/challenge", token=token)
    assert json.loads(options)["user"]["name"] == "Anna Beispiel"
    made = SoftAuthenticator(staff.url).make(options)
    fields = {"token": token, "label": "Büro-Laptop", "credential": made}
    status, _, answer = await sent(staff, f"{LINK}/passkey", **fields)
    assert (status, answer.headers["Location"]) == (303, "/office/me?welcome=1")
    session = answer.cookies[COOKIE].value
    assert await staff.register.session(session) is not None
    status, page, _ = await sent(staff, f"{LINK}/passkey", **fields)
    assert (status, "schon benutzt" in page) == (409, True)


async def test_a_session_that_somebody_planted_ends_with_the_sign_in(staff: Staff) -> None:
    """Session fixation: what the browser brought along is worth nothing afterwards."""
    token = (await invited(staff)).token
    planted = await staff.cookie(await staff.person("reader"))
    _, options, _ = await sent(staff, f"{LINK}/challenge", token=token)
    device = SoftAuthenticator(staff.url)
    fields = {"token": token, "label": "Handy", "credential": device.make(options)}
    _, _, answer = await sent(staff, f"{LINK}/passkey", planted, **fields)
    assert answer.cookies[COOKIE].value != planted
    assert await staff.register.session(planted) is None
    planted = await staff.cookie(await staff.person("reader"))
    async with staff.http.get(f"{staff.url}/office/sign-in/challenge") as asked:
        used = device.use(await asked.text())
    status, _, answer = await sent(staff, "/office/sign-in", planted, credential=used)
    assert status == 303
    assert answer.cookies[COOKIE].value != planted
    assert await staff.register.session(planted) is None


async def test_what_was_signed_for_another_invitation_is_refused(staff: Staff) -> None:
    first, second = await invited(staff), await invited(staff)
    _, options, _ = await sent(staff, f"{LINK}/challenge", token=first.token)
    made = SoftAuthenticator(staff.url).make(options)
    fields = {"token": second.token, "label": "Handy", "credential": made}
    status, page, _ = await sent(staff, f"{LINK}/passkey", **fields)
    assert (status, "zu lange" in page) == (409, True)


async def test_a_wrong_code_stays_on_its_page_with_words(staff: Staff) -> None:
    for path in (LINK, "/office/sign-in/paper"):
        status, page, _ = await sent(staff, path, token="K7QF-2MXR-9TCH-4WDN")
        assert status == 409
        assert "Diesen Link oder Code kennen wir nicht." in page
        assert f'action="{path}"' in page


async def test_another_language_leads_to_the_same_page(staff: Staff) -> None:
    _, page, _ = await sent(staff, LINK, token=(await invited(staff)).token)
    assert 'name="to" value="/office/sign-in/invitation#' in page
    async with staff.http.get(f"{staff.url}/office/sign-in?to=/office/me") as answer:
        assert 'name="to" value="/office/sign-in?to=/office/me"' in await answer.text()
    fields = {"language": "en", "to": "/office/sign-in?to=/office/me"}
    status, _, answered = await sent(staff, "/office/sign-in/language", **fields)
    assert (status, answered.headers["Location"]) == (303, fields["to"])
    fields["to"] = "https://evil.example"
    assert (await sent(staff, "/office/sign-in/language", **fields))[0] == 409
