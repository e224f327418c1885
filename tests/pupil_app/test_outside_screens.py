"""The child's screens outside class: every size and look."""

from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from tests.pupil_app import pages
from tests.pupil_app.shown import NARROW, SIZES, WIDE, Screens, violations

LONG = ("mine", "settings", "rights", "check")
"""Screens that may be longer than a small device; their way out is always in sight."""

ELSEWHERE = ("class", "teacher", "buddy")
OUTSIDE = [name for name in pages.SCREENS if not name.startswith(ELSEWHERE)]
WHOLE = [name for name in OUTSIDE if not name.startswith(LONG)]

OUT_OF_SIGHT = """() => [...document.querySelectorAll("button, input, h1, .hint, .badge, .figure")]
    .filter((one) => one.getClientRects().length > 0 && !one.closest(".unseen-text"))
    .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
    .filter(([, {top, left, bottom, right}]) =>
        top < -0.5 || left < -0.5 || bottom > innerHeight + 0.5 || right > innerWidth + 0.5)
    .map(([name, {top, bottom}]) => `${name.baseVal ?? name} ${top}-${bottom}`)"""

OVERLAPPING = """() => {
    const parts = "h1 span, .hint, .content button, .content input, .badge, .invitation";
    const all = [...document.querySelectorAll(parts)]
        .filter((one) => one.getClientRects().length > 0 && one.textContent + one.id !== "");
    const box = new Map(all.map((one) => [one, one.getBoundingClientRect()]));
    const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1;
    return all.flatMap((one, at) => all.slice(at + 1)
        .filter((other) => !one.contains(other) && !other.contains(one))
        .filter((other) => meet(box.get(one), box.get(other)))
        .map((other) => `${one.textContent} / ${other.textContent}`));
}"""


WIDER = "document.documentElement.scrollWidth - innerWidth"
FIGURE_HEIGHT = "document.querySelector('.outside .figure').getBoundingClientRect().height"

SCROLLED_TO = """() => {
    const seen = (one) => one.getClientRects().length > 0
        && getComputedStyle(one).visibility === "visible";
    const all = [...document.querySelectorAll("button, input, label.pick")].filter(seen);
    const way = all.find((one) => one.textContent === "Fertig");
    return all.map((one) => {
        one.scrollIntoView({ block: "center" });
        const { left, right, bottom } = one.getBoundingClientRect();
        const out = way.getBoundingClientRect();
        return [one.textContent || one.id, one.closest(".closing") !== null,
            [left, right, bottom], [out.top, out.bottom]];
    });
}"""
"""Each control, scrolled to: its name, whether it lies in the bar, its box, and the way out."""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        pytest.param("de", NARROW, id="de"),
        pytest.param("de", WIDE, id="de-wide", marks=pytest.mark.thorough),
        pytest.param("en", NARROW, id="en", marks=pytest.mark.thorough),
    ],
)
def test_a_whole_scene_fits_every_screen(
    screens: Screens, language: str, sizes: dict[str, ViewportSize]
) -> None:
    script = f"() => [{WIDER}, ({OUT_OF_SIGHT})(), ({OVERLAPPING})(), {FIGURE_HEIGHT}]"
    for where, found in screens.measure(script, WHOLE, sizes, language).items():
        wider, out_of_sight, overlapping, height = found
        assert wider <= 0, where
        assert out_of_sight == [], where
        assert overlapping == [], where
        assert height >= 110, where


def test_of_a_longer_screen_the_way_out_is_in_sight_and_nothing_stays_below_it(
    screens: Screens,
) -> None:
    names = [name for name in OUTSIDE if name.startswith(("mine", "settings", "rights"))]
    for (screen, size), places in screens.measure(SCROLLED_TO, names, SIZES).items():
        assert len(places) >= 5, screen
        for control, closing, (left, right, bottom), (top, end) in places:
            assert end <= SIZES[size]["height"], (screen, size)
            assert closing or bottom <= top, (screen, size, control)
            assert left >= 0, (screen, size, control)
            assert right <= SIZES[size]["width"], (screen, size, control)


@pytest.mark.thorough
def test_large_text_covers_nothing(screens: Screens) -> None:
    screens.enlarge()
    sizes = {size: SIZES[size] for size in ("390x664", "844x390", "1180x820")}
    script = f"() => [{WIDER}, ({OVERLAPPING})()]"
    for where, (wide, overlapping) in screens.measure(script, OUTSIDE, sizes).items():
        assert wide <= 0, where
        assert overlapping == [], where


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
def test_the_calm_look_keeps_nobody_out(screens: Screens, scheme: Any) -> None:
    found = {}
    screens.page.emulate_media(color_scheme=scheme)
    for screen, page in screens.each(OUTSIDE):
        page.evaluate("document.documentElement.dataset.look = 'calm'")
        found[screen] = violations(page, runOnly=["color-contrast"])
    assert {screen: report for screen, report in found.items() if report} == {}


def test_forced_colours_show_what_is_chosen(screens: Screens) -> None:
    for _, page in screens.each(["mine_chosen"]):
        page.emulate_media(forced_colors="active")
        border = "one => getComputedStyle(one).borderTopColor"
        chosen = page.locator("label.pick", has_text="Minze").evaluate(border)
        other = page.locator("label.pick", has_text="Sand").evaluate(border)
        assert chosen != other


def test_nothing_moves_for_whoever_wants_none(screens: Screens) -> None:
    for screen, page in screens.each(OUTSIDE):
        running = page.evaluate(
            "document.getAnimations().filter((one) => one.playState === 'running').length"
        )
        assert running == 0, screen
