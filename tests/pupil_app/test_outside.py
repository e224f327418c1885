"""The child outside class, as it meets the pages: pairing, its robot, settings, loans."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pupil_app import pages
from tests.pupil_app.pretend_bridge import Bridge, at_start, press, wait_for
from tests.pupil_app.shown import Screens


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    bridge = Bridge()
    bridge.knows_devices = True
    context.route_web_socket("**/signal", bridge.opened)
    return bridge


@pytest.fixture
def page(context: BrowserContext, bridge: Bridge) -> Page:
    return at_start(context, bridge)


def look(page: Page) -> list[str | None]:
    figure = page.locator(".figure[role=img]:visible")
    return [figure.get_attribute(f"data-{name}") for name in ("shell", "wears", "named")]


def test_the_first_time_the_child_is_invited_and_makes_the_robot_its_own(page: Page) -> None:
    expect(page.get_by_text("Wie heiße ich?").first).to_be_visible()
    press(page, "Mein Willi")
    expect(page.get_by_role("heading", name="Das ist dein Roboter.")).to_be_focused()
    page.get_by_label("Wie heißt er?").fill("Pollux")
    page.get_by_role("radio", name="Minze").check()
    page.get_by_role("radio", name="Schal").check()
    assert look(page) == ["mint", "scarf", "true"]
    press(page, "Fertig")
    expect(page.get_by_role("button", name="Mein Pollux")).to_be_visible()
    expect(page.get_by_text("Wie heiße ich?")).to_be_hidden()
    assert look(page) == ["mint", "scarf", "true"]
    page.reload()
    expect(page.get_by_role("button", name="Mein Pollux")).to_be_visible()
    assert look(page) == ["mint", "scarf", "true"]


def test_whoever_wants_it_later_is_not_asked_again(page: Page) -> None:
    press(page, "Mein Willi")
    page.get_by_role("radio", name="Flieder").check()
    press(page, "Später")
    assert look(page) == ["sand", "none", "false"]
    page.reload()
    expect(page.get_by_role("button", name="Mein Willi")).to_be_visible()
    expect(page.get_by_text("Wie heiße ich?")).to_be_hidden()
    press(page, "Mein Willi")
    press(page, "Zurück")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_a_name_can_be_proposed_and_is_never_longer_than_its_plate(page: Page) -> None:
    press(page, "Mein Willi")
    name = page.get_by_label("Wie heißt er?")
    press(page, "Vorschlag")
    first = name.input_value()
    assert first
    press(page, "Vorschlag")
    assert name.input_value() not in ("", first)
    name.fill("Anastasius der Dritte")
    assert len(name.input_value()) <= 12


def test_all_of_it_works_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Mein Willi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Momo")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert look(page) == ["sky", "bow_tie", "true"]
    page.get_by_label("Wie heißt er?").press("Enter")
    expect(page.get_by_role("button", name="Mein Momo")).to_be_visible()


def test_settings_hold_at_once_and_over_a_reload(page: Page) -> None:
    press(page, "Mein Willi")
    press(page, "Einstellungen")
    page.get_by_role("radio", name="Links").check()
    page.get_by_role("radio", name="Kein Ton").check()
    press(page, "Ruhiges Aussehen")
    expect(page.locator("html")).to_have_attribute("data-look", "calm")
    expect(page.get_by_text("Wie lange wartet der Rahmen?")).to_be_hidden()
    press(page, "Ein Knopf für alles")
    press(page, "Langsamer")
    expect(page.get_by_text("1,9 Sekunden").first).to_be_visible()
    for _ in range(3):
        press(page, "Schneller")
    expect(page.get_by_role("button", name="Schneller", exact=True)).to_be_disabled()
    kept = page.evaluate("JSON.parse(localStorage.getItem('karlsson.settings'))")
    assert kept == {
        "aloud": False,
        "hand": "left",
        "sounds": 0,
        "calm": True,
        "one_switch": True,
        "scan_s": 0.8,
    }
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-look", "calm")
    press(page, "Mein Willi")
    press(page, "Einstellungen")
    expect(page.get_by_role("radio", name="Links")).to_be_checked()
    expect(page.get_by_role("radio", name="Kein Ton")).to_be_checked()


def wait_for_turn(page: Page, control: str) -> None:
    """Let time pass until a control has its turn, and longer than a tremble takes."""
    page.clock.run_for(500)
    for _ in range(100):
        if page.locator(control).count():
            return
        page.clock.run_for(400)
    raise AssertionError(control)


def test_one_switch_chooses_a_colour_and_finishes(page: Page) -> None:
    page.evaluate(
        "localStorage.setItem('karlsson.settings', JSON.stringify({one_switch: true, scan_s: 0.8}))"
    )
    page.clock.install(time=0)
    page.reload()
    press(page, "Mein Willi")
    page.clock.pause_at(3600)
    wait_for_turn(page, "input.scanned[value=sky]")
    page.keyboard.press(" ")
    assert look(page)[0] == "sky"
    wait_for_turn(page, "button.scanned >> text=Fertig")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    assert look(page)[0] == "sky"


def test_a_draft_outlives_a_look_at_the_settings(page: Page) -> None:
    press(page, "Mein Willi")
    page.get_by_role("radio", name="Himmel").check()
    press(page, "Einstellungen")
    press(page, "Fertig")
    expect(page.get_by_role("radio", name="Himmel")).to_be_checked()


def test_a_used_link_is_called_used_on_another_device(
    context: BrowserContext, bridge: Bridge
) -> None:
    bridge.refusal = {"code": "pairing_used"}
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("heading", name="Dieser Link war schon dran.")).to_be_visible()
    expect(page.get_by_text("Ein Link gilt nur für ein Gerät.").first).to_be_visible()
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible()


def test_a_link_that_does_not_fit_is_no_wrong_word(context: BrowserContext, bridge: Bridge) -> None:
    bridge.refusal = {"code": "pairing"}
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("heading", name="Dieser Link gilt nicht mehr.")).to_be_visible()
    page.get_by_label("Dein Zauberwort").fill("falscheswort")
    press(page, "Los")
    expect(page.get_by_role("heading", name="Das Wort passt nicht.")).to_be_visible()


def test_a_whole_link_can_be_pasted_where_a_word_is_asked(
    context: BrowserContext, bridge: Bridge
) -> None:
    page = context.new_page()
    page.goto(pages.ORIGIN)
    expect(page.get_by_text("Oder zeig den Code.")).to_have_count(0)
    page.get_by_label("Dein Zauberwort").fill(f" https://karlsson.example/#{bridge.fragment} ")
    press(page, "Los")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_an_app_on_the_home_screen_explains_why_it_knows_nobody(
    context: BrowserContext, bridge: Bridge
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'standalone', { value: true })")
    page = context.new_page()
    page.goto(pages.ORIGIN)
    expect(page.get_by_role("heading", name="Diese App ist noch neu.")).to_be_visible()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


SIGHT = """shown => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => shown });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_loan_that_has_not_begun_names_its_day_and_is_asked_about_again(
    page: Page, bridge: Bridge
) -> None:
    bridge.refusal = {"code": "not_begun", "day": "2030-12-03"}
    page.reload()
    heading = page.get_by_role("heading", name="Willi kommt bald zu dir.")
    expect(heading).to_contain_text("Am 3. Dezember geht es los.")
    assert page.locator(".outside button:visible").count() == 0
    bridge.refusal = None
    page.evaluate(SIGHT, "visible")
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_a_loan_that_is_over_leads_to_the_next_one(page: Page, bridge: Bridge) -> None:
    bridge.refusal = {"code": "no_loan", "day": "2026-11-27"}
    page.reload()
    expect(
        page.get_by_text("Deine Zeit mit Willi ging bis zum 27. November.").first
    ).to_be_visible()
    press(page, "Neues Zauberwort")
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible()


def test_a_locked_device_offers_nothing(page: Page, bridge: Bridge) -> None:
    bridge.refusal = {"code": "device_locked"}
    page.reload()
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()
    assert page.locator(".outside button:visible").count() == 0
    page.evaluate(SIGHT, "visible")
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()


def test_a_locked_device_comes_back_by_a_new_sheet_and_with_a_new_key(
    page: Page, bridge: Bridge
) -> None:
    bridge.locked = {message["device_key"] for message in bridge.heard if "device_key" in message}
    assert len(bridge.locked) == 1
    page.reload()
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()
    page.goto("about:blank")
    page.goto(bridge.link)
    wait_for(page, lambda: bridge.heard[-1]["device_key"] not in bridge.locked)
    new = bridge.heard[-1]["device_key"]
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    before = len(bridge.heard)
    page.reload()
    # The start screen comes from what is kept; the bridge is asked at the same time.
    wait_for(page, lambda: len(bridge.heard) > before)
    assert bridge.heard[-1]["type"] == "hello_pupil"
    assert bridge.heard[-1]["device_key"] == new
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_a_device_that_is_locked_at_once_again_stops_trying(page: Page, bridge: Bridge) -> None:
    bridge.refusal = {"code": "device_locked"}
    page.goto("about:blank")
    page.goto(bridge.link)
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()
    keys = {message["device_key"] for message in bridge.heard if "device_key" in message}
    assert len(keys) == 2


WORN = """async ([kept, worn]) => {
    const { Mine } = await import("/app/js/child/mine.js");
    const { reduce, START } = await import("/app/js/child/state.js");
    localStorage.setItem("karlsson.outfit", JSON.stringify(kept));
    let state = START;
    const sent = [];
    const mine = new Mine({
        state: () => state,
        tell: (event) => { state = reduce(state, event); },
        robot: () => "willi",
        known: () => ({ outfit: (outfit) => sent.push(outfit) }),
    });
    mine.start();
    const presence = (outfit) => {
        const before = state;
        state = { ...state, phase: "present", presence: { presence: "p", outfit, hand: {} } };
        mine.follow(before, state);
    };
    for (const each of worn) presence(each);
    const now = JSON.parse(localStorage.getItem("karlsson.outfit"));
    return { sent, outfit: state.outfit, kept: now };
}"""

POLLUX = {"nickname": "Pollux", "shell": "mint", "wears": "scarf"}
CASTOR = {"nickname": "Castor", "shell": "sky", "wears": "cap"}


@pytest.mark.parametrize(
    ("kept", "worn", "sent", "after"),
    [
        pytest.param(
            {**POLLUX, "given": ""}, [None, None, POLLUX], [POLLUX], POLLUX, id="sent once"
        ),
        pytest.param({**POLLUX, "given": "willi"}, [CASTOR], [], CASTOR, id="changed elsewhere"),
        pytest.param({**POLLUX, "given": "anna"}, [CASTOR], [POLLUX], POLLUX, id="another robot"),
        pytest.param(None, [CASTOR], [], CASTOR, id="new device"),
        pytest.param(None, [None], [], None, id="nothing chosen"),
    ],
)
def test_robot_and_device_agree_on_the_outfit(
    screens: Screens, kept: Any, worn: Any, sent: Any, after: Any
) -> None:
    result = screens.page.evaluate(WORN, [kept, worn])
    assert (result["sent"], result["outfit"]) == (sent, after)
    if after == CASTOR:
        assert result["kept"] == {**CASTOR, "given": "willi"}
