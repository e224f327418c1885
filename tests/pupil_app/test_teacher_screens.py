"""Each state of the teacher's and the buddy's page, at each size: whole, readable, reachable."""

from typing import Any

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
NARROW = ["small-phone", "lying-phone", "small-tablet", "upright-tablet"]
"""The narrowest of each layout."""

THOROUGH = pytest.mark.thorough

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


FONTS = """() => [
    parseFloat(getComputedStyle(document.querySelector("h1")).fontSize),
    Math.min(...[...document.querySelectorAll("p, li, button, h2, label, span")]
        .filter((one) => one.offsetParent && one.textContent.trim())
        .map((one) => parseFloat(getComputedStyle(one).fontSize)))]"""
"""Size of the headline, and of the smallest text, in pixels."""

PLACES = """() => [...["h1", ".answers", ".senses", ".lower"]
        .map((what) => document.querySelector(what)),
        ...["Kurz anhalten", "Für heute beenden", "Weiter"].map((name) =>
            [...document.querySelectorAll("button")].find((one) =>
                one.offsetParent && (one.getAttribute("aria-label") || one.textContent) === name))]
    .map((one) => one?.getBoundingClientRect())
    .map((box) => box && { top: box.top, bottom: box.bottom })"""
"""Positions of headline, answers, senses, lower bar, "pause", "end" and "go on"."""

WIDER = "document.documentElement.scrollWidth - innerWidth"

ALL = f"""() => ({{ cut: ({CLIPPED})(), wider: {WIDER}, boxes: ({BOXES})(), fonts: ({FONTS})(),
    places: ({PLACES})() }})"""
Measured = dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def measured(page_of_screens: Screens) -> Measured:
    """Return what `ALL` finds on each screen at each size, in German and in the usual text."""
    page_of_screens.reset()
    return page_of_screens.measure(ALL, SCREENS, SIZES)


def test_the_screens_are_all_here() -> None:
    assert len(SCREENS) >= 28


@pytest.mark.thorough
def test_no_screen_keeps_anybody_out(screens: Screens) -> None:
    for screen, page in screens.each(SCREENS):
        assert violations(page) == "", screen
        mismatch = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
        assert violations(page, runOnly=["label-content-name-mismatch"], **mismatch) == "", screen


@pytest.mark.thorough
def test_the_dark_colours_keep_nobody_out(screens: Screens) -> None:
    screens.page.emulate_media(color_scheme="dark")
    for screen, page in screens.each(SCREENS):
        assert violations(page, runOnly=["color-contrast"]) == "", screen


@pytest.mark.thorough
def test_no_word_is_cut_off_at_any_size(measured: Measured) -> None:
    for where, found in measured.items():
        assert found["cut"] == [], where
        assert found["wider"] <= 0, where


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("de", NARROW),
        pytest.param("de", [size for size in SIZES if size not in NARROW], marks=THOROUGH),
        pytest.param("en", NARROW, marks=THOROUGH),
    ],
    ids=["de", "de-wide", "en"],
)
def test_no_word_is_cut_off_at_twice_the_text(
    screens: Screens, language: str, sizes: list[str]
) -> None:
    # The same boxes with larger words: what fits here fits in the usual text, too.
    screens.enlarge()
    chosen = {size: SIZES[size] for size in sizes}
    script = f"() => [({CLIPPED})(), {WIDER}]"
    for where, (cut, wider) in screens.measure(script, SCREENS, chosen, language).items():
        assert cut == [], where
        assert wider <= 0, where


def test_a_device_that_is_turned_cuts_off_nothing(screens: Screens) -> None:
    page = screens.show("teacher_help")
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        assert page.evaluate(CLIPPED) == [], name
        assert page.evaluate(WIDER) <= 0, name


def test_every_control_is_a_large_target_with_room_around(measured: Measured) -> None:
    for where, found in measured.items():
        for name, fixed, x, y, width, height in found["boxes"]:
            assert min(width, height) >= 64, (where, name)
            for other, also_fixed, left, top, wide, high in found["boxes"]:
                across = max(left - x - width, x - left - wide)
                along = max(top - y - height, y - top - high)
                # What is fixed to an edge lies before the page that moves behind it.
                same = (name, x, y) == (other, left, top) or fixed != also_fixed
                assert same or max(across, along) >= 8, (where, name, other)


@pytest.mark.parametrize("screen", OPEN)
def test_headline_answer_and_senses_are_seen_without_a_finger(
    measured: Measured, screen: str
) -> None:
    for size, area in SIZES.items():
        headline, answers, senses, lower, pause, end, _ = measured[screen, size]["places"]
        for box in (headline, answers, senses):
            assert box["top"] >= 0, size
            assert box["bottom"] <= lower["top"], size
        assert area["height"] - 24 <= pause["bottom"] <= area["height"], size
        assert end["top"] >= area["height"] - 1, size


def test_the_headline_reads_from_three_metres(measured: Measured) -> None:
    for (screen, size), found in measured.items():
        least = 64 if SIZES[size]["width"] >= 700 else 30
        if screen == "teacher_phrase_long" and SIZES[size]["width"] >= 700:
            least = 40  # eighty characters, and their answer below them
        headline, smallest = found["fonts"]
        assert headline >= least, (screen, size)
        assert smallest >= 16, (screen, size)


@pytest.mark.parametrize("screen", CLOSED)
def test_the_way_back_lies_at_the_upper_edge_and_nothing_at_the_lower(
    measured: Measured, screen: str
) -> None:
    for size, area in SIZES.items():
        *_, pause, _, resume = measured[screen, size]["places"]
        assert 0 <= resume["top"] <= 24, size
        assert resume["bottom"] - resume["top"] >= 64, size
        for name, fixed, _, top, _, tall in measured[screen, size]["boxes"]:
            low = top + tall > area["height"] - 100 and top < area["height"]
            assert fixed or not low, (size, name)
        assert pause is None, size


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
