from hardware.signals.faces import eye_frames, ring
from hardware.signals.rhythm import lit
from hardware.signals.table import SIGNAL_TABLE


def test_eyes_blink_when_the_hand_was_seen() -> None:
    assert lit(eye_frames("seen", 0.1)) > lit(eye_frames("seen", 0.3))


def test_eyes_draw_the_hand_of_a_robot_without_an_arm() -> None:
    assert eye_frames("hand", 0.0) != eye_frames("hand", 0.0, has_hand=False)


def test_pupils_look_where_they_are_told() -> None:
    ahead, aside = eye_frames("present", 0.0), eye_frames("present", 0.0, look=(2, 0))
    assert ahead != aside
    assert lit(ahead) == lit(aside)


def test_the_ring_has_the_colour_and_the_brightness_of_its_signal() -> None:
    assert ring("asleep", 1.0) == (0.0, 0.0, 0.0)
    assert ring("hand", 1.0) == SIGNAL_TABLE["hand"].colour
    assert sum(ring("speaking", 0.0, 0.0)) < sum(ring("speaking", 0.0, 1.0))
