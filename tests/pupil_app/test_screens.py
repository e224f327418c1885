"""Every screen in a real browser, from a fixed state: accessible, whole, and under our headers."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.pupil_app import pages
from tests.pupil_app.conftest import PHONE

SMALL: ViewportSize = {"width": 320, "height": 640}
LYING: ViewportSize = {"width": 844, "height": 390}
TABLET: ViewportSize = {"width": 1180, "height": 820}

SCREENS = pages.SCREENS
CLASS = [name for name in SCREENS if name.startswith("class")]


def opened(context: BrowserContext, first: str = "start") -> Page:
    """Open the page that can show every screen."""
    page = context.new_page()
    page.goto(f"{pages.ORIGIN}/screens/?screen={first}")
    page.wait_for_selector(f"html[data-ready={first}]")
    return page


def shown(
    context: BrowserContext, names: list[str] = SCREENS, language: str = "de"
) -> Iterator[tuple[str, Page]]:
    """Show one screen after the other; anything the browser complains about fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{pages.ORIGIN}/screens/")
    page.wait_for_selector("html[data-ready]")
    for name in names:
        page.evaluate("([name, language]) => show(name, language)", [name, language])
        yield name, page
    assert complaints == []


def test_all_screens_are_known() -> None:
    assert len(SCREENS) >= 28


@pytest.mark.parametrize("context", ["light", "dark"], indirect=True)
def test_no_screen_keeps_anybody_out(context: BrowserContext) -> None:
    axe = Axe()
    found = {}
    for screen, page in shown(context):
        results = axe.run(page, options={"resultTypes": ["violations"]})
        if results.violations_count:
            found[screen] = results.generate_report()
    assert found == {}


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(PHONE, id="phone"),
        pytest.param(SMALL, id="small"),
        pytest.param(LYING, id="lying"),
        pytest.param(TABLET, id="tablet"),
    ],
)
def test_no_screen_is_wider_than_the_device(context: BrowserContext, size: ViewportSize) -> None:
    for screen, page in shown(context):
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, screen


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_is_cut_off_at_twice_the_size(context: BrowserContext, language: str) -> None:
    for screen, page in shown(context, language=language):
        page.add_style_tag(url="/screens/twice.css")
        clipped = page.evaluate(
            """() => [...document.querySelectorAll("button, .badge, .now, .cover, h1")]
                .filter((one) => one.offsetParent && !one.classList.contains("unseen-text"))
                .filter((one) => one.scrollWidth > one.clientWidth + 1)
                .map((one) => one.textContent)"""
        )
        assert clipped == [], screen
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, screen


def test_every_control_is_a_large_target_with_room_around(context: BrowserContext) -> None:
    for screen, page in shown(context):
        boxes = page.evaluate(
            """() => [...(document.querySelector("dialog[open]") ?? document)
                    .querySelectorAll("button, input")]
                .filter((one) => one.offsetParent)
                .map((one) => ({name: one.textContent || one.id, box: one.getBoundingClientRect()}))
                .map(({name, box}) => [name, box.x, box.y, box.width, box.height])"""
        )
        for name, x, y, width, height in boxes:
            assert min(width, height) >= 64, (screen, name)
            for other, left, top, wide, high in boxes:
                across = max(left - x - width, x - left - wide)
                along = max(top - y - height, y - top - high)
                assert (name, x, y) == (other, left, top) or max(across, along) >= 8, (
                    screen,
                    name,
                    other,
                )


def test_nobody_sees_you_is_on_every_screen_of_the_child(context: BrowserContext) -> None:
    for screen, page in shown(context):
        if screen.startswith("teacher"):
            continue
        words = page.get_by_text("Niemand sieht dich.", exact=True).first
        assert words.is_visible(), screen
        box = words.bounding_box()
        assert box is not None
        assert box["y"] < PHONE["height"], screen


def test_the_tab_key_reaches_every_control_in_class(context: BrowserContext) -> None:
    page = opened(context, "class")
    wanted = page.locator("button:visible, input:visible").count()
    reached = set()
    for _ in range(wanted + 4):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') "
                "|| document.activeElement.textContent || document.activeElement.id"
            )
        )
    assert len(reached) >= wanted


def test_a_hint_shows_at_once_where_the_head_is_going(context: BrowserContext) -> None:
    page = opened(context, "class_hand")
    hint = page.locator(".look-hint").bounding_box()
    stage = page.locator(".stage").bounding_box()
    assert hint is not None
    assert stage is not None
    middle = hint["x"] + hint["width"] / 2 - stage["x"]
    # The target lies 20 degrees to the left of a view that is 66 degrees wide.
    assert middle / stage["width"] == pytest.approx(0.22, abs=0.03)


def test_the_pulse_of_a_lesson_comes_from_a_worker(context: BrowserContext) -> None:
    page = opened(context)
    with page.expect_event("worker"):
        page.evaluate(
            """() => import("/app/js/pulse.js").then(({ every }) => new Promise((resolve) => {
                let left = 3;
                const stop = every(20, () => (left -= 1) || resolve(stop()));
            }))"""
        )


def test_the_question_takes_the_focus_and_the_way_out_is_to_stay(context: BrowserContext) -> None:
    page = opened(context, "leave")
    assert page.get_by_role("dialog").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Noch bleiben"
