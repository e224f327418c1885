from collections.abc import Sequence
from itertools import pairwise, product
from math import cos, pi
from operator import mul

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.protocol.vocabulary import MARKS, SIGNALS, MarkName, SignalName
from hardware.body.lighting import Lighting
from hardware.contract.interfaces import LightState
from hardware.signals.dimming import dimmed
from hardware.signals.drawings import SIDE, Face
from hardware.signals.faces import eye_frames
from hardware.signals.modifiers import modified
from hardware.signals.rhythm import lit
from hardware.signals.table import SIGNAL_TABLE
from robot.presence.signals import LIT
from tests.hardware.signals.flashes import luminance, most_flashes_in_a_second, saturated_red

pytestmark = pytest.mark.long


def test_a_new_signal_is_shown_and_then_only_changes() -> None:
    lighting = Lighting(0.0)
    asleep = lighting.tick(0.0)
    assert asleep is not None
    assert (asleep.red, asleep.green, asleep.blue, asleep.eyes) == (0, 0, 0, 0)
    assert lighting.tick(0.02) is None
    lighting.show("present", 0.0, 1.0)
    shown = lighting.tick(1.0)
    assert shown is not None
    assert shown.eyes == 1.0
    assert shown.blue > shown.red > 0
    assert Face(shown.left_eye, shown.right_eye) == eye_frames("present", 0.0)
    assert lighting.tick(1.02) is None


def test_showing_the_same_signal_again_does_not_start_it_anew() -> None:
    lighting = Lighting(0.0)
    assert lighting.show("hand", 0.0, 1.0)
    assert not lighting.show("hand", 0.0, 2.0)
    assert lighting.since_s == 1.0


def shown_at(lighting: Lighting, now: float) -> LightState:
    lighting.forget()
    state = lighting.tick(now)
    assert state is not None
    return state


def test_a_louder_voice_is_brighter() -> None:
    lighting = Lighting(0.0)
    lighting.show("speaking", 0.1, 0.0)
    quiet = shown_at(lighting, 1.0)
    lighting.show("speaking", 0.9, 2.0)
    assert shown_at(lighting, 2.0).blue > quiet.blue


def test_after_forgetting_everything_is_sent_again() -> None:
    lighting = Lighting(0.0)
    first = lighting.tick(0.0)
    lighting.forget()
    assert lighting.tick(0.02) == first


def test_a_robot_without_an_arm_draws_the_raised_hand() -> None:
    lighting = Lighting(0.0, has_hand=False)
    lighting.show("hand", 0.0, 1.0)
    state = shown_at(lighting, 1.0)
    assert Face(state.left_eye, state.right_eye) == eye_frames("hand", 0.0, has_hand=False)


def test_pupils_lead_the_head_unless_the_signal_holds_it() -> None:
    lighting = Lighting(0.0)
    lighting.show("present", 0.0, 1.0)
    ahead = shown_at(lighting, 1.0)
    lighting.look(40.0, -20.0)
    aside = shown_at(lighting, 2.0)
    assert Face(aside.left_eye, aside.right_eye) == eye_frames("present", 1.0, look=(2, 1))
    assert aside.left_eye != ahead.left_eye
    lighting.show("identify", 0.0, 3.0)
    smile = shown_at(lighting, 3.0)
    assert Face(smile.left_eye, smile.right_eye) == eye_frames("identify", 0.0)


def test_lights_follow_the_room_slowly() -> None:
    lighting = Lighting(0.0, brightness="ambient")
    lighting.show("present", 0.0, 0.0)
    assert shown_at(lighting, 0.0).brightness == 1.0
    lighting.measure(1.0)
    steps = [shown_at(lighting, i / 50).brightness for i in range(1500)]
    assert steps[-1] == pytest.approx(0.1)
    assert max(abs(a - b) for a, b in pairwise(steps)) < 0.01


@given(
    st.floats(0, 1) | st.just("ambient"),
    st.none() | st.floats(0, 1e5),
    st.sampled_from(sorted(LIT)),
    st.booleans(),
)
def test_no_configuration_hides_that_somebody_is_inside(
    brightness: float, lux: float | None, name: SignalName, has_hand: bool
) -> None:
    lighting = Lighting(0.0, has_hand, brightness)
    lighting.show(name, 0.0, 0.0)
    lighting.measure(lux)
    for i in range(0, 400, 3):
        state = shown_at(lighting, i / 10)
        assert max(dimmed(state)) >= 0.02
        assert lit(Face(state.left_eye, state.right_eye)) >= 16
        assert state.brightness >= 0.1


STRENGTHS = [strengths for strengths in product((0, 1, 3), repeat=3) if any(strengths)]
"""Strengths of ring, eyes and drawings for somebody who looks at all or at some of them."""


class Seen:
    """View of a camera in front of the robot: samples of each light, and of each sum of them."""

    def __init__(self) -> None:
        self.lights: list[tuple[float, tuple[float, float, float]]] = []
        self.leds: list[tuple[float, Face]] = []

    def see(self, state: LightState, now: float) -> None:
        assert not saturated_red(*dimmed(state))
        face = Face(state.left_eye, state.right_eye)
        share = lit(face) / (2 * SIDE * SIDE)
        self.lights.append((now, (luminance(*dimmed(state)), state.eyes, share)))
        self.leds.append((now, face))

    def sums(self, strengths: Sequence[int]) -> list[tuple[float, float]]:
        """Return samples of the sum as a share of its full light."""
        whole = sum(strengths)
        return [(at_s, sum(map(mul, strengths, lights)) / whole) for at_s, lights in self.lights]

    def most_flashes(self) -> int:
        one = [[(t, float(f.right >> i & 1)) for t, f in self.leds] for i in range(0, 64, 9)]
        samples = [*map(self.sums, STRENGTHS), *one]
        return max(most_flashes_in_a_second(sample) for sample in samples)


Asked = tuple[float, SignalName, float, float]
"""Seconds since the last one, signal, level of the voice, and where the pupils look."""

asked = st.tuples(
    st.floats(0.001, 0.3), st.sampled_from(SIGNALS), st.floats(0, 1), st.floats(-60, 60)
)


@example(
    # The ring rises on, after eyes and lamps have fallen.
    [
        (0.25, "asleep", 0.0, 0.0),
        (0.25, "line_bad", 0.0, 0.0),
        (0.125, "joining", 0.0, 0.0),
        (0.0625, "hand_waiting", 0.0, 0.0),
        (0.03125, "asleep", 0.0, 0.0),
        (0.25, "joining", 0.0, 0.0),
        (0.25, "asleep", 0.0, 0.0),
        (0.125, "joining", 0.0, 0.0),
        (0.125, "asleep", 0.0, 0.0),
    ],
    False,
)
@example(
    # The lamps have brightened a little before they brighten for everybody to see.
    [
        (0.425, "whispering", 0.0, 0.0),
        (0.28125, "seen", 0.0, 0.0),
        (0.02, "joining", 0.0, 0.0),
        (0.0825, "speaking", 0.875, 0.0),
        (0.25, "not_allowed", 0.0, 0.0),
        (0.125, "paused", 0.0, 0.0),
        (0.3, "whispering", 0.0, 0.0),
        (0.0625, "seen", 0.0, 0.0),
        (0.0625, "joining", 0.0, 0.0),
    ],
    True,
)
@example(
    # The eyes fall and rise again while the ring still brightens.
    [
        (0.55, "on_break", 0.0, 0.0),
        (0.3, "fault", 0.0, 0.0),
        (0.02, "not_allowed", 0.0, 0.0),
        (0.05125, "resting", 0.0, 0.0),
        (0.15625, "speaking", 0.046, 0.0),
        (0.125, "fault", 0.0, 0.0),
        (0.0625, "present", 0.0, 0.0),
        (0.125, "joining", 0.0, 0.0),
        (0.25, "identify", 0.0, 0.0),
        (0.125, "paused", 0.0, 0.0),
    ],
    False,
)
@given(st.lists(asked, max_size=120), st.booleans())
def test_signals_changed_in_haste_flash_at_most_three_times_a_second(
    shown: list[Asked], has_hand: bool
) -> None:
    lighting, now, seen = Lighting(0.0, has_hand), 0.0, Seen()
    seen.see(shown_at(lighting, 0.0), 0.0)
    for wait, name, level, look_deg in shown:
        now += wait
        lighting.show(name, level, now)
        lighting.look(look_deg, -look_deg / 2)
        seen.see(shown_at(lighting, now), now)
    assert seen.most_flashes() <= 3


@given(
    st.lists(
        st.tuples(
            st.floats(0.001, 0.3),
            st.sampled_from(SIGNALS),
            st.booleans(),
            st.sampled_from((None, *MARKS)),
        ),
        max_size=80,
    )
)
def test_narrow_eyes_and_answers_in_haste_flash_at_most_three_times_a_second(
    shown: list[tuple[float, SignalName, bool, MarkName | None]],
) -> None:
    lighting, now, seen = Lighting(0.0), 0.0, Seen()
    seen.see(shown_at(lighting, 0.0), 0.0)
    for wait, name, near, mark in shown:
        now += wait
        lighting.near, lighting.mark = near, mark
        lighting.show(name, 0.0, now)
        seen.see(shown_at(lighting, now), now)
    assert seen.most_flashes() <= 3


def test_eyes_become_narrow_and_hold_an_answer_while_the_signal_goes_on() -> None:
    lighting = Lighting(0.0)
    lighting.show("present", 0.0, 1.0)
    plain = shown_at(lighting, 2.0)
    lighting.near, lighting.mark = True, "not_understood"
    changed = shown_at(lighting, 3.0)
    both = modified(SIGNAL_TABLE["present"].drawing_at(0.0), True, "not_understood").looking()
    assert Face(changed.left_eye, changed.right_eye) == both
    assert (changed.red, changed.green, changed.blue) == (plain.red, plain.green, plain.blue)
    assert (plain.eyes, changed.eyes) == (1.0, 0.5)
    assert lighting.told == "present"


def as_asked(lighting: Lighting, state: LightState, now: float, has_hand: bool) -> bool:
    """Return whether the lights show all that the signal asks for."""
    signal, t_s = SIGNAL_TABLE[lighting.name], now - lighting.since_s
    brightness = signal.brightness_at(t_s, lighting.level)
    return (
        max(state.red, state.green, state.blue) == pytest.approx(brightness)
        and state.eyes == signal.eyes_at(t_s)
        and Face(state.left_eye, state.right_eye) == signal.drawing_at(t_s, has_hand).looking()
    )


@given(st.lists(asked, max_size=60), st.booleans())
def test_haste_never_lets_the_lights_lie(shown: list[Asked], has_hand: bool) -> None:
    lighting, now = Lighting(0.0, has_hand), 0.0
    for wait, name, level, _ in shown:
        now += wait
        before = lighting.told
        lighting.show(name, level, now)
        signal, t_s, state = SIGNAL_TABLE[name], now - lighting.since_s, shown_at(lighting, now)
        # Nothing is brighter than asked, so a light that goes out is out at once.
        face = signal.drawing_at(t_s, has_hand).looking()
        assert not state.left_eye & ~face.left | state.right_eye & ~face.right
        assert state.eyes <= signal.eyes_at(t_s)
        brightness = max(state.red, state.green, state.blue)
        assert brightness <= signal.brightness_at(t_s, level) + 1e-9
        if name not in LIT:
            assert lighting.told == name
        elif before not in LIT and lighting.told in LIT:
            assert as_asked(lighting, state, now, has_hand)
        if lighting.told in LIT:
            assert max(dimmed(state)) >= 0.02


@given(st.lists(asked, max_size=60), st.booleans(), st.sampled_from(SIGNALS))
def test_within_a_second_a_signal_looks_and_is_told_as_asked(
    shown: list[Asked], has_hand: bool, last: SignalName
) -> None:
    lighting, now = Lighting(0.0, has_hand), 0.0
    for wait, name, level, _ in shown:
        now += wait
        lighting.show(name, level, now)
        shown_at(lighting, now)
    lighting.show(last, 0.0, now)
    times = [now + i / 50 for i in range(52)]
    assert any(as_asked(lighting, shown_at(lighting, t), t, has_hand) for t in times)
    assert lighting.told == last


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_that_stays_looks_as_it_is_drawn(name: SignalName) -> None:
    lighting = Lighting(0.0)
    for i in range(600):
        now = i / 50
        lighting.show(name, 0.5 - 0.5 * cos(4 * pi * now), now)  # two syllables a second
        assert as_asked(lighting, shown_at(lighting, now), now, True)


@given(st.lists(st.floats(0, 1), min_size=80, max_size=80), st.integers(0, 30))
def test_no_voice_keeps_the_eyes_from_opening(levels: list[float], opens_at: int) -> None:
    lighting = Lighting(0.0)
    lighting.show("whispering", 0.0, 0.0)
    for i, level in enumerate(levels):
        now = i * 0.02
        lighting.show("speaking" if i >= opens_at else "whispering", level, now)
        state = shown_at(lighting, now)
        if i >= opens_at + 50:  # a second
            assert Face(state.left_eye, state.right_eye) == eye_frames("speaking", 0.0)
            assert state.eyes == 1.0
