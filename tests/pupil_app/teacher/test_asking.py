"""The teacher's and the buddy's page: what they tell, what they send, what they ask of a device."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.pupil_app.teacher.class_robot import HELP, PAUSED, Robot, control, heard, tap


def test_each_request_takes_the_headline_and_stays_until_it_is_answered(
    page: Page, robot: Robot
) -> None:
    robot.tell(**HELP, feeling="unwell")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    expect(page.get_by_text("seit 2 Minuten")).to_be_visible()
    hand = page.get_by_role("listitem").filter(has_text="Mia meldet sich.")
    expect(hand.get_by_role("button", name="Du bist dran")).to_be_visible()
    tap(page, "Ich kümmere mich")
    assert heard(page, robot) == ["help_coming"]
    robot.tell(help={"wanted": True, "coming": True, "waiting_s": 140.0})
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(page.get_by_text("Mia weiß: Jemand kümmert sich.")).to_be_visible()
    robot.tell(help={}, hand={}, signal="present")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia geht es nicht gut.")
    tap(page, "Gesehen")
    assert heard(page, robot) == ["help_coming", "feeling_seen"]
    robot.tell(feeling_seen=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia ist da.")
    expect(page.get_by_text("Gesehen. Mia weiß es.")).to_be_visible()
    robot.tell(buddy_calls=True, outfit={"nickname": "Willi", "shell": "mint", "wears": "cap"})
    expect(page.get_by_role("heading", level=1)).to_have_text("Ein Kind am Roboter ruft.")
    tap(page, "Gesehen")
    assert heard(page, robot) == ["help_coming", "feeling_seen", "call_seen"]
    drawing = page.locator(".figure")
    expect(drawing).to_have_attribute("data-shell", "mint")
    expect(drawing).to_have_attribute("data-wears", "cap")


def test_the_class_is_never_called_silent_while_something_leaves(page: Page, robot: Robot) -> None:
    expect(page.get_by_text("Das geht gerade hinaus:")).to_be_visible()
    expect(page.get_by_text("Bild 640 × 480")).to_be_visible()
    expect(page.get_by_text("Nur Mia hört zu. Nichts wird aufgenommen.")).to_be_visible()
    robot.tell(paused_by=["button"], signal="paused")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Angehalten. Gleich geht nichts mehr hinaus."
    )
    expect(page.get_by_text("Das geht gerade hinaus:")).to_be_visible()
    robot.tell(outgoing=None)
    expect(page.get_by_role("heading", level=1)).to_have_text(PAUSED)
    expect(page.get_by_text("Nichts geht hinaus.")).to_be_visible()
    expect(page.get_by_text("Das geht gerade hinaus:")).to_have_count(0)


def test_an_own_text_is_counted_and_reaches_the_child(page: Page, robot: Robot) -> None:
    control(page, "Text").click()
    field = page.get_by_label("Eigener Text")
    expect(field).to_be_focused()
    expect(page.get_by_text("0 von 80 Zeichen")).to_be_visible()
    expect(control(page, "Senden")).to_be_disabled()
    field.press_sequentially("x" * 90)
    expect(page.get_by_text("80 von 80 Zeichen")).to_be_visible()
    field.fill("  Seite 42, bitte.  ")
    expect(page.get_by_text("16 von 80 Zeichen")).to_be_visible()
    field.press("Enter")
    assert heard(page, robot) == ["text"]
    assert robot.texts == ["Seite 42, bitte."]
    robot.tell(said={"number": 1, "kind": "text", "text": "Seite 42, bitte."})
    expect(page.get_by_text("Mia liest: „Seite 42, bitte.“")).to_be_visible()
    control(page, "Text").click()
    expect(field).to_have_value("")
    field.press("Escape")
    expect(control(page, "Text")).to_be_focused()
    robot.answers = False
    control(page, "Text").click()
    field.fill("Seite 43")
    control(page, "Senden").click()
    control(page, "Text").click()
    # What did not arrive need not be typed again.
    expect(field).to_have_value("Seite 43")


def test_the_screen_stays_on_and_chimes_after_the_first_tap(page: Page, robot: Robot) -> None:
    page.wait_for_function("locks.length === 1")
    assert page.evaluate("locks") == ["screen"]
    hint = page.get_by_text("Einmal auf diese Seite tippen")
    expect(hint).to_be_visible()
    robot.tell(**HELP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    assert page.evaluate("[ringS.length, pulses.length]") == [0, 0]
    page.get_by_text("Mia braucht jemanden.").click()
    expect(hint).to_be_hidden()
    robot.tell(buddy_calls=True)
    page.wait_for_function("pulses.length === 1")
    first, second = page.evaluate("[...new Set(ringS)].sort((a, b) => a - b)")
    assert 0.05 < second - first < 0.4
    robot.tell(volume=7)
    expect(page.get_by_text("7 von 10")).to_be_visible()
    assert page.evaluate("pulses.length") == 1
    bell = control(page, "Klingel")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "false")
    robot.tell(buddy_calls=False)
    robot.tell(buddy_calls=True, volume=8)
    expect(page.get_by_text("8 von 10")).to_be_visible()
    assert page.evaluate("pulses.length") == 1
    page.reload()
    expect(control(page, "Klingel")).to_have_attribute("aria-pressed", "false")


def test_outside_of_its_loan_the_page_says_when(opened: Callable[[], Page], robot: Robot) -> None:
    robot.refusal = {"code": "not_begun", "day": "2026-12-07"}
    page = opened()
    expect(page.get_by_role("heading", level=1)).to_have_text("Die Leihe hat noch nicht begonnen.")
    expect(page.locator(".detail")).to_have_text("Sie beginnt am Montag, 7. Dezember 2026.")
    assert page.get_by_role("button").count() == 0
    page.wait_for_function("locks.length === 0")


def test_a_buddy_sees_turns_the_volume_and_calls(opened: Callable[[], Page], robot: Robot) -> None:
    robot.welcome = {"role": "buddy"}
    robot.fields |= {**HELP, "feeling": "unwell"}
    page = opened()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(page.get_by_text("kann sprechen")).to_be_visible()
    assert page.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]
    tap(page, "Lauter")
    tap(page, "Lehrkraft rufen")
    page.keyboard.press(" ")
    assert heard(page, robot) == ["louder", "call_teacher"]
    robot.tell(buddy_calls=True)
    expect(control(page, "Lehrkraft ist gerufen")).to_be_disabled()
    robot.tell(buddy_calls=False, buddy_answer="nobody")
    expect(page.get_by_role("status").filter(has_text="niemand geantwortet")).to_be_visible()
    robot.tell(buddy_answer=None, paused_by=["teacher"], outgoing=None)
    expect(control(page, "Lehrkraft rufen")).to_be_enabled()
    assert page.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]
