"""Each state of the teacher's and the buddy's page, at each size: whole, readable, reachable."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.pupil_app import pages
from tests.pupil_app.shown import Screens, violations

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
OPEN = [
    *("teacher_there", "teacher_hand", "teacher_help", "teacher_called", "teacher_unwell"),
    *("teacher_phrase", "teacher_phrase_long", "teacher_phrase_hand", "teacher_not_understood"),
]
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


SMALLEST = """() => Math.min(...
    [...document.querySelectorAll("p, li, button, h2, label, span")]
        .filter((one) => one.offsetParent && one.textContent.trim())
        .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


def test_the_screens_are_all_here() -> None:
    assert len(SCREENS) >= 28


def test_no_screen_keeps_anybody_out(screens: Screens) -> None:
    for screen, page in screens.each(SCREENS):
        assert violations(page) == "", screen
        mismatch = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
        assert violations(page, runOnly=["label-content-name-mismatch"], **mismatch) == "", screen


def test_the_dark_colours_keep_nobody_out(screens: Screens) -> None:
    screens.page.emulate_media(color_scheme="dark")
    for screen, page in screens.each(SCREENS):
        assert violations(page, runOnly=["color-contrast"]) == "", screen


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("larger", [False, True], ids=["usual-text", "twice-the-text"])
def test_no_word_is_cut_off_at_any_size(screens: Screens, language: str, *, larger: bool) -> None:
    if larger:
        screens.enlarge()
    for screen, page in screens.each(SCREENS, language):
        for name, size in SIZES.items():
            page.set_viewport_size(size)
            assert page.evaluate(CLIPPED) == [], (screen, name)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (screen, name)


def test_every_control_is_a_large_target_with_room_around(screens: Screens) -> None:
    for screen, page in screens.each(SCREENS):
        for size, area in SIZES.items():
            page.set_viewport_size(area)
            boxes = page.evaluate(BOXES)
            for name, fixed, x, y, width, height in boxes:
                assert min(width, height) >= 64, (screen, size, name)
                for other, also_fixed, left, top, wide, high in boxes:
                    across = max(left - x - width, x - left - wide)
                    along = max(top - y - height, y - top - high)
                    # What is fixed to an edge lies before the page that moves behind it.
                    same = (name, x, y) == (other, left, top) or fixed != also_fixed
                    assert same or max(across, along) >= 8, (screen, size, name, other)


def test_headline_answer_and_senses_are_seen_without_a_finger(screens: Screens) -> None:
    for screen, page in screens.each(OPEN):
        for size, area in SIZES.items():
            page.set_viewport_size(area)
            lower = page.locator(".lower").bounding_box()
            assert lower is not None
            for what in ("h1", ".answers", ".senses"):
                box = page.locator(what).bounding_box()
                assert box is not None, (screen, size, what)
                assert box["y"] >= 0, (screen, size, what)
                assert box["y"] + box["height"] <= lower["y"], (screen, size, what)
            pause = page.get_by_role("button", name="Kurz anhalten").bounding_box()
            end = page.get_by_role("button", name="Für heute beenden").bounding_box()
            assert pause is not None
            assert end is not None
            height = area["height"]
            assert height - 24 <= pause["y"] + pause["height"] <= height, (screen, size)
            assert end["y"] >= height - 1, (screen, size)


def test_the_headline_reads_from_three_metres(screens: Screens) -> None:
    for screen, page in screens.each(SCREENS):
        for size, area in SIZES.items():
            least = 64 if area["width"] >= 700 else 30
            if screen == "teacher_phrase_long" and area["width"] >= 700:
                least = 40  # eighty characters, and their answer below them
            page.set_viewport_size(area)
            found = page.locator("h1").evaluate(
                "(one) => parseFloat(getComputedStyle(one).fontSize)"
            )
            assert found >= least, (screen, size)
            assert page.evaluate(SMALLEST) >= 16, (screen, size)


def test_the_way_back_lies_at_the_upper_edge_and_nothing_at_the_lower(screens: Screens) -> None:
    for screen, page in screens.each(CLOSED):
        for size, area in SIZES.items():
            height = area["height"]
            page.set_viewport_size(area)
            resume = page.get_by_role("button", name="Weiter").bounding_box()
            assert resume is not None
            assert 0 <= resume["y"] <= 24, (screen, size)
            assert resume["height"] >= 64
            for name, fixed, _, top, _, tall in page.evaluate(BOXES):
                low = top + tall > height - 100 and top < height
                assert fixed or not low, (screen, size, name)
            assert page.get_by_role("button", name="Kurz anhalten").count() == 0, (screen, size)


def test_the_end_asks_once_and_staying_has_the_focus(screens: Screens) -> None:
    for _, page in screens.each(["teacher_end"]):
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("button", name="Noch nicht")).to_be_focused()


def test_the_tab_key_walks_from_the_answer_to_the_end(screens: Screens) -> None:
    for _, page in screens.each(["teacher_help"]):
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


def test_without_colours_each_state_still_differs(screens: Screens) -> None:
    for _, page in screens.each(["teacher_help"]):
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


def test_a_screen_reader_hears_the_headline_and_not_the_clock(screens: Screens) -> None:
    for _, page in screens.each(["teacher_help"]):
        status = page.get_by_role("status").first
        expect(status).to_have_text("Mia braucht jemanden.")
        assert (
            page.locator(
                "[role=status] .detail, [aria-live=polite] .since:not([aria-live=off])"
            ).count()
            == 0
        )
