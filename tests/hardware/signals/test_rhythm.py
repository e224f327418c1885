from hardware.signals.drawings import Face
from hardware.signals.rhythm import Pattern, Timeline, lights_up, lit


def test_a_pattern_that_does_not_repeat_stays_at_its_end() -> None:
    assert Pattern(((0.0, 0.0), (2.0, 0.6)), repeats=False).brightness_at(99.0) == 0.6


def test_a_pattern_that_repeats_does() -> None:
    pattern = Pattern(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)))
    assert pattern.brightness_at(0.5) == pattern.brightness_at(4.5) == 0.5


def test_a_pattern_knows_when_it_brightens() -> None:
    beat = Pattern(((0.0, 1.0), (0.5, 1.0), (0.5, 0.0), (1.0, 0.0)))
    assert beat.brightenings_s() == [0.0, 1.0]
    assert Pattern(((0.0, 0.5),)).brightenings_s() == [0.0]


def test_the_last_step_stays_unless_all_repeat() -> None:
    assert Timeline(((1.0, "a"), (1.0, "b"))).at(5.0) == "b"
    assert Timeline(((1.0, "a"), (1.0, "b")), repeats=True).at(4.5) == "a"


def test_changes_of_steps_that_repeat_include_the_way_back() -> None:
    steps = Timeline(((1.0, "a"), (0.5, "b")), repeats=True)
    assert list(steps.changes()) == [(1.0, "a", "b"), (1.5, "b", "a"), (2.5, "a", "b")]


def test_one_new_led_lights_a_face_up_even_if_others_go_dark() -> None:
    assert lights_up(Face(0b110, 0), Face(0b001, 0))
    assert lights_up(Face(0, 0b110), Face(0, 0b111))
    assert not lights_up(Face(0b110, 0b11), Face(0b100, 0b11))
    assert lit(Face(0b110, 0b111)) == 5
