"""Time before and after class as the child meets it, with a real bridge and robot."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.end_to_end.child import JOIN_TIMEOUT_MS, join, open_app, until
from tests.end_to_end.conftest import StartDemo

KEPT = "JSON.parse(localStorage.getItem('karlsson.outfit'))"

SERVED = """async () => {
    while (!(await fetch("/healthz").then((answer) => answer.ok, () => false)))
        await new Promise((resolve) => setTimeout(resolve, 100));
}"""
"""Wait until the bridge answers again."""


@pytest.mark.thorough
def test_the_robot_gives_back_what_the_child_chose(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = open_app(tablet, start_demo(shared=False).pupil)
    page.get_by_role("button", name="Mein Karlsson").click()
    page.get_by_label("Wie heißt er?").fill("Pollux")
    page.get_by_role("radio", name="Minze").check()
    page.get_by_role("radio", name="Brille").check()
    page.get_by_role("button", name="Fertig").click()
    join(page)
    until(page, f"{KEPT}?.given === 'karlsson-1'")
    # Another device would know nothing yet; this one forgets, and comes back by itself.
    page.evaluate("localStorage.removeItem('karlsson.outfit')")
    page.reload()
    until(page, f"{KEPT}?.nickname === 'Pollux'")
    kept = page.evaluate(KEPT)
    assert (kept["shell"], kept["wears"]) == ("mint", "glasses")


@pytest.mark.thorough
def test_the_bridges_headers_let_the_page_without_a_network_work(
    start_demo: StartDemo, browser: Browser
) -> None:
    demo = start_demo()
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(demo.pupil.partition("#")[0])
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    with demo.without("bridge"):
        page.reload()
        expect(page.get_by_role("heading", name="Hier ist gerade kein Netz.")).to_be_visible()
    retry = page.get_by_role("button", name="Noch mal versuchen")
    page.evaluate(SERVED)
    retry.click()
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible(timeout=JOIN_TIMEOUT_MS)
    context.close()
