"""Each state of the teacher's and the buddy's page, at each size: whole, readable, reachable."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.pupil_app import pages

SIZES: dict[str, ViewportSize] = {
    name: {"width": width, "height": height}
    for name, width, height in [
        ("small-phone", 360, 640),
        ("phone-with-bars", 390, 664),
        ("phone", 390, 844),
        ("lying-phone", 844, 390),
        ("small-tablet", 1024, 600),
        ("tablet", 1180, 820),
        ("upright-tablet", 820, 1180),
        ("laptop", 1366, 650),
        ("whiteboard", 1920, 1080),
    ]
}
SCREENS = [name for name in pages.SCREENS if name.startswith(("teacher", "buddy"))]
OPEN = ["teacher_there", "teacher_hand", "teacher_help", "teacher_called", "teacher_unwell"]
CLOSED = ["teacher_paused", "teacher_paused_help", "teacher_ended"]

BOXES = """() => [...(document.querySelector("dialog[open]") ?? document)
        .querySelectorAll("button, input")]
    .filter((one) => one.offsetParent)
    .map((one) => ({one, box: one.getBoundingClientRect()}))
    .map(({one, box}) => [one.getAttribute("aria-label") || one.textContent || one.id,
        one.closest(".lower, .upper") ? "fixed" : "", box.x, box.y, box.width, box.height])"""
"""Name, whether it is fixed, and x, y, width and height of each control."""

CLIPPED = """() => [...document.querySelectorAll("button, input, h1, h2, p, li")]
    .filter((one) => one.offsetParent && !one.classList.contains("unseen-text"))
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent)"""


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


def violations(page: Page, **options: Any) -> str:
    """Return what axe reports, or nothing."""
    results = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return results.generate_report() if results.violations_count else ""


def test_the_screens_are_all_here() -> None:
    assert len(SCREENS) >= 28


def test_no_screen_keeps_anybody_out(context: BrowserContext) -> None:
    for screen, page in shown(context):
        assert violations(page) == "", screen
        mismatch = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
        assert violations(page, runOnly=["label-content-name-mismatch"], **mismatch) == "", screen


def test_the_dark_colours_keep_nobody_out(context: BrowserContext) -> None:
    for screen, page in shown(context):
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly=["color-contrast"]) == "", screen


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("larger", [False, True], ids=["usual-text", "twice-the-text"])
def test_no_word_is_cut_off_at_any_size(
    context: BrowserContext, language: str, *, larger: bool
) -> None:
    for screen, page in shown(context, language=language):
        if larger:
            page.add_style_tag(url="/screens/twice.css")
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            assert page.evaluate(CLIPPED) == [], (screen, name)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (screen, name)


@pytest.mark.parametrize("size", SIZES)
def test_every_control_is_a_large_target_with_room_around(
    context: BrowserContext, size: str
) -> None:
    for screen, page in shown(context):
        page.set_viewport_size(SIZES[size])
        boxes = page.evaluate(BOXES)
        for name, fixed, x, y, width, height in boxes:
            assert min(width, height) >= 64, (screen, name)
            for other, also_fixed, left, top, wide, high in boxes:
                across = max(left - x - width, x - left - wide)
                along = max(top - y - height, y - top - high)
                # What is fixed to an edge lies before the page that moves behind it.
                same = (name, x, y) == (other, left, top) or fixed != also_fixed
                assert same or max(across, along) >= 8, (screen, name, other)


@pytest.mark.parametrize("size", SIZES)
def test_headline_answer_and_senses_are_seen_without_a_finger(
    context: BrowserContext, size: str
) -> None:
    for screen, page in shown(context, OPEN):
        page.set_viewport_size(SIZES[size])
        lower = page.locator(".lower").bounding_box()
        assert lower is not None
        for what in ("h1", ".answers", ".senses"):
            box = page.locator(what).bounding_box()
            assert box is not None, (screen, what)
            assert box["y"] >= 0, (screen, what)
            assert box["y"] + box["height"] <= lower["y"], (screen, what)
        pause = page.get_by_role("button", name="Kurz anhalten").bounding_box()
        end = page.get_by_role("button", name="Für heute beenden").bounding_box()
        assert pause is not None
        assert end is not None
        height = SIZES[size]["height"]
        assert height - 24 <= pause["y"] + pause["height"] <= height, screen
        assert end["y"] >= height - 1, screen


@pytest.mark.parametrize("size", SIZES)
def test_the_headline_reads_from_three_metres(context: BrowserContext, size: str) -> None:
    least = 64 if SIZES[size]["width"] >= 700 else 30
    for screen, page in shown(context):
        page.set_viewport_size(SIZES[size])
        found = page.locator("h1").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
        assert found >= least, screen
        smallest = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll("p, li, button, h2, label, span")]
                .filter((one) => one.offsetParent && one.textContent.trim())
                .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
        )
        assert smallest >= 16, screen


@pytest.mark.parametrize("size", SIZES)
def test_the_way_back_lies_at_the_upper_edge_and_nothing_at_the_lower(
    context: BrowserContext, size: str
) -> None:
    height = SIZES[size]["height"]
    for screen, page in shown(context, CLOSED):
        page.set_viewport_size(SIZES[size])
        resume = page.get_by_role("button", name="Weiter").bounding_box()
        assert resume is not None
        assert 0 <= resume["y"] <= 24, screen
        assert resume["height"] >= 64
        for name, fixed, _, top, _, tall in page.evaluate(BOXES):
            low = top + tall > height - 100 and top < height
            assert fixed or not low, (screen, name)
        assert page.get_by_role("button", name="Kurz anhalten").count() == 0, screen


def test_the_end_asks_once_and_staying_has_the_focus(context: BrowserContext) -> None:
    for _, page in shown(context, ["teacher_end"]):
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("button", name="Noch nicht")).to_be_focused()


def test_the_tab_key_walks_from_the_answer_to_the_end(context: BrowserContext) -> None:
    for _, page in shown(context, ["teacher_help"]):
        walked = []
        for _ in range(13):
            page.keyboard.press("Tab")
            walked.append(
                page.evaluate(
                    "document.activeElement.getAttribute('aria-label')"
                    " || document.activeElement.textContent"
                )
            )
        assert walked == [
            "Ich kümmere mich",
            "Gesehen: Mia meldet sich.",
            "Du bist dran: Mia meldet sich.",
            "Gesehen: Mia geht es nicht gut.",
            "Bitte noch mal sagen",
            "Gleich",
            "Kurz Pause",
            "Text",
            "Leiser",
            "Lauter",
            "Klingel",
            "Für heute beenden",
            "Kurz anhalten",
        ]


def test_without_colours_each_state_still_differs(context: BrowserContext) -> None:
    for _, page in shown(context, ["teacher_help"]):
        page.emulate_media(forced_colors="active")
        look = """(one) => { const { borderStyle, borderWidth } = getComputedStyle(one);
            return borderStyle + borderWidth; }"""
        works, fails = (
            page.locator(f".senses li[data-works={works}]").first for works in ("true", "false")
        )
        assert works.evaluate(look) != fails.evaluate(look)
        assert works.locator("path").first.get_attribute("d") is not None
        expect(fails).to_have_text("Mikro gesperrt")
        main, other = (
            page.locator(f".teacher .button.{one}").first for one in ("primary", "plain")
        )
        assert main.evaluate(look) != other.evaluate(look)


def test_a_screen_reader_hears_the_headline_and_not_the_clock(context: BrowserContext) -> None:
    for _, page in shown(context, ["teacher_help"]):
        status = page.get_by_role("status").first
        expect(status).to_have_text("Mia braucht jemanden.")
        assert (
            page.locator(
                "[role=status] .detail, [aria-live=polite] .since:not([aria-live=off])"
            ).count()
            == 0
        )
