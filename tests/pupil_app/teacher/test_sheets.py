"""Sheets, rights and phrases on the teacher's page, in a real browser, before a robot."""

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from bridge.protocol.keys import to_text
from tests.pupil_app.shown import Screens
from tests.pupil_app.teacher.class_robot import Robot, control, heard, tap
from tests.pupil_app.teacher.conftest import URL
from tests.robot.sheets import pictures

ALLOWED = dict.fromkeys(("zoom", "still", "sheets", "speech"), "on")
PHRASE = {"number": 7, "kind": "text", "text": "<b>Seite</b> 12?", "aloud": True}


def photo(data: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


@pytest.fixture
def page(context: BrowserContext, robot: Robot) -> Page:
    """Return the page of a link with a key, before a child that may have everything."""
    robot.fields |= {"rights": ALLOWED, "can_speak": True}
    page = context.new_page()
    page.goto(f"{URL}.{to_text(bytes(16))}")
    expect(control(page, "Blatt zeigen")).to_be_visible()
    return page


def test_sheets_go_out_one_after_the_other_also_over_a_lost_line(page: Page, robot: Robot) -> None:
    picker = page.locator("input[type=file]")
    picker.set_input_files(photo(b"<svg onload=alert(1)>", "a.svg", "image/svg+xml"))
    expect(page.get_by_text("Das ist kein Bild, das wir öffnen können.")).to_be_visible()
    assert robot.sealed == []
    robot.takes_sheets = False
    picker.set_input_files(photo(pictures.encoded("jpg", pictures.corners(3000, 2000))))
    expect(page.get_by_text("Das ist kein Bild")).to_be_hidden()
    expect(page.get_by_text("Das Blatt ist unterwegs.")).to_be_visible()
    picker.set_input_files(photo(pictures.encoded("png"), "b.png", "image/png"))
    expect(page.get_by_text("Das Blatt ist unterwegs.")).to_have_count(2)
    page.wait_for_function("document.querySelectorAll('.sheets-out progress').length === 2")
    heard(page, robot)
    (first,) = robot.sealed
    robot.hang_up()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(control(page, "Blatt zeigen")).to_be_visible()
    while len(robot.sealed) < 2:
        heard(page, robot)
    again = robot.sealed[1]
    assert (again["transfer"], again["part"]) == (first["transfer"], 0)
    robot.takes_sheets = True
    robot.acknowledge(again)
    expect(page.get_by_text("Willi hat das Blatt.")).to_have_count(2)
    assert len({part["transfer"] for part in robot.sealed}) == 2
    robot.tell(sheets={"for_child": 4, "for_class": 0, "passing": ["from_child"]})
    expect(page.get_by_text("Ein Blatt kommt von Mia.")).to_be_visible()
    expect(control(page, "Blatt zeigen")).to_be_visible()
    robot.takes_sheets = False
    before = len(robot.sealed)
    picker.set_input_files(photo(pictures.encoded("png"), "b.png", "image/png"))
    while len(robot.sealed) == before:
        heard(page, robot)
    robot.acknowledge(robot.sealed[-1], "no_room")
    expect(page.get_by_text("Vier Blätter sind noch nicht bei Mia")).to_be_visible()
    robot.takes_sheets = True
    tap(page, "Noch einmal")
    expect(page.get_by_text("Vier Blätter sind noch nicht bei Mia")).to_be_hidden()
    expect(page.get_by_text("Willi hat das Blatt.")).to_have_count(1)


def test_the_class_takes_a_right_and_gives_it_back(page: Page, robot: Robot) -> None:
    robot.tell(rights={**ALLOWED, "speech": "loan"})
    expect(page.get_by_role("button", name="Zoom")).to_be_hidden()
    tap(page, "Was Mia heute darf")
    zoom = page.get_by_role("button", name="Zoom")
    expect(zoom).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Sprechen")).to_have_count(0)
    spoken = page.get_by_role("listitem").filter(has_text="sagt geschriebene Sätze laut")
    expect(spoken).to_contain_text("nicht in der Leihe")
    zoom.click()
    heard(page, robot)
    robot.tell(rights={**ALLOWED, "zoom": "class", "sheets": "class"})
    expect(zoom).to_have_attribute("aria-pressed", "false")
    expect(zoom).to_contain_text("heute aus")
    expect(page.get_by_text("Blätter sind für heute aus.")).to_be_visible()
    zoom.click()
    heard(page, robot)
    assert robot.rights == [("forbid", "zoom"), ("allow", "zoom")]


def test_words_of_the_child_stand_in_the_headline_and_nowhere_in_the_history(
    page: Page, robot: Robot
) -> None:
    robot.tell(phrase=PHRASE, hand={}, signal="present")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia: „<b>Seite</b> 12?“")
    expect(page.get_by_text("Willi hat es laut gesagt.")).to_be_visible()
    assert page.title() == "Mia sagt etwas."
    page.keyboard.press(" ")
    assert heard(page, robot) == ["phrase_seen"]
    robot.tell(phrase_seen=True)
    expect(page.get_by_text("Gesehen. Mia weiß es.")).to_be_visible()
    robot.tell(understood="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia hat es verstanden.")
    expect(page.locator(".sign path")).to_have_count(2)
    robot.tell(understood=None)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia ist da.")


def test_a_sheet_from_the_child_is_enlarged_by_wheel_and_buttons(screens: Screens) -> None:
    page = screens.show("teacher_sheet_open")
    image = page.get_by_role("img", name="Ein Blatt von Mia.")
    expect(control(page, "Kleiner")).to_be_disabled()
    whole = image.bounding_box()
    assert whole is not None
    control(page, "Größer").click()
    larger = image.bounding_box()
    assert larger is not None
    assert larger["width"] == pytest.approx(1.5 * whole["width"], abs=1)
    page.mouse.move(200, 300)
    page.mouse.wheel(0, -200)
    page.keyboard.press("+")
    nearest = image.bounding_box()
    assert nearest is not None
    assert nearest["width"] > 2.5 * whole["width"]
    page.mouse.down()
    page.mouse.move(200, 9000)
    page.mouse.up()
    moved = image.bounding_box()
    stage = page.locator(".sheet-stage").bounding_box()
    assert moved is not None
    assert stage is not None
    assert moved["y"] == pytest.approx(stage["y"], abs=2), "it cannot be lost"
    for _ in range(8):
        page.keyboard.press("-")
    assert image.bounding_box() == whole
    expect(control(page, "Nächstes Blatt")).to_be_enabled()
    expect(control(page, "Voriges Blatt")).to_be_disabled()


def test_a_buddy_sees_and_may_none_of_these(screens: Screens) -> None:
    page = screens.show("buddy_sees")
    assert page.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]
    for words in ("Tafel", "verstanden", "Blatt", "Ausschnitt"):
        expect(page.get_by_text(words).filter(visible=True)).to_have_count(0)
