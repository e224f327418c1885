"""Number of taps that a wish takes, counted at every size, by finger and by one switch."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pupil_app.shown import EACH_NARROW, EACH_SIZE, PHONE, SIZES, Screens

KARLSSON = ".karlsson"
CALLED = {"raised": True, "seen": True, "your_turn": True, "waiting_s": 9}

WAYS: dict[str, tuple[str, list[str], str]] = {
    "join": ("start", ["Ich bin da"], "state().screen === 'ready'"),
    "be heard": ("class", ["Mikro"], "state().wishes.microphone"),
    "rest": ("class", ["Pause"], "state().wishes.rest"),
    "not well": ("class", [KARLSSON, "nicht gut"], "state().wishes.feeling === 'unwell'"),
    "a saved place": (
        "class_saved",
        [KARLSSON, "Zur Lehrkraft"],
        "state().notice.key === 'view_teacher'",
    ),
    "help": ("class", [KARLSSON, "Hilfe"], "state().wishes.help"),
    "whisper": ("class", [KARLSSON, "Flüstern"], "state().wishes.whisper"),
    "leave": ("class", [KARLSSON, "Gehen"], "state().over === 'left'"),
    "the board": ("class_saved", ["Zur Tafel"], "state().notice.key === 'view_board'"),
    "nearer": ("class", ["Näher"], "state().framing.zoom === 2"),
    "the whole picture": ("class_near", ["Ganzes Bild"], "state().framing.zoom === 1"),
    "a photo of the board": (
        "class",
        [KARLSSON, "Tafel-Foto"],
        "state().still.status === 'coming'",
    ),
    "a sheet that came": ("class_sheet_came", ["Ansehen"], "state().viewer !== null"),
    "a phrase": ("class", ["Sätze", "Bitte noch mal."], "state().phrase.kind === 'again'"),
    "understood": ("class", [KARLSSON, "verstanden"], "state().understood === 'yes'"),
    "not understood": ("class", [KARLSSON, "nicht verstanden"], "state().understood === 'no'"),
    "give a sheet back": (
        "class",
        [KARLSSON, "Blatt zurückgeben", "Foto wählen"],
        "state().menu === 'sheets'",
    ),
}
"""Wish: the screen it begins on, what is tapped, and what is true afterwards."""


def tap(page: Page, name: str) -> None:
    if name == KARLSSON:
        page.locator(KARLSSON).click()
    else:
        page.get_by_role("button", name=name, exact=True).click()


def hold(page: Page, name: str) -> None:
    """Press until the child reads that it is heard, and let go later than a tap would."""
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_function("state().wishes.microphone")
    pressed_ms = page.evaluate("performance.now()")
    page.wait_for_function("(ms) => performance.now() - ms > 400", arg=pressed_ms)
    page.mouse.up()


@pytest.mark.parametrize("size", EACH_SIZE)
def test_each_wish_takes_as_few_taps_as_promised(screens: Screens, size: str) -> None:
    screens.page.set_viewport_size(SIZES[size])
    for screen, taps, granted in WAYS.values():
        page = screens.play(screen)
        for name in taps:
            tap(page, name)
        assert page.evaluate(f"Boolean({granted})"), (taps, size)


@pytest.mark.parametrize("size", EACH_SIZE)
def test_a_question_takes_a_hand_and_a_held_sprechen(screens: Screens, size: str) -> None:
    screens.page.set_viewport_size(SIZES[size])
    page = screens.play("class")
    tap(page, "Hand")
    assert page.evaluate("state().wishes.hand")
    call(page)
    hold(page, "Sprechen")
    assert page.evaluate("[state().wishes.microphone, state().wishes.hand]") == [False, False]


def call(page: Page) -> None:
    page.evaluate(
        "(hand) => tell({ type: 'presence', presence: { ...state().presence, hand } })", CALLED
    )
    expect(page.get_by_role("button", name="Sprechen")).to_be_visible()


def test_the_microphone_stays_on_after_a_tap_and_closes_with_the_next(screens: Screens) -> None:
    page = screens.play("class")
    microphone = page.get_by_role("button", name="Mikro", exact=True)
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "false")
    hold(page, "Mikro")
    expect(microphone).to_have_attribute("aria-pressed", "false")


def test_whoever_leaves_by_mistake_comes_back_with_one_tap(screens: Screens) -> None:
    page = screens.play("class")
    tap(page, KARLSSON)
    tap(page, "Gehen")
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        stay = page.get_by_role("button", name="Noch bleiben").bounding_box()
        promise = page.locator(".outside .never-seen").bounding_box()
        assert stay is not None
        assert promise is not None
        beside = promise["x"] + promise["width"] <= stay["x"]
        assert beside or promise["y"] + promise["height"] <= stay["y"], name
    tap(page, "Noch bleiben")
    assert page.evaluate("state().screen") == "ready"


def test_keys_do_what_the_large_controls_do(screens: Screens) -> None:
    page = screens.play("class")
    page.keyboard.press("h")
    assert page.evaluate("state().wishes.hand")
    page.keyboard.press("m")
    assert page.evaluate("state().wishes.microphone")
    page.keyboard.press("m")
    assert not page.evaluate("state().wishes.microphone")
    page.keyboard.press("-")
    assert page.evaluate("state().volume") == pytest.approx(0.7)
    page.keyboard.press("k")
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("state().target.panDeg") == 16
    page.keyboard.press("p")
    assert page.evaluate("state().wishes.rest")
    page.keyboard.press("p")
    assert not page.evaluate("state().wishes.rest")


def test_a_drag_pulls_the_view_along_and_one_control_brings_it_back(screens: Screens) -> None:
    page = screens.play("class")
    box = page.locator(".stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    page.mouse.up()
    assert page.evaluate("state().target.panDeg") > 10
    tap(page, "Geradeaus schauen")
    assert page.evaluate("state().target.panDeg") == 0
    expect(page.get_by_role("button", name="Geradeaus schauen")).to_be_hidden()


def test_the_picture_follows_a_tap_at_once_and_is_enlarged_only_once(screens: Screens) -> None:
    page = screens.play("class")
    shown = "getComputedStyle(document.querySelector('.stage video')).transform"
    page.keyboard.press("z")
    assert page.evaluate(shown).startswith("matrix(2,")
    page.evaluate("tell({ type: 'crop', crop: { zoom: 2, x: 0.5, y: 0.5 } })")
    assert page.evaluate(shown) == "none"
    box = page.locator(".stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 60, steps=4)
    page.mouse.up()
    # What was under the finger is still under it, and the head has not moved.
    assert page.evaluate(f"new DOMMatrix({shown})").get("e") == pytest.approx(-60, abs=1)
    assert page.evaluate("state().target") is None
    page.keyboard.press("g")
    assert page.evaluate("state().framing.zoom") == 1


PINCH = """([[x, y], from, to]) => {
  const stage = document.querySelector(".stage");
  stage.setPointerCapture = () => undefined;
  const send = (type, pointerId, at) => stage.dispatchEvent(new PointerEvent(type, {
    pointerId, isPrimary: pointerId === 1, clientX: x + at, clientY: y, bubbles: true,
  }));
  send("pointerdown", 1, -from);
  send("pointerdown", 2, from);
  send("pointermove", 2, to);
  send("pointermove", 1, -to);
  send("pointerup", 2, to);
  send("pointermove", 1, -to - 90);
  send("pointerup", 1, -to - 90);
}"""


def test_two_fingers_come_nearer_and_the_last_one_drags_nothing(screens: Screens) -> None:
    page = screens.play("class")
    box = page.locator(".stage").bounding_box()
    assert box is not None
    middle = [box["x"] + box["width"] / 2, box["y"] + 100]
    page.evaluate(PINCH, [middle, 40, 120])
    assert page.evaluate("state().framing.zoom") == pytest.approx(3)
    assert page.evaluate("state().framing.x") == pytest.approx(0.5)
    assert page.evaluate("state().target") is None


def test_a_sheet_goes_back_by_the_picker_and_no_camera_opens(screens: Screens) -> None:
    page = screens.play("class")
    tap(page, KARLSSON)
    tap(page, "Blatt zurückgeben")
    expect(
        page.get_by_text("Nur das Blatt geht in die Klasse. Niemand sieht dich.")
    ).to_be_visible()
    with page.expect_file_chooser() as opened:
        tap(page, "Foto wählen")
    field = page.locator("input[type=file]")
    assert field.get_attribute("accept") == "image/*"
    assert field.get_attribute("capture") is None
    assert not opened.value.is_multiple()
    photo = page.screenshot(clip={"x": 0, "y": 0, "width": 60, "height": 60})
    opened.value.set_files({"name": "blatt.png", "mimeType": "image/png", "buffer": photo})
    page.wait_for_function("() => state().leaving?.id === 7")
    page.evaluate("hear({ type: 'sheet_sending', id: 7, share: 0.5 })")
    assert page.locator("progress").evaluate("one => one.value") == 0.5
    page.evaluate("hear({ type: 'sheet_sent', id: 7, code: '' })")
    expect(page.locator(".now")).to_have_text("Angekommen.")
    with page.expect_file_chooser() as again:
        page.evaluate("document.querySelector('.page-sheets .item').click()")
    again.value.set_files({"name": "a.svg", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator(".now")).to_have_text("Das ist kein Bild. Nimm ein Foto vom Blatt.")


def test_papers_lie_beside_the_lesson_and_are_read_by_keyboard(screens: Screens) -> None:
    page = screens.play("class_sheet_came")
    tap(page, "Ansehen")
    expect(page.get_by_role("button", name="Zumachen")).to_be_focused()
    expect(page.get_by_role("img", name="Blatt.")).to_be_visible()
    tap(page, "Hand")
    assert page.evaluate("[state().wishes.hand, state().viewer.at]") == [True, 0]
    page.keyboard.press("z")
    before = page.evaluate("state().viewer.crop.x")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("state().viewer.crop.x") > before
    assert page.evaluate("state().framing") is None
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    assert page.locator(".viewer img").get_attribute("src") is None
    page.keyboard.press("f")
    assert page.evaluate("state().still.status") == "coming"
    page.keyboard.press("s")
    page.get_by_role("button", name="Selbst schreiben").click()
    page.get_by_label("Deine eigenen Worte").fill("Seite 12? " * 9)
    page.keyboard.press("Enter")
    assert page.evaluate("state().phrase.text.length") <= 80
    assert page.evaluate("state().menu") is None


# ---- one switch


@pytest.fixture(scope="module")
def page_with_a_clock(browser: Browser) -> Iterator[Screens]:
    screens = Screens(browser, clock=True)
    yield screens
    screens.page.context.close()


@pytest.fixture
def switched(page_with_a_clock: Screens) -> Iterator[Screens]:
    """Yield screens whose clock the test turns."""
    page_with_a_clock.reset()
    yield page_with_a_clock
    assert page_with_a_clock.complaints == []


CALL_ENDS = """() => {
  const room = document.querySelector("[data-called]");
  const ring = getComputedStyle(document.querySelector(".ring"));
  const looks = () => ring.display !== "none" && ring.visibility === "visible" && ring.opacity > 0;
  looks();
  room.dataset.called = "false";
  const found = looks();
  room.dataset.called = "true";
  return found;
}"""


def press_switch(page: Page, name: str) -> None:
    """Wait until a control has its turn, and press it, not as fast as a tremble."""
    page.clock.run_for(500)
    for _ in range(100):
        scanned = page.evaluate(
            "(document.querySelector('.scanned')?.getAttribute('aria-label') "
            "?? document.querySelector('.scanned')?.textContent ?? '').trim()"
        )
        if scanned == name:
            page.keyboard.press(" ")
            return
        # Half of what a control has: none is passed over.
        page.clock.run_for(400)
    raise AssertionError(name)


@pytest.mark.parametrize("size", EACH_NARROW)
def test_one_switch_takes_as_few_presses(switched: Screens, size: str) -> None:
    switched.page.set_viewport_size(SIZES[size])
    for screen, taps, granted in WAYS.values():
        page = switched.play(screen, one_switch=True, scan_s=0.8)
        for name in taps:
            press_switch(page, "Willi: Mehr" if name == KARLSSON else name)
        assert page.evaluate(f"Boolean({granted})"), (taps, size)


def test_a_called_child_finds_the_switch_on_sprechen_for_four_seconds(switched: Screens) -> None:
    page = switched.play("class", one_switch=True, scan_s=0.8)
    press_switch(page, "Hand")
    call(page)
    page.clock.run_for(3_800)
    expect(page.locator(".scanned")).to_have_accessible_name("Sprechen")
    page.keyboard.down(" ")
    assert page.evaluate("state().wishes.microphone")
    for motion in ("reduce", "no-preference"):
        page.emulate_media(reduced_motion=motion)
        # The ring stays for a while, so that it never flashes, however fast calls come.
        expect(page.locator(".ring")).not_to_have_css("opacity", "0")
        assert page.evaluate(CALL_ENDS)
    page.clock.run_for(3_000)
    page.keyboard.up(" ")
    assert page.evaluate("[state().wishes.microphone, state().wishes.hand]") == [False, False]


def test_one_switch_speaks_and_stops_speaking(switched: Screens) -> None:
    page = switched.play("class", one_switch=True, scan_s=0.8)
    press_switch(page, "Mikro")
    assert page.evaluate("state().wishes.microphone")
    expect(page.locator(".scanned")).to_have_accessible_name("Mikro")
    # A hand that trembles is no wish to stop; nor is a long look at the class.
    page.keyboard.press(" ")
    assert page.evaluate("state().wishes.microphone")
    page.clock.run_for(30_000)
    expect(page.locator(".scanned")).to_have_accessible_name("Mikro")
    # The screen is a switch, too: beside all controls, and slowly.
    page.mouse.move(PHONE["width"] / 2, 20)
    page.mouse.down()
    assert not page.evaluate("state().wishes.microphone")
    page.clock.run_for(1_000)
    page.mouse.up()
    press_switch(page, "Mikro")
    page.clock.run_for(30_000)
    assert page.evaluate("state().wishes.microphone")


def test_the_walk_rests_after_two_rounds_until_the_next_press(switched: Screens) -> None:
    page = switched.play("class", one_switch=True, scan_s=0.8)
    page.clock.run_for(14_000)
    expect(page.locator(".scanned")).to_have_count(0)
    page.keyboard.press(" ")
    expect(page.locator(".scanned")).to_have_accessible_name("Hand")
    assert not page.evaluate("state().wishes.hand")
