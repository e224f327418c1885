"""A database that does not answer just now is never taken for an empty one."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pupil_app import pages
from tests.pupil_app.pretend_bridge import Bridge, pretend

CANNOT_START = "Das Tablet kann gerade nicht starten. Lade neu."

KEYS = """async (count) => {
    const { Device } = await import("/app/js/page/device.js");
    const devices = await Promise.all(Array.from({ length: count }, () => Device.open()));
    return devices.map((device) => device.publicKey);
}"""

FAILS = {
    "throws": "throw new DOMException('Internal error', 'UnknownError')",
    "errs": """
        const request = new EventTarget();
        request.error = new DOMException('Internal error', 'UnknownError');
        setTimeout(() => request.onerror?.({}));
        return request;""",
    "hangs": "return new EventTarget()",
}
"""Replacements for `indexedDB.open`."""

BROKEN_OPEN = """
    let left = %s;
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...parts) {
        if (left-- <= 0) return open.apply(this, parts);
        %s
    };
"""

BROKEN_CHANGE = """
    let left = %s;
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...parts) {
        const made = transaction.apply(this, parts);
        if (left-- > 0) queueMicrotask(() => made.abort());
        return made;
    };
"""


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    return pretend(context)


@pytest.fixture
def paired(context: BrowserContext, bridge: Bridge) -> str:
    """The key of a tablet that was paired; its page is closed again."""
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    key = bridge.heard[-1]["device_key"]
    stored(page, "pairing")
    page.close()
    bridge.heard.clear()
    return str(key)


def stored(page: Page, name: str) -> Any:
    """Wait until something is kept under a name."""
    return page.evaluate(
        """async (name) => {
            const { load } = await import("/app/js/page/storage.js");
            while ((await load(name)) === undefined) await new Promise((go) => setTimeout(go, 20));
        }""",
        name,
    )


def opened(context: BrowserContext, broken: str = "") -> Page:
    page = context.new_page()
    if broken:
        page.add_init_script(broken)
    page.goto(f"{pages.ORIGIN}/")
    return page


def hello_key(page: Page, bridge: Bridge) -> str:
    """Return the key with which the page came to the bridge."""
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    for _ in range(100):
        if bridge.heard:
            break
        page.evaluate("new Promise(requestAnimationFrame)")
    return str(bridge.heard[0]["device_key"])


@pytest.mark.parametrize("fails", FAILS)
@pytest.mark.parametrize("times", [pytest.param(1, marks=pytest.mark.thorough), 2])
def test_a_database_that_fails_for_a_moment_costs_nothing(
    context: BrowserContext, bridge: Bridge, paired: str, fails: str, times: int
) -> None:
    page = opened(context, BROKEN_OPEN % (times, FAILS[fails]))
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    assert hello_key(page, bridge) == paired


@pytest.mark.thorough
@pytest.mark.parametrize("fails", ["throws", "errs"])
def test_a_database_that_goes_on_failing_is_said_and_nothing_is_lost(
    context: BrowserContext, bridge: Bridge, paired: str, fails: str
) -> None:
    page = opened(context, BROKEN_OPEN % (1000, FAILS[fails]))
    expect(page.get_by_role("heading", name=CANNOT_START)).to_be_visible()
    assert bridge.heard == []
    expect(page.get_by_role("button", name="Noch mal versuchen")).to_be_visible()
    assert hello_key(opened(context), bridge) == paired


@pytest.mark.thorough
def test_trying_again_loads_the_page_anew(
    context: BrowserContext, bridge: Bridge, paired: str
) -> None:
    once = "if (!sessionStorage.tried) { sessionStorage.tried = 1; %s }"
    page = opened(context, once % (BROKEN_OPEN % (1000, FAILS["throws"])))
    page.get_by_role("button", name="Noch mal versuchen").click()
    assert hello_key(page, bridge) == paired


@pytest.mark.thorough
@pytest.mark.parametrize("times", [pytest.param(1, marks=pytest.mark.thorough), 3])
def test_a_change_that_is_aborted_is_made_again(
    context: BrowserContext, bridge: Bridge, times: int
) -> None:
    page = context.new_page()
    page.add_init_script(BROKEN_CHANGE % times)
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    stored(page, "pairing")
    key = bridge.heard[-1]["device_key"]
    bridge.heard.clear()
    assert hello_key(opened(context), bridge) == key


def test_pages_that_make_a_key_at_once_agree_on_one(context: BrowserContext) -> None:
    # Pages of our origin that make no key by themselves.
    here, there = context.new_page(), context.new_page()
    for page in (here, there):
        page.goto(f"{pages.ORIGIN}/app/icon.svg")
    # The promises of both pages run side by side.
    here.evaluate(f"window.keys = ({KEYS})(5)")
    keys = [*there.evaluate(KEYS, 5), *here.evaluate("keys")]
    assert len(set(keys)) == 1


@pytest.mark.thorough
def test_a_key_that_cannot_be_read_is_not_written_over(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{pages.ORIGIN}/app/icon.svg")
    page.evaluate(
        """() => new Promise((done) => {
            const request = indexedDB.open("karlsson", 1);
            request.onupgradeneeded = () => request.result.createObjectStore("device");
            request.onsuccess = () => {
                const change = request.result.transaction("device", "readwrite");
                change.objectStore("device").put(null, "key");
                change.oncomplete = () => done(request.result.close());
            };
        })"""
    )
    page.goto(f"{pages.ORIGIN}/")
    expect(page.get_by_role("heading", name=CANNOT_START)).to_be_visible()
    kept = page.evaluate(
        """() => new Promise((done) => {
            const request = indexedDB.open("karlsson");
            request.onsuccess = () => {
                const asked = request.result.transaction("device").objectStore("device").get("key");
                asked.onsuccess = () => done(asked.result);
            };
        })"""
    )
    assert kept is None


@pytest.mark.thorough
def test_a_database_that_another_page_holds_is_waited_for(context: BrowserContext) -> None:
    holder = context.new_page()
    holder.goto(f"{pages.ORIGIN}/app/icon.svg")
    holder.evaluate(
        """() => new Promise((done) => {
            const request = indexedDB.open("karlsson", 1);
            request.onsuccess = () => done(void (window.held = request.result));
        })"""
    )
    page = opened(context)
    expect(page.get_by_role("heading", name=CANNOT_START)).to_be_visible()
    holder.evaluate("held.close()")
    page.get_by_role("button", name="Noch mal versuchen").click()
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible()


@pytest.mark.thorough
def test_a_browser_that_keeps_nothing_works_until_the_page_closes(
    context: BrowserContext, bridge: Bridge
) -> None:
    page = context.new_page()
    page.add_init_script(
        """
        const forbid = () => { throw new DOMException("denied", "SecurityError"); };
        for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get: forbid });
        }
        IDBFactory.prototype.open = forbid;
        """
    )
    page.goto(bridge.link)
    page.get_by_role("button", name="Ich bin da").click()
    expect(page.get_by_role("button", name="Gehen")).to_be_visible()


def test_a_bridge_that_has_forgotten_the_device_does_not_cost_the_pairing(
    context: BrowserContext, bridge: Bridge, paired: str
) -> None:
    page = opened(context)
    hello_key(page, bridge)
    bridge.say(type="refused", code="unknown_device", text="")
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible()
    page.get_by_label("Dein Zauberwort").fill("falscheswort")
    page.get_by_role("button", name="Los").click()
    for _ in range(100):
        if bridge.heard[-1]["type"] == "pair":
            break
        page.evaluate("new Promise(requestAnimationFrame)")
    page.close()
    bridge.heard.clear()
    assert hello_key(opened(context), bridge) == paired
