"""Karlsson's drawing in a real browser: every state, both looks, still and moving.

`/screens/figures.html` is the contact sheet; look at it after any change of the drawing.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.pupil_app import pages

SHEET = f"{pages.ORIGIN}/screens/figures.html"
ALONE = f"{SHEET}?only=nothing"
STYLES = (pages.APP / "figure.css").read_text(encoding="utf-8")
STEP_MS = 50
HELD_MS = 130
PACE_MS = 350
"""More than what a new look waits after the one before."""

MOVED = """() => [...new Set(document.getAnimations().flatMap((one) =>
    one.transitionProperty ?? one.effect.getKeyframes().flatMap(Object.keys)
        .filter((name) => !["offset", "computedOffset", "easing", "composite"].includes(name))))]"""
"""Properties that move at this moment."""

FACE = "shown.node.querySelector('.face-box').getAnimations()[0].effect.getKeyframes()"
WAY_MS = f"1000 * {FACE}[1].computedOffset"
PLACE = f"{FACE}[2].transform"
"""Movement of the face: its duration, and its target."""

VOICE = """() => [".sound-wave-1", ".sound-wave-2", ".lit"].map((name) =>
    Number(shown.node.querySelector(name).style.opacity))"""

OPEN = """(options) => {
    window.shown = new Figure("Karlsson", options);
    document.getElementById("sheet").replaceChildren(shown.node);
    shown.update(presence());
}"""


def opened(context: BrowserContext, address: str = ALONE) -> Page:
    """Open the contact sheet; whatever the browser complains about fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def paused(context: BrowserContext) -> Page:
    """Open one drawing on a page whose clock moves only when a test says so."""
    page = context.new_page()
    page.clock.install(time=0)
    page.goto(ALONE)
    page.wait_for_selector("html[data-ready]")
    page.clock.pause_at(3600)
    page.evaluate(OPEN, {})
    return page


@pytest.fixture
def moving(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a context of somebody who likes motion."""
    context = browser.new_context(reduced_motion="no-preference")
    yield context
    context.close()


def attributes(page: Page) -> dict[str, Any]:
    """Return what the drawing says about itself."""
    found: dict[str, Any] = page.evaluate("({...shown.node.dataset})")
    return found


@pytest.mark.parametrize("query", ["", pytest.param("?calm", marks=pytest.mark.thorough)])
def test_every_state_has_a_name_and_a_picture_of_its_own(
    context: BrowserContext, query: str
) -> None:
    page = opened(context, SHEET + query)
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    names = page.locator("[role=img]").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert len(names) == len(set(names)) >= 40
    scenes = page.evaluate(
        """() => [...figures].filter(([name]) => name.startsWith("scene"))
            .map(([, { node }]) => [node.dataset.scene, node.innerHTML + node.dataset.arms])"""
    )
    assert len({drawn for scene, drawn in scenes if scene not in ("hello", "goodbye")}) == 9


def test_several_drawings_on_one_page_share_nothing(context: BrowserContext) -> None:
    page = opened(context, SHEET)
    assert page.locator("svg [id], svg [class*=url]").count() == 0
    page.evaluate("figures.get('hand up').dress({nickname: 'Pollux', shell: 'mint', wears: 'cap'})")
    page.evaluate("figures.get('hand up').calm(true)")
    found = page.evaluate(
        "['hand up', 'hand seen'].map((name) => ({...figures.get(name).node.dataset}))"
    )
    dressed = [(one["look"], one["shell"], one["wears"]) for one in found]
    assert dressed == [("calm", "mint", "cap"), ("warm", "sand", "none")]


def test_only_transform_and_opacity_ever_move(moving: BrowserContext) -> None:
    page = opened(moving, SHEET)
    page.evaluate(
        """() => { for (const one of figures.values()) {
            one.update(presence({ signal: "hand", hand: { raised: true }, pan_deg: 33 }));
            one.scene("your_turn"); one.voice(1); one.cheer(); one.scene("goodbye");
        } }"""
    )
    moved = set(page.evaluate(MOVED))
    assert moved
    assert moved <= {"transform", "opacity"}
    assert not re.search(r"\bfilter\s*:|backdrop", STYLES)


def test_a_child_that_wants_no_motion_sees_none(context: BrowserContext) -> None:
    page = opened(context, SHEET)
    page.evaluate("for (const one of figures.values()) { one.cheer(); one.voice(0.5); }")
    assert page.evaluate("document.getAnimations().length") == 0
    eyes = page.evaluate("figures.get('hand seen').node.dataset.eyes")
    assert eyes == "open"  # without the blinks that the robot answers with


def test_motion_ends_when_the_child_asks_for_it(moving: BrowserContext) -> None:
    page = opened(moving)
    page.evaluate(OPEN, {})
    page.evaluate("shown.update(presence({signal: 'hand'}))")
    assert page.evaluate("document.getAnimations().length") > 0
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_function(
        """() => {
            shown.update(presence({signal: "hand"}));
            return document.getAnimations().length === 0;
        }"""
    )


def test_a_drawing_that_left_the_page_stops_and_begins_again_when_it_is_back(
    moving: BrowserContext,
) -> None:
    page = paused(moving)
    page.clock.run_for(PACE_MS)
    page.evaluate("shown.update(presence({signal: 'resting'}))")
    lit = "shown.node.querySelector('.lit').getAnimations().length"
    assert page.evaluate(lit) == 1
    page.evaluate("shown.node.remove()")
    page.clock.run_for(8000)
    assert page.evaluate(lit) == 0
    page.evaluate("document.getElementById('sheet').append(shown.node)")
    page.evaluate("shown.update(presence({signal: 'resting'}))")
    assert page.evaluate(lit) == 1


def test_the_head_is_where_the_robots_is_within_a_quarter_of_a_second(
    moving: BrowserContext,
) -> None:
    page = paused(moving)
    page.clock.run_for(1000)
    page.evaluate("shown.update(presence({pan_deg: 10}))")
    assert attributes(page)["turned"] == "4.3 0 0"
    assert page.evaluate(WAY_MS) <= 250
    # One that comes at once is held back, and then hurries.
    page.evaluate("shown.update(presence({pan_deg: 60, tilt_deg: -30}))")
    assert attributes(page)["turned"] == "4.3 0 0"
    page.clock.run_for(HELD_MS)
    assert attributes(page)["turned"] == "18.7 8.4 0"
    assert HELD_MS + page.evaluate(WAY_MS) <= 250
    assert page.evaluate(PLACE).endswith("translate(11.22%, 4.2%) scale(0.73, 0.87)")
    # The head takes a voice along that comes while a report is held back.
    near = "shown.node.querySelector('.sound-wave-1').style.opacity"
    page.clock.run_for(PACE_MS)
    page.evaluate("for (const pan_deg of [10, 20]) shown.update(presence({pan_deg}))")
    page.evaluate("shown.voice(1)")
    assert page.evaluate(near) != "1"
    page.clock.run_for(HELD_MS)
    assert page.evaluate(near) == "1"


def test_a_robot_that_wakes_lifts_its_head_at_once(context: BrowserContext) -> None:
    page = opened(context)
    page.evaluate(OPEN, {})
    assert attributes(page)["turned"] == "0 0 0"


def test_a_still_head_jumps_no_more_than_four_times_a_second(context: BrowserContext) -> None:
    page = paused(context)
    seen = set()
    for step in range(20):
        page.evaluate("pan_deg => shown.update(presence({pan_deg}))", step * 4)
        page.clock.run_for(STEP_MS)
        seen.add((attributes(page)["turned"], page.locator(".face-box").get_attribute("style")))
    assert 3 <= len(seen) <= 5


@pytest.mark.parametrize(("motion", "most"), [("no-preference", 13), ("reduce", 4)])
def test_a_voice_is_seen_in_arcs_and_in_the_ring(browser: Browser, motion: Any, most: int) -> None:
    context = browser.new_context(reduced_motion=motion)
    page = paused(context)
    page.clock.run_for(PACE_MS)
    page.evaluate("shown.update(presence({signal: 'speaking'}))")
    page.clock.run_for(PACE_MS)
    levels = []
    for step in range(26):
        page.evaluate("level => shown.voice(level)", step / 25)
        page.clock.run_for(2 * STEP_MS)
        levels.append(page.evaluate(VOICE))
    assert levels == sorted(levels)
    assert levels[-1] == [1, 1, 1]
    assert len({tuple(level) for level in levels}) <= most
    page.evaluate("shown.voice(-1)")
    page.clock.run_for(2 * STEP_MS)
    assert page.locator(".sound-wave-1").evaluate("one => one.style.opacity") == "0"
    context.close()


def test_it_wears_what_the_child_chose_and_text_stays_text(context: BrowserContext) -> None:
    page = opened(context)
    page.evaluate(OPEN, {"plate": True})
    assert not page.locator(".figure .plate").is_visible()
    page.evaluate("shown.dress({nickname: '<b>Mo</b>', shell: 'lilac', wears: 'glasses'})")
    assert page.locator(".figure .plate-name").text_content() == "<b>Mo</b>"
    assert page.locator(".figure .frame").count() == 3
    page.evaluate("shown.dress({nickname: '', shell: 'sky', wears: 'none'})")
    assert page.locator(".figure .frame").count() == 0
    assert attributes(page)["shell"] == "sky"


def test_narrow_eyes_and_an_answer_change_the_eyes_alone(moving: BrowserContext) -> None:
    page = paused(moving)
    page.clock.run_for(PACE_MS)
    page.evaluate("shown.update(presence({signal: 'hand'}))")
    page.evaluate("window.before = document.getAnimations()")
    dots = "() => shown.node.querySelector('.dots-lit').getAttribute('d').match(/M/g).length"
    lights = [page.evaluate(dots)]
    for added in ("zoomed: true", "understood: 'no'", "zoomed: true, understood: 'yes'", ""):
        page.clock.run_for(PACE_MS)
        page.evaluate(f"shown.update(presence({{signal: 'hand', {added}}}))")
        lights.append(page.evaluate(dots))
    assert lights == [96, 56, 66, 44, 96]
    assert page.evaluate("before.every((one) => document.getAnimations().includes(one))")
    page.clock.run_for(PACE_MS)
    page.evaluate("shown.update(presence({zoomed: true}))")
    page.evaluate("shown.scene('paused')")  # does not wait
    assert (attributes(page)["eyes"], attributes(page)["added"]) == ("bars", "")


def test_a_scene_ends_and_the_robot_is_seen_again(context: BrowserContext) -> None:
    page = paused(context)
    page.evaluate("shown.scene('rest')")
    assert page.locator(".figure .blanket").count() == 1
    assert attributes(page)["signal"] == "on_break"
    page.evaluate("shown.scene(null)")
    page.clock.run_for(PACE_MS)
    assert page.locator(".figure .blanket").count() == 0
    assert attributes(page)["signal"] == "present"
    page.evaluate("shown.rename('Pollux')")
    assert page.get_by_role("img", name="Pollux").is_visible()


def test_in_forced_colours_it_keeps_its_own_on_a_plate_of_the_pages(browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = opened(context)
    page.evaluate(OPEN, {})
    plate, shell, ground = page.evaluate(
        """() => {
            const probe = document.createElement("p");
            probe.style.color = "Canvas";
            document.body.append(probe);
            const style = (one) => getComputedStyle(one);
            return [style(shown.node).backgroundColor,
                style(shown.node.querySelector(".shell")).fill, style(probe).color];
        }"""
    )
    assert plate == ground
    assert shell not in (ground, plate)
    context.close()
