"""The teacher's page under hurried hands; the gaps in between are proven without a browser."""

from playwright.sync_api import Page, expect

from tests.pupil_app.teacher.class_robot import (
    HELP,
    PAUSED,
    Robot,
    control,
    heard,
    hold,
    run_clock,
    stop_clock,
    tap,
    wait_for_gap,
)

SIZES = [(390, 664), (360, 640), (844, 390), (1180, 820), (1920, 1080)]
ENDED = "Gerade darf niemand hinein."
GAPS_MS = [80, 250, 600]


def opens_again(page: Page, robot: Robot) -> None:
    """Let the class be open again, long enough after the last tap for one without an answer."""
    robot.begin_anew()
    wait_for_gap(page, 2000)
    expect(control(page, "Kurz anhalten")).to_be_visible()


def test_two_and_three_taps_on_pause_close_the_robot(page: Page, robot: Robot) -> None:
    stop_clock(page)
    for gap_ms in GAPS_MS:
        opens_again(page, robot)
        place = tap(page, "Kurz anhalten")
        for _ in range(2):
            wait_for_gap(page, gap_ms)
            page.mouse.click(*place)
            expect(page.get_by_text(PAUSED)).to_be_visible()
        assert heard(page, robot) == ["pause"], gap_ms


def test_two_taps_on_pause_close_the_robot_also_when_it_answers_late(
    page: Page, robot: Robot
) -> None:
    stop_clock(page)
    for gap_ms in GAPS_MS:
        opens_again(page, robot)
        robot.answers = False
        place = tap(page, "Kurz anhalten")
        page.mouse.click(*place)
        robot.answer()
        expect(page.get_by_text(PAUSED)).to_be_visible()
        page.mouse.click(*place)
        wait_for_gap(page, gap_ms)
        page.mouse.click(*place)
        assert set(heard(page, robot)) == {"pause"}, gap_ms


def test_hurried_taps_on_continue_leave_the_class_closed(page: Page, robot: Robot) -> None:
    stop_clock(page)
    tap(page, "Kurz anhalten")
    expect(control(page, "Weiter")).to_be_visible()
    place = tap(page, "Weiter")
    for gap_ms in (*GAPS_MS, *GAPS_MS):
        wait_for_gap(page, gap_ms)
        page.mouse.click(*place)
    assert heard(page, robot) == ["pause"]
    expect(page.get_by_text(PAUSED)).to_be_visible()


def test_pausing_and_going_on_never_lie_under_one_finger(page: Page, robot: Robot) -> None:
    stop_clock(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        opens_again(page, robot)
        pause = control(page, "Kurz anhalten").bounding_box()
        assert pause is not None
        assert height - 24 <= pause["y"] + pause["height"] <= height
        tap(page, "Kurz anhalten")
        expect(page.get_by_text(PAUSED)).to_be_visible()
        resume = control(page, "Weiter").bounding_box()
        assert resume is not None
        assert 0 <= resume["y"] <= 24
        assert pause["y"] - resume["y"] - resume["height"] >= 150
        # Where "pause" was lies nothing that could be pressed.
        under = """([x, y, width, height]) => [0.1, 0.3, 0.5, 0.7, 0.9]
            .flatMap((right) => [0.2, 0.5, 0.8].map((down) => [right, down]))
            .map(([right, down]) => [x + width * right, y + height * down])
            .map((place) => document.elementFromPoint(...place)?.closest("button, input"))
            .filter(Boolean).map((one) => one.textContent)"""
        assert page.evaluate(under, [pause["x"], pause["y"], pause["width"], pause["height"]]) == []


def test_holding_for_a_second_goes_on_and_letting_go_early_does_not(
    page: Page, robot: Robot
) -> None:
    tap(page, "Kurz anhalten")
    control(page, "Weiter").hover()
    page.mouse.down()
    page.mouse.move(5, 600)
    page.mouse.up()
    page.mouse.move(195, 60)
    page.mouse.down()
    page.evaluate("dispatchEvent(new Event('blur'))")
    wait_for_gap(page, 1300)
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.mouse.move(5, 600)
    page.mouse.up()
    assert heard(page, robot) == ["pause"]
    hold(page, "Weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]


def test_who_cannot_hold_presses_twice_with_a_second_between(page: Page, robot: Robot) -> None:
    again = page.get_by_text("Jetzt noch einmal tippen, dann geht es weiter.")
    tap(page, "Kurz anhalten")
    tap(page, "Weiter")
    expect(control(page, "Ja, weiter")).to_be_visible()
    expect(again).to_be_visible()
    tap(page, "Ja, weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]
    opens_again(page, robot)
    control(page, "Kurz anhalten").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.keyboard.press("Tab")
    control(page, "Weiter").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.press(" ")
    assert heard(page, robot) == ["pause"]
    expect(again).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]


def test_two_taps_end_nothing_and_undo_no_end(page: Page, robot: Robot) -> None:
    stop_clock(page)
    gap_ms = 600
    page.set_viewport_size({"width": 844, "height": 390})
    # Wherever the button is: the second tap falls on the answer that would end the lesson.
    place = tap(page, "Für heute beenden")
    box = control(page, "Ja, beenden").bounding_box()
    assert box is not None
    page.evaluate(
        "([left, top]) => document.querySelector('dialog').style.translate = `${left}px ${top}px`",
        [place[0] - box["x"] - 20, place[1] - box["y"] - 20],
    )
    page.keyboard.press("Escape")
    wait_for_gap(page, 2000)
    place = tap(page, "Für heute beenden")
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    expect(control(page, "Noch nicht")).to_be_visible()
    assert heard(page, robot) == []
    wait_for_gap(page, 2000)
    place = tap(page, "Ja, beenden")
    expect(page.get_by_text(ENDED)).to_be_visible()
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    resume = control(page, "Weiter").bounding_box()
    assert resume is not None
    page.mouse.click(resume["x"] + 20, resume["y"] + 20)
    assert heard(page, robot) == ["end"]
    wait_for_gap(page, 1200)
    run_clock(page)
    hold(page, "Ja, weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["end", "resume"]


def test_two_taps_on_an_answer_are_one(page: Page, robot: Robot) -> None:
    stop_clock(page)
    for name in ("Gesehen", "Du bist dran", "Gleich", "Bitte noch mal sagen"):
        robot.begin_anew()
        robot.answers = False
        place = tap(page, name)
        page.mouse.click(*place)
        robot.answer()
        page.mouse.click(*place)
        assert len(heard(page, robot)) == 1, name
    robot.begin_anew()
    place = tap(page, "Lauter")
    page.mouse.click(*place)
    assert heard(page, robot) == ["louder", "louder"], "steps add up"


def test_a_key_that_is_held_closes_and_ends_nothing_more(page: Page, robot: Robot) -> None:
    for key in ("Enter", " "):
        control(page, "Für heute beenden").focus()
        for _ in range(4):
            page.keyboard.down(key)
        page.keyboard.up(key)
        expect(control(page, "Noch nicht")).to_be_focused()
        page.keyboard.press("Escape")
    control(page, "Kurz anhalten").focus()
    for _ in range(4):
        page.keyboard.down(" ")
    page.keyboard.up(" ")
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    # Closing once more is never held back, and changes nothing.
    assert set(heard(page, robot)) == {"pause"}


def test_whoever_works_with_keys_is_neither_held_up_nor_led_away(page: Page, robot: Robot) -> None:
    control(page, "Gesehen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heard(page, robot) == ["seen", "your_turn"]
    robot.tell(feeling="happy")
    expect(page.get_by_text("Mia ist froh.")).to_be_visible()
    expect(control(page, "Du bist dran")).to_be_focused()


def test_a_finger_on_its_way_answers_nothing_that_nobody_has_read(page: Page, robot: Robot) -> None:
    box = control(page, "Gesehen").bounding_box()
    assert box is not None
    robot.tell(**HELP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    page.mouse.click(box["x"] + 30, box["y"] + 30)
    assert heard(page, robot) == []
    tap(page, "Ich kümmere mich")
    assert heard(page, robot) == ["help_coming"]


def test_a_pause_that_gets_no_answer_is_said_to_have_failed(page: Page, robot: Robot) -> None:
    robot.answers = False
    before = control(page, "Gesehen").bounding_box()
    tap(page, "Kurz anhalten")
    expect(control(page, "Einen Moment …")).to_be_visible()
    alarm = page.get_by_role("alert")
    expect(alarm).to_have_text("Das hat nicht geklappt. Bitte noch einmal.")
    expect(control(page, "Kurz anhalten")).to_be_visible()
    expect(alarm).to_be_in_viewport()
    assert control(page, "Gesehen").bounding_box() == before
    assert set(heard(page, robot)) == {"pause"}
    robot.answers = True
    tap(page, "Kurz anhalten")
    expect(page.get_by_text(PAUSED)).to_be_visible()
