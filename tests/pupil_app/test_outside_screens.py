"""The child's screens outside class: every size and look, by keyboard, as a child meets them."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, Page, ViewportSize, WebSocketRoute, expect

from bridge.protocol import proofs
from bridge.protocol.keys import fingerprint, public_text, to_text
from tests.pupil_app import pages
from tests.pupil_app.shown import NARROW, SIZES, WIDE, Screens, violations

SECRET = b"sixteen bytes ok"
NONCE = to_text(bytes(32))

LONG = ("mine", "settings", "check")
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
    names = [name for name in OUTSIDE if name.startswith(("mine", "settings"))]
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


# ---- as the child meets them


class Bridge:
    """Welcomes a pairing or a known device, or refuses with what the test says."""

    def __init__(self) -> None:
        self.robot_key = public_text(Ed25519PrivateKey.generate())
        self.refusal: dict[str, Any] | None = None
        self._socket: WebSocketRoute | None = None

    @property
    def link(self) -> str:
        return f"{pages.ORIGIN}/#{self.fragment}"

    @property
    def fragment(self) -> str:
        key = fingerprint(self.robot_key)
        return f"robot=willi&key={key}&secret={to_text(SECRET)}"

    def opened(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(lambda text: self._read(json.loads(text)))
        self.say(type="challenge", nonce=NONCE, version=1)

    def say(self, **message: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps(message))

    def _read(self, message: dict[str, Any]) -> None:
        if message["type"] not in ("pair", "hello_pupil"):
            return
        if self.refusal is not None:
            return self.say(type="refused", text="", **self.refusal)
        key = proofs.mac_key(SECRET)
        proof = proofs.bridge_proof(key, NONCE, self.robot_key, message["device_key"])
        self.say(
            type="welcome_pupil",
            version=1,
            robot="willi",
            robot_name="Willi",
            robot_key=self.robot_key,
            robot_online=True,
            unix_s=1_795_432_000,
            proof=proof,
        )


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    bridge = Bridge()
    context.route_web_socket("**/signal", bridge.opened)
    return bridge


@pytest.fixture
def page(context: BrowserContext, bridge: Bridge) -> Page:
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(page: Page) -> list[str | None]:
    figure = page.locator(".figure[role=img]:visible")
    return [figure.get_attribute(f"data-{name}") for name in ("shell", "wears", "named")]


def test_the_first_time_the_child_is_invited_and_makes_the_robot_its_own(page: Page) -> None:
    expect(page.get_by_text("Wie heiße ich?")).to_be_visible()
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
    expect(page.get_by_text("1,9 Sekunden")).to_be_visible()
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
    expect(page.get_by_text("Ein Link gilt nur für ein Gerät.")).to_be_visible()
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
    expect(page.get_by_text("Deine Zeit mit Willi ging bis zum 27. November.")).to_be_visible()
    press(page, "Neues Zauberwort")
    expect(page.get_by_label("Dein Zauberwort")).to_be_visible()


def test_a_locked_device_offers_nothing(page: Page, bridge: Bridge) -> None:
    bridge.refusal = {"code": "device_locked"}
    page.reload()
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()
    assert page.locator(".outside button:visible").count() == 0
    page.evaluate(SIGHT, "visible")
    expect(page.get_by_role("heading", name="Dieses Gerät ist gesperrt.")).to_be_visible()


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
        lesson: () => ({ known: { outfit: (outfit) => sent.push(outfit) } }),
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
