"""The service worker in a real browser, with a server that goes away and comes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pupil_app import icons, pages
from tests.pupil_app.serving import serving

MISSING = "Hier ist gerade kein Netz."
KEPT = """async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map((request) => new URL(request.url).pathname).sort();
}"""


def test_the_worker_has_another_version_when_what_it_keeps_has_changed() -> None:
    worker = icons.WORKER.read_text(encoding="utf-8")
    wanted = f'const VERSION = "{icons.version()}";'
    assert wanted in worker, "write it anew: python -m tests.pupil_app.icons"
    assert all(pages.answer(path)[0] == 200 for path in icons.kept_paths())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def install(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/#a-token-that-nobody-may-keep")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")


def test_without_a_network_there_are_words_and_a_way_back(page: Page) -> None:
    with serving() as port:
        install(page, port)
    page.goto(f"http://127.0.0.1:{port}/")
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
    picture = page.locator("img.warm")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    # Another try without a network leads here again.
    page.get_by_role("button", name="Noch mal versuchen").click()
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
    with serving(port):
        page.get_by_role("button", name="Noch mal versuchen").click()
        expect(page.get_by_text("Schreib dein Zauberwort.").first).to_be_visible()


def test_it_has_the_calm_look_where_the_child_has_chosen_it(page: Page) -> None:
    with serving() as port:
        install(page, port)
        page.evaluate("localStorage.setItem('karlsson.settings', JSON.stringify({calm: true}))")
    page.goto(f"http://127.0.0.1:{port}/")
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
    shown = "[...document.images].map((one) => one.checkVisibility() && one.naturalWidth > 0)"
    assert page.evaluate(shown) == [False, True]
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 29)"
    # What is stored there may be anything.
    page.evaluate("localStorage.setItem('karlsson.settings', '{')")
    page.reload()
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
    assert page.evaluate(shown) == [True, False]


def test_the_teachers_page_has_it_too(page: Page) -> None:
    with serving() as port:
        install(page, port)
    page.goto(f"http://127.0.0.1:{port}/teacher#token")
    expect(page.get_by_role("heading", name=MISSING)).to_be_visible()


def test_nothing_is_kept_but_the_page_for_a_missing_network(page: Page) -> None:
    with serving() as port:
        install(page, port)
        page.reload()
        page.goto(f"http://127.0.0.1:{port}/teacher")
        assert page.evaluate(KEPT) == sorted(icons.kept_paths())
