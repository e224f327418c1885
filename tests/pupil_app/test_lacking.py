"""Features that a browser lacks: each is replaced, or its lack is said in words."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pupil_app import pages
from tests.pupil_app.older import NO_ED25519
from tests.pupil_app.pretend_bridge import Bridge, press, pretend
from tests.pupil_app.test_storage import BROKEN_OPEN, CANNOT_START, FAILS, hello_key, opened, stored

NO_CALLS = "Dieser Browser kann nicht in die Klasse. Hol dir Hilfe."


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    return pretend(context)


def paired_key(context: BrowserContext, bridge: Bridge, script: str = "") -> str:
    """Pair a tablet, and return its key."""
    page = context.new_page()
    page.add_init_script(script)
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    stored(page, "pairing")
    key = bridge.heard[-1]["device_key"]
    page.close()
    bridge.heard.clear()
    return str(key)


def test_a_key_of_p256_stays_when_the_browser_has_learnt_ed25519(
    context: BrowserContext, bridge: Bridge
) -> None:
    key = paired_key(context, bridge, NO_ED25519)
    assert len(key) == 44
    assert hello_key(opened(context), bridge) == key


def test_a_key_of_ed25519_stays(context: BrowserContext, bridge: Bridge) -> None:
    key = paired_key(context, bridge)
    assert len(key) == 43
    assert hello_key(opened(context), bridge) == key


def test_a_browser_without_connections_is_told_at_once(
    context: BrowserContext, bridge: Bridge
) -> None:
    page = context.new_page()
    page.add_init_script("if (!sessionStorage.again) delete window.RTCPeerConnection")
    page.goto(bridge.link)
    expect(page.get_by_role("heading", name=NO_CALLS)).to_be_visible()
    # The code of the link is not used up, so that it can be used elsewhere.
    assert bridge.heard == []
    page.evaluate("sessionStorage.again = 1")
    press(page, "Noch mal versuchen")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


BLOCKED = {
    "constructor": "RTCPeerConnection = class { constructor() { throw new TypeError('no'); } }",
    "offer": "RTCPeerConnection.prototype.createOffer = () => Promise.reject(new Error('no'))",
}


@pytest.mark.parametrize("script", BLOCKED.values(), ids=BLOCKED)
def test_the_device_check_finds_connections_that_are_blocked(
    context: BrowserContext, bridge: Bridge, script: str
) -> None:
    page = context.new_page()
    page.goto(bridge.link)
    press(page, "Kurz testen")
    row = page.locator(".check-row").nth(2)
    expect(row).to_have_attribute("data-good", "true")
    expect(row.get_by_text(NO_CALLS)).to_be_hidden()
    press(page, "Nicht jetzt")
    page.evaluate(f"() => {{ window.{script}; }}")
    press(page, "Noch mal testen" if page.get_by_text("Noch mal testen").count() else "Kurz testen")
    expect(row).to_have_attribute("data-good", "false")
    expect(row.get_by_text(NO_CALLS)).to_be_visible()


def test_connections_that_cannot_be_made_fail_at_once_and_not_after_a_deadline(
    context: BrowserContext, bridge: Bridge
) -> None:
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    page.evaluate(f"() => {{ window.{BLOCKED['constructor']}; }}")
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    # Three attempts with 8 s each would take longer than a test waits for it.
    expect(page.get_by_role("heading", name="Es klappt gerade nicht")).to_be_visible()


@pytest.mark.thorough
def test_a_database_that_never_answers_is_said_and_nothing_is_lost(
    context: BrowserContext, bridge: Bridge
) -> None:
    key = paired_key(context, bridge)
    page = context.new_page()
    page.add_init_script(BROKEN_OPEN % (1000, FAILS["hangs"]))
    page.goto(f"{pages.ORIGIN}/")
    expect(page.get_by_text("Einen Moment.", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=CANNOT_START)).to_be_visible()
    page.close()
    assert hello_key(opened(context), bridge) == key


COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def loads(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.loads)"))


def test_a_page_that_comes_back_whole_is_loaded_anew(
    context: BrowserContext, bridge: Bridge
) -> None:
    page = context.new_page()
    page.add_init_script("sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1")
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    stored(page, "pairing")
    assert loads(page) == 1
    with page.expect_navigation():
        page.evaluate(COME_BACK)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    assert loads(page) == 2
