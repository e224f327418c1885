"""The whole way in, in Chromium with its virtual authenticator."""

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.ask import FRESH_S
from bridge.office.frame.door import COOKIE
from bridge.register.members import PersonProfile
from bridge.store.office_tables import passkeys
from tests.bridge.office.browsing import chromium
from tests.bridge.office.staff import Staff

browser = pytest.mark.browser

ANNA = PersonProfile("Anna Beispiel", "anna@verein.example", "lead")


@browser
async def test_from_the_invitation_to_the_second_passkey_and_out_again(staff: Staff) -> None:
    invitation = await staff.register.invite(COMMAND_LINE, ANNA)
    async with chromium(staff) as window:
        page = window.page
        await window.authenticator()
        await window.goto(f"/office/sign-in/invitation#{invitation.token}")
        await window.says("Guten Tag, Anna Beispiel")
        assert invitation.token not in page.url
        await window.press("English")
        await window.says("Hello, Anna Beispiel")
        await window.press("Deutsch")
        await window.says("Guten Tag, Anna Beispiel")
        assert invitation.token not in page.url
        await window.looked_at("welcome")
        assert await window.axe() == []
        await page.get_by_label("Wie heißt dieses Gerät?").fill("Büro-Laptop")
        await window.press("Passkey anlegen")
        await window.says("Willkommen im Büro.")
        (cookie,) = [one for one in await window.context.cookies() if one["name"] == COOKIE]
        assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
        await window.looked_at("me-first")

        # The code on paper asks for the passkey, once it was not used for a while.
        staff.clock.now_s += FRESH_S
        await window.press("Notfall-Code drucken")
        await window.says("Kurz bestätigen")
        await window.looked_at("again")
        assert await window.axe() == []
        await window.press("Mit Passkey bestätigen")
        await window.says("Der Code wird nur jetzt gezeigt.")
        await window.looked_at("paper-code")
        assert await window.axe() == []
        code = await page.locator(".code").inner_text()
        await page.get_by_role("link", name="Fertig").click()

        await window.press("Abmelden")
        await window.says("Sie sind abgemeldet.")
        await window.press("Mit Passkey anmelden")
        await page.wait_for_url("**/office/today")
        await window.goto("/office/me")
        await window.looked_at("me")
        await window.press("Abmelden")

        await page.get_by_role("link", name="Ich habe einen Notfall-Code").click()
        await window.looked_at("paper")
        assert await window.axe() == []
        await page.get_by_label("Code").fill("falsch")
        await window.press("Weiter")
        await window.says("Diesen Link oder Code kennen wir nicht.")
        assert await window.axe() == []
        await page.get_by_label("Code").fill(code.lower())
        await window.press("Weiter")
        await window.says("Der Code stimmt.")


@pytest.mark.thorough
@browser
async def test_the_sign_in_says_what_is_wrong_and_goes_on_to_the_page(staff: Staff) -> None:
    anna = await staff.register.invite(COMMAND_LINE, ANNA)
    async with chromium(staff) as window:
        page = window.page
        await window.goto("/office/me")
        await window.says("Melden Sie sich im Büro an.")
        await window.looked_at("sign-in")
        assert await window.axe() == []
        await window.authenticator()
        await window.press("Mit Passkey anmelden")
        await window.says("Die Anmeldung wurde abgebrochen. Nichts ist passiert.")
        await window.goto(f"/office/sign-in/invitation#{anna.token}")
        await window.press("Passkey anlegen")
        await window.says("Willkommen im Büro.")
        assert await window.axe() == []

        # The browser is signed in after all: it only did not say so on its way from elsewhere.
        letter = f'<!doctype html><a href="{staff.url}/office/me">Leihe</a>'
        mail = "https://mail.example/"
        await page.route(mail, lambda asked: asked.fulfill(body=letter, content_type="text/html"))
        await page.goto(mail)
        await page.get_by_role("link").click()
        await page.wait_for_url("**/office/me")
        await window.press("Abmelden")

        # The passkey of somebody who has left is nobody's.
        await staff.register.invite(COMMAND_LINE, ANNA)
        async with staff.register._database.begin(write=True) as connection:
            await connection.execute(passkeys.delete())
        await window.goto("/office/sign-in?to=/office/me")
        await window.press("Mit Passkey anmelden")
        await window.says("Dieser Passkey gehört zu keinem Konto.")


async def test_everybody_is_led_to_a_page_that_they_may_see(staff: Staff) -> None:
    for role, first in (("lead", "today"), ("school", "today"), ("reader", "robots")):
        visit = await staff.signed_in(role, 1 if role == "school" else None)  # type: ignore[arg-type]
        headers = {"Cookie": f"{COOKIE}={visit.token}"}
        async with staff.http.get(f"{staff.url}/office", headers=headers) as answer:
            assert answer.url.path == f"/office/{first}"
            assert answer.status == 200
