"""The office in Firefox: the whole way in with passkeys, and what its pages do with scripts."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.ask import FRESH_S
from bridge.office.frame.door import COOKIE
from bridge.register.members import PersonProfile
from tests.bridge.office.desk.lent import two_schools
from tests.bridge.office.staff import Staff
from tests.bridge.office.test_injected import ATTEMPTS, TRY
from tests.deadline import WAIT_S
from tests.firefox import Firefox, Tab, started
from tests.firefox_authenticator import started_with_authenticators

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

GERMAN: dict[str, bool | int | str] = {"intl.accept_languages": "de-DE, de"}
ANNA = PersonProfile("Anna Beispiel", "anna@verein.example", "lead")
LABEL = "document.querySelector('#label')"
"""Field for the name of a device."""

ENTER, ESCAPE = "\ue007", "\ue00c"

PAGES = (
    *("today", "robots", "robots/fiete", "search?q=fiete", "loans", "loans/list", "loans/1"),
    *("loans/1/days", "loans/1/lessons", "loans/1/papers", "loans/new", "lists", "lists/report"),
    *("requests", "requests/new", "children", "schools", "schools/1", "papers", "fleet"),
    *("people", "history", "settings", "settings/states/SH", "undo", "keys", "me"),
)


def link(name: str) -> str:
    """Return the expression for a link that has this name, a button's look or not."""
    shown = f"one.innerText.trim() === {json.dumps(name)}"
    return f"[...document.querySelectorAll('a, summary')].find((one) => {shown})"


async def at(page: Tab, path: str) -> None:
    """Wait until the page has this path, and its scripts have run."""
    here = f"document.readyState === 'complete' && location.pathname === {json.dumps(path)}"
    await page.until(here, WAIT_S)


@asynccontextmanager
async def signed_in(staff: Staff, folder: Path) -> AsyncIterator[Firefox]:
    """Open a browser with a session of a lead, as a passkey would give it."""
    token = await staff.cookie(await staff.person("lead"))
    cookie = {
        **{"name": COOKIE, "value": {"type": "string", "value": token}, "domain": "localhost"},
        **{"path": "/", "secure": True, "httpOnly": True, "sameSite": "strict"},
    }
    async with started(folder, GERMAN) as firefox:
        await firefox.hear_wrong()
        await firefox.command("storage.setCookie", {"cookie": cookie})
        yield firefox


async def out_and_in_again(page: Tab) -> None:
    """Sign out on the page about oneself, and in with the passkey of the device that is there."""
    await page.press("Abmelden")
    await page.reads("Sie sind abgemeldet.")
    await page.press("Mit Passkey anmelden")
    await at(page, "/office/today")
    await page.reads("Guten Tag, Anna")


async def test_from_the_invitation_to_the_second_passkey_and_out_again(
    staff: Staff, short_path: Path
) -> None:
    invitation = await staff.register.invite(COMMAND_LINE, ANNA)
    async with started_with_authenticators(short_path, GERMAN) as (firefox, devices):
        await firefox.hear_wrong()
        page = await firefox.tab()
        laptop = await devices.plug_in()
        await page.go(f"{staff.url}/office/me")
        await page.press("Mit Passkey anmelden")
        await page.reads("Die Anmeldung wurde abgebrochen. Nichts ist passiert.")
        await page.go(f"{staff.url}/office/sign-in/invitation#{invitation.token}")
        await page.reads("Guten Tag, Anna Beispiel")
        assert invitation.token not in await page.run("() => location.href")
        await page.write(LABEL, "Büro-Laptop")
        await page.press("Passkey anlegen")
        await page.reads("Willkommen im Büro.")
        assert await devices.hosts(laptop) == ["localhost"]
        (cookie,) = (await firefox.command("storage.getCookies", {}))["cookies"]
        assert cookie["name"] == COOKIE
        assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "strict")

        # The code on paper asks for the passkey, once it was not used for a while.
        staff.clock.now_s += FRESH_S
        await page.press("Notfall-Code drucken")
        await page.reads("Kurz bestätigen")
        await page.press("Mit Passkey bestätigen")
        await page.reads("Der Code wird nur jetzt gezeigt.")
        await page.tap(link("Fertig"))
        await out_and_in_again(page)

        # A device takes one passkey of a person; another device takes the second.
        await page.go(f"{staff.url}/office/me")
        await page.tap(link("Noch einen Passkey anlegen"))
        await page.write(LABEL, "Handy")
        await page.press("Passkey anlegen")
        await page.reads("Dieses Gerät hat schon einen Passkey von Ihnen.")
        await devices.unplug(laptop)
        phone = await devices.plug_in("usb")
        await page.press("Passkey anlegen")
        await page.until("document.querySelectorAll('.keys form').length === 2")
        assert await devices.hosts(phone) == ["localhost"]
        await out_and_in_again(page)
        assert firefox.wrong == []


async def test_no_page_complains(staff: Staff, short_path: Path) -> None:
    await two_schools(staff)
    async with signed_in(staff, short_path) as firefox:
        page = await firefox.tab()
        for path in PAGES:
            await page.go(f"{staff.url}/office/{path}")
            await at(page, f"/office/{path.partition('?')[0]}")
            wide = "document.documentElement.scrollWidth > innerWidth"
            assert not await page.run(f"() => {wide}"), path
            assert firefox.wrong == [], path


async def test_pages_keep_up_and_obey_the_keyboard(staff: Staff, short_path: Path) -> None:
    await two_schools(staff)
    async with signed_in(staff, short_path) as firefox:
        page = await firefox.tab()
        await page.go(f"{staff.url}/office/today")
        await at(page, "/office/today")
        await page.key("?")
        await page.reads("zu Anfragen")
        await page.key(ESCAPE)
        await page.until("!document.querySelector('dialog')")
        await page.key("g", "r")
        await at(page, "/office/robots")
        await staff.register.add_robot_note(COMMAND_LINE, "lotte", "Rad locker")
        await page.reads("Rad locker", WAIT_S)
        await page.key("j", "j", ENTER)
        await at(page, "/office/robots/lotte")
        await page.tap(link("In die Werkstatt"))
        await page.until("document.querySelector('details.confirm[open]')")
        await page.key(ESCAPE)
        await page.until("!document.querySelector('details.confirm[open]')")
        await page.key(ESCAPE)
        await at(page, "/office/robots")
        await page.write("document.querySelector('#q-robots')", "seerosen")
        await page.until("document.querySelectorAll('#robots tr').length === 1")

        await page.go(f"{staff.url}/office/loans")
        await at(page, "/office/loans")
        await page.run("() => document.querySelector('[data-loan=\"1\"]').focus()")
        await page.key("+")
        await page.until("document.activeElement.value === '14.12.2026'")
        await page.write("document.activeElement", "8.1.")
        await page.reads("Tage davon sind Ferien.")
        await page.key(ENTER)
        await page.reads("verlängert bis 08.01.2027")
        loan = await staff.register.loan_view(COMMAND_LINE, 1)
        assert loan.last == date(2027, 1, 8)
        assert firefox.wrong == []


async def test_what_is_brought_into_a_page_does_not_run(staff: Staff, short_path: Path) -> None:
    await staff.robots("fiete")
    async with signed_in(staff, short_path) as firefox:
        tries = (f"{name!r}: () => {{ {code} }}" for name, code in ATTEMPTS.items())
        await firefox.before_pages(f"globalThis.tries = {{ {','.join(tries)} }};")
        page = await firefox.tab()
        await page.go(f"{staff.url}/office/robots")
        await at(page, "/office/robots")
        where = f"{staff.url}/office/robots"
        assert await page.run(TRY, list(ATTEMPTS)) == [0, where, where]
        assert len(firefox.wrong) >= len(ATTEMPTS), firefox.wrong
