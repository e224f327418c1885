"""Every screen in a real browser, from a fixed state: accessible, whole, and under our headers."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.pupil_app import pages
from tests.pupil_app.conftest import PHONE

SMALL: ViewportSize = {"width": 320, "height": 640}
LYING: ViewportSize = {"width": 844, "height": 390}
TABLET: ViewportSize = {"width": 1180, "height": 820}
OLD_TABLET: ViewportSize = {"width": 1024, "height": 768}

HIDDEN = """() => {
    const all = (what) => [...document.querySelectorAll(what)].filter((one) => one.offsetParent);
    const isOut = ({top, left, bottom, right}) =>
        top < 0 || left < 0 || bottom > innerHeight + 0.5 || right > innerWidth + 0.5;
    return {
        hidden: all("button, input, .badge, .now, .stage")
            .filter((one) => isOut(one.getBoundingClientRect())).map((one) => one.textContent),
        clipped: all("button .label, .now")
            .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent),
        left: [document.documentElement, document.querySelector(".panel")]
            .map((one) => one.scrollHeight - one.clientHeight),
    };
}"""
"""Elements outside of the screen or of their button, and the height to scroll."""

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


def violations(page: Page, **options: Any) -> str:
    """Return what axe reports, or nothing."""
    results = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return results.generate_report() if results.violations_count else ""


def test_no_screen_keeps_anybody_out(context: BrowserContext) -> None:
    found = {screen: violations(page) for screen, page in shown(context)}
    assert {screen: report for screen, report in found.items() if report} == {}


def test_the_dark_colours_keep_nobody_out(context: BrowserContext) -> None:
    found = {}
    for screen, page in shown(context):
        page.emulate_media(color_scheme="dark")
        # Nothing else depends on the colours.
        found[screen] = violations(page, runOnly=["color-contrast"])
    assert {screen: report for screen, report in found.items() if report} == {}


def test_no_screen_is_wider_than_the_device(context: BrowserContext) -> None:
    for screen, page in shown(context):
        for size in (PHONE, SMALL, LYING, TABLET):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (screen, size)


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


@pytest.mark.parametrize("size", [PHONE, OLD_TABLET], ids=["phone", "old-tablet"])
def test_every_control_is_a_large_target_with_room_around(
    context: BrowserContext, size: ViewportSize
) -> None:
    for screen, page in shown(context):
        page.set_viewport_size(size)
        boxes = page.evaluate(
            """() => [...(document.querySelector("dialog[open]") ?? document)
                    .querySelectorAll("button, input")]
                .filter((one) => one.offsetParent)
                .map((one) => ({one, name: one.textContent || one.id}))
                .map((each) => ({...each, box: each.one.getBoundingClientRect()}))
                // What lies below a bar at the edge of the screen cannot be touched there.
                .filter(({one, box}) => !document.elementFromPoint(
                    box.x + box.width / 2, box.y + box.height / 2)?.closest(".closing")
                    || one.closest(".closing"))
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


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_in_class_has_to_be_scrolled_to(context: BrowserContext, language: str) -> None:
    for screen, page in shown(context, CLASS, language):
        for size in (PHONE, OLD_TABLET, TABLET):
            page.set_viewport_size(size)
            found = page.evaluate(HIDDEN)
            assert found == {"hidden": [], "clipped": [], "left": [0, 0]}, (screen, size)
            stage = page.locator(".stage").bounding_box()
            assert stage is not None
            assert stage["height"] >= 200, (screen, size)


def test_a_drawer_opens_takes_one_choice_and_gives_the_focus_back(context: BrowserContext) -> None:
    page = opened(context, "class")
    opener = page.get_by_role("button", name="So geht es mir")
    happy = page.get_by_role("button", name="froh", exact=True)
    assert not happy.is_visible()
    opener.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "froh"
    assert opener.get_attribute("aria-expanded") == "true"
    assert violations(page) == ""
    page.keyboard.press("Escape")
    assert not happy.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "So geht es mir"
    page.get_by_role("button", name="Gesten").click()
    page.get_by_role("button", name="Nicken").click()
    assert not page.get_by_role("button", name="Nicken").is_visible()
    page.get_by_role("button", name="Lautstärke").click()
    page.get_by_role("slider", name="Lautstärke").press("ArrowLeft")
    assert page.get_by_role("slider", name="Lautstärke").is_visible()


@pytest.mark.parametrize("size", [OLD_TABLET, TABLET], ids=["old-tablet", "tablet"])
def test_a_tablet_shows_feelings_gestures_and_volume_without_drawers(
    context: BrowserContext, size: ViewportSize
) -> None:
    page = opened(context, "class")
    page.set_viewport_size(size)
    for name in ("froh", "keins", "Nicken", "Kopf schütteln", "Klatschen", "Umschauen"):
        assert page.get_by_role("button", name=name, exact=True).is_visible()
    assert page.get_by_role("slider", name="Lautstärke").is_visible()
    assert not page.get_by_role("button", name="Gesten").is_visible()


def test_a_place_that_is_not_saved_says_so_beside_its_name(context: BrowserContext) -> None:
    page = opened(context, "class_views")
    board = page.get_by_role("button", name="Zur Tafel", exact=True)
    table = page.get_by_role("button", name="Zu meinem Tisch", exact=True)
    said = "one => document.getElementById(one.getAttribute('aria-describedby')).textContent"
    assert (board.evaluate(said), table.evaluate(said)) == ("", "noch leer")
    assert page.get_by_role("button", name="Merken").get_attribute("aria-pressed") == "true"


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
    width = min(stage["width"], stage["height"] * 4 / 3)  # the picture's; it leaves bars beside it
    middle = hint["x"] + hint["width"] / 2 - stage["x"] - (stage["width"] - width) / 2
    # The target lies 20 degrees to the left of a view that is 66 degrees wide.
    assert middle / width == pytest.approx(0.22, abs=0.03)


def test_the_pulse_of_a_lesson_comes_from_a_worker(context: BrowserContext) -> None:
    page = opened(context)
    with page.expect_event("worker"):
        page.evaluate(
            """() => import("/app/js/lesson/pulse.js").then(({ every }) => new Promise((done) => {
                let left = 3;
                const stop = every(20, () => (left -= 1) || done(stop()));
            }))"""
        )


def test_the_question_takes_the_focus_and_the_way_out_is_to_stay(context: BrowserContext) -> None:
    page = opened(context, "leave")
    assert page.get_by_role("dialog").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Noch bleiben"
