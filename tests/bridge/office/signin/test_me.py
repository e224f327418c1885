import json

from bridge.office.frame.ask import FRESH_S
from tests.bridge.office.authenticator import SoftAuthenticator
from tests.bridge.office.staff import Staff
from tests.bridge.register.keys import new_passkey


async def test_somebody_sees_what_is_kept_of_them_and_changes_it(staff: Staff) -> None:
    office = await staff.signed_in("office")
    await staff.register.add_passkey(office.member, new_passkey("Büro <b>"))
    page = await office.get("/office/me")
    assert "Sie haben nur einen Passkey." in page
    assert "Büro &lt;b&gt;" in page
    await office.post("/office/me", {"language": "en", "mail_at_seven": "true"})
    page = await office.get("/office/me")
    assert '<html lang="en">' in page
    assert 'name="mail_at_seven" value="true" checked' in page
    await office.post("/office/me", {"language": "fr"}, 409)


async def test_a_second_passkey_needs_a_fresh_touch_and_is_listed(staff: Staff) -> None:
    office = await staff.signed_in("office")
    options = await office.get("/office/me/passkeys/challenge")
    made = SoftAuthenticator(staff.url).make(options)
    fields = {"label": "Handy", "credential": made}
    await office.post("/office/me/passkeys/passkey", fields)
    (passkey,) = await staff.register.passkeys_of(office.member.id)
    assert passkey.label == "Handy"
    staff.clock.now_s += FRESH_S
    await office.post("/office/me/passkeys/passkey", fields, 403)
    await office.get("/office/me/passkeys/challenge", 303)
    await office.post(f"/office/me/passkeys/{passkey.id}/remove", status=403)
    assert len(await staff.register.passkeys_of(office.member.id)) == 1


async def test_the_last_passkey_stays(staff: Staff) -> None:
    office = await staff.signed_in("office")
    await staff.register.add_passkey(office.member, new_passkey())
    (passkey,) = await staff.register.passkeys_of(office.member.id)
    path = f"/office/me/passkeys/{passkey.id}/remove"
    assert "Das ist der letzte Passkey." in await office.post(path, status=409)
    await office.post("/office/me/paper", status=200)
    await office.post(path)


async def test_others_passkeys_are_out_of_reach(staff: Staff) -> None:
    anna, tom = await staff.signed_in("lead"), await staff.signed_in("office")
    await staff.register.add_passkey(anna.member, new_passkey())
    (passkey,) = await staff.register.passkeys_of(anna.member.id)
    await tom.post(f"/office/me/passkeys/{passkey.id}/remove", status=404)


async def test_other_sessions_end_and_this_one_goes_on(staff: Staff) -> None:
    office = await staff.signed_in("office")
    elsewhere = await staff.cookie(office.member)
    assert "Überall sonst abmelden" in await office.get("/office/me")
    await office.post("/office/me/sessions")
    assert await staff.register.session(elsewhere) is None
    assert "Überall sonst abmelden" not in await office.get("/office/me")


async def test_a_touch_is_the_persons_own_and_ends_the_old_session(staff: Staff) -> None:
    office = await staff.signed_in("office")
    device = SoftAuthenticator(staff.url)
    made = device.make(await office.get("/office/me/passkeys/challenge"))
    await office.post("/office/me/passkeys/passkey", {"label": "Handy", "credential": made})
    options = await office.get("/office/sign-in/again/challenge")
    assert len(json.loads(options)["allowCredentials"]) == 1
    other = await staff.signed_in("office")
    await other.post("/office/sign-in/again", {"credential": device.use(options)}, 409)
    await office.post("/office/sign-in/again", {"credential": device.use(options)})
    assert await staff.register.session(office.token) is None


async def test_a_page_that_waits_for_the_touch_is_found_again(staff: Staff) -> None:
    office = await staff.signed_in("office")
    page = await office.get("/office/sign-in/again", to="/office/loans/7?a=b")
    assert 'data-then="/office/loans/7?a=b"' in page
    assert '<form class="held"' not in page
    for evil in ("https://evil.example", "//evil.example", "/lend", "/office\\evil", "/officer"):
        await office.get("/office/sign-in/again", 409, to=evil)
