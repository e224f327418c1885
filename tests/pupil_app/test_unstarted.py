"""A page whose app does not come, or cannot be read, says so in both languages."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bridge.protocol.keys import to_text
from tests.pupil_app import pages

CHILD = f"{pages.ORIGIN}/"
TEACHER = f"{pages.ORIGIN}/teacher#{to_text(bytes(16))}"
SCRIPT = {CHILD: "child/main.js", TEACHER: "teacher/teacher.js"}
STARTED = {CHILD: "Schreib dein Zauberwort.", TEACHER: "Einen Moment, wir verbinden."}
BOTH = pytest.mark.parametrize(
    "url", [CHILD, pytest.param(TEACHER, marks=pytest.mark.thorough)], ids=["child", "teacher"]
)
UNREACHABLE = [
    "Es klappt gerade nicht. Lade die Seite neu.",
    "It does not work just now. Load the page again.",
]
TOO_OLD = [
    "Hier klappt es leider nicht. Hol dir Hilfe.",
    "It does not work here. Get help.",
]
LATER = "document.getAnimations().forEach((one) => one.finish())"
"""Let the delays of the style sheet pass."""


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url, wait_until="commit")
    return page


def reads(page: Page, words: list[str]) -> None:
    for one in words:
        expect(page.get_by_role("heading", name=one)).to_be_visible()


def in_modules(context: BrowserContext) -> None:
    """Serve the page in single modules, as of another make: any of them may be missing."""
    for path in pages.LINKED:
        body = pages.answer(path)[2].decode()
        serve(context, f"**{path}", body)


def serve(context: BrowserContext, path: str, body: str) -> None:
    answer = {"status": 200, "content_type": "text/javascript", "body": body}
    context.route(path, lambda route: route.fulfill(**answer))


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (CHILD, "child/main.js"),
        (TEACHER, "teacher/teacher.js"),
        (TEACHER, "page/dom.js"),
    ],
)
def test_one_file_that_does_not_come_is_said_and_asked_for_again(
    context: BrowserContext, url: str, file: str
) -> None:
    if file != SCRIPT[url]:
        in_modules(context)
    context.route(f"**/js/{file}", lambda route: route.abort())
    page = opened(context, url)
    reads(page, UNREACHABLE)
    context.unroute(f"**/js/{file}")
    page.get_by_role("link", name="Neu laden").click()
    reads(page, [STARTED[url]])
    expect(page.get_by_text(UNREACHABLE[0])).to_have_count(0)


@BOTH
def test_a_page_of_a_login_in_place_of_a_file_is_said(context: BrowserContext, url: str) -> None:
    context.route(
        f"**/js/{SCRIPT[url]}",
        lambda route: route.fulfill(content_type="text/html", body="<html>Log in</html>"),
    )
    reads(opened(context, url), UNREACHABLE)


@BOTH
@pytest.mark.parametrize("body", ["class A { #a() { ? } }", "undefined();"])
def test_an_app_that_the_browser_cannot_read_says_who_can_help(
    context: BrowserContext, url: str, body: str
) -> None:
    serve(context, f"**/js/{SCRIPT[url]}", body)
    page = opened(context, url)
    reads(page, TOO_OLD)
    expect(page.get_by_text("Für Große: Dieser Browser ist zu alt.")).to_be_visible()
    context.unroute(f"**/js/{SCRIPT[url]}")
    page.get_by_role("link", name="Noch mal versuchen").click()
    reads(page, [STARTED[url]])


@BOTH
def test_files_of_two_versions_are_no_old_browser(context: BrowserContext, url: str) -> None:
    in_modules(context)
    serve(context, "**/js/page/words.js", "export const other = 1;")
    reads(opened(context, url), UNREACHABLE)


@BOTH
def test_a_browser_without_modules_is_told_at_once(context: BrowserContext, url: str) -> None:
    context.add_init_script("delete HTMLScriptElement.prototype.noModule")
    context.route("**/js/*/main.js", lambda route: route.abort())
    context.route("**/js/*/teacher.js", lambda route: route.abort())
    page = opened(context, url)
    reads(page, TOO_OLD)


@BOTH
def test_a_file_that_never_comes_leaves_words_and_a_way_out(
    context: BrowserContext, url: str
) -> None:
    context.route(f"**/js/{SCRIPT[url]}", lambda _: None)
    page = opened(context, url)
    expect(page.get_by_text("Einen Moment.", exact=True)).to_be_visible()
    expect(page.get_by_text("One moment.", exact=True)).to_be_visible()
    page.evaluate(LATER)
    reads(page, UNREACHABLE)
    with page.expect_navigation(wait_until="commit"):
        page.get_by_role("link", name="Neu laden").click()
    # What was held goes on, too.
    context.unroute(f"**/js/{SCRIPT[url]}")
    reads(page, [STARTED[url]])


@BOTH
def test_without_any_script_the_words_are_there(context: BrowserContext, url: str) -> None:
    context.route("**/*.js", lambda route: route.abort())
    page = opened(context, url)
    page.wait_for_load_state()
    page.evaluate(LATER)
    reads(page, UNREACHABLE)


@BOTH
def test_without_any_style_the_words_are_there_at_once(context: BrowserContext, url: str) -> None:
    context.route("**/*.js", lambda route: route.abort())
    context.route("**/*.css", lambda route: route.abort())
    page = opened(context, url)
    reads(page, UNREACHABLE)
    expect(page.get_by_text(TOO_OLD[0])).to_be_hidden()


def test_trying_again_keeps_the_code_of_the_welcome_sheet(context: BrowserContext) -> None:
    link = f"{CHILD}#robot=willi&key={'A' * 43}&secret={'A' * 22}"
    context.route("**/js/child/main.js", lambda route: route.abort())
    page = opened(context, link)
    reads(page, UNREACHABLE)
    page.get_by_role("link", name="Neu laden").click()
    reads(page, UNREACHABLE)
    assert page.url == link


@BOTH
def test_a_quick_start_shows_none_of_these_words(context: BrowserContext, url: str) -> None:
    page = opened(context, url)
    reads(page, [STARTED[url]])
    expect(page.locator("#unstarted")).to_have_count(0)
