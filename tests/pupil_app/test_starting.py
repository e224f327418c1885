"""A page whose words do not come: asked for again, and at last said in both languages."""

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from bridge.protocol.keys import to_text
from tests.pupil_app import pages

CHILD = f"{pages.ORIGIN}/"
TEACHER = f"{pages.ORIGIN}/teacher#{to_text(bytes(16))}"
STARTED = {CHILD: "Schreib dein Zauberwort.", TEACHER: "Einen Moment, wir verbinden."}
SAID = [
    "Es klappt gerade nicht. Lade die Seite neu.",
    "It does not work just now. Load the page again.",
]

FAILURES = {
    "no-answer": lambda route: route.abort(),
    "an-error": lambda route: route.fulfill(status=502, body="{}"),
    "a-page": lambda route: route.fulfill(status=200, body="<html>Log in to this Wi-Fi</html>"),
}


@pytest.mark.parametrize("url", [CHILD, TEACHER], ids=["child", "teacher"])
@pytest.mark.parametrize("failure", FAILURES)
def test_words_that_fail_once_are_asked_for_again(
    context: BrowserContext, url: str, failure: str
) -> None:
    failed: list[Route] = []

    def answer(route: Route) -> None:
        if failed:
            route.fallback()
        else:
            failed.append(route)
            FAILURES[failure](route)

    context.route("**/lang/*.json", answer)
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("heading", name=STARTED[url])).to_be_visible()
    assert len(failed) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("url", [CHILD, TEACHER], ids=["child", "teacher"])
def test_words_that_never_come_are_replaced_by_a_sentence_in_both_languages(
    context: BrowserContext, url: str
) -> None:
    context.route("**/lang/*.json", lambda route: route.abort())
    page = context.new_page()
    page.goto(url)
    for said in SAID:
        expect(page.get_by_role("heading", name=said)).to_be_visible()
    context.unroute("**/lang/*.json")
    page.get_by_role("link", name="Neu laden").click()
    expect(page.get_by_role("heading", name=STARTED[url])).to_be_visible()
