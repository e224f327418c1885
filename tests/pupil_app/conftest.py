"""A real browser that gets the pages from the checkout."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.pupil_app.serving import launched
from tests.pupil_app.shown import PHONE, Screens


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield one browser for all modules that follow each other; no test here has an event loop."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a context that has loaded nothing yet; the worker's own tests make theirs."""
    context = browser.new_context(
        viewport=PHONE, color_scheme="light", reduced_motion="reduce", service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture(scope="package")
def page_of_screens(browser: Browser) -> Screens:
    return Screens(browser)


@pytest.fixture
def screens(page_of_screens: Screens) -> Iterator[Screens]:
    """Yield the page of all screens as new; whatever the browser complains about fails the test."""
    page_of_screens.reset()
    yield page_of_screens
    assert page_of_screens.complaints == []
