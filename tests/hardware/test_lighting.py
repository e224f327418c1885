from hypothesis import given
from hypothesis import strategies as st

from hardware.interfaces import LightState
from hardware.lighting import Lighting
from hardware.wire import SIGNALS, SignalName


def test_a_new_signal_is_shown_and_then_only_changes() -> None:
    lighting = Lighting(0.0)
    assert lighting.tick(0.0) == LightState()
    assert lighting.tick(0.02) is None
    lighting.show("present", 0.0, 1.0)
    shown = lighting.tick(1.0)
    assert shown is not None
    assert shown.eyes == 1.0
    assert shown.blue > shown.red > 0
    assert lighting.tick(1.02) is None


def test_showing_the_same_signal_again_does_not_start_it_anew() -> None:
    lighting = Lighting(0.0)
    assert lighting.show("hand", 0.0, 1.0)
    assert not lighting.show("hand", 0.0, 2.0)
    assert lighting.since_s == 1.0


def test_a_louder_voice_is_brighter() -> None:
    lighting = Lighting(0.0)
    lighting.show("speaking", 0.1, 0.0)
    quiet = lighting.tick(1.0)
    lighting.show("speaking", 0.9, 2.0)
    loud = lighting.tick(2.0)
    assert quiet is not None
    assert loud is not None
    assert loud.blue > quiet.blue


def test_after_forgetting_everything_is_sent_again() -> None:
    lighting = Lighting(0.0)
    first = lighting.tick(0.0)
    lighting.forget()
    assert lighting.tick(0.02) == first


@given(
    st.lists(
        st.tuples(st.floats(0.001, 0.3), st.sampled_from(SIGNALS), st.floats(0, 1)), max_size=150
    )
)
def test_signals_changed_in_haste_flash_at_most_three_times_a_second(
    shown: list[tuple[float, SignalName, float]],
) -> None:
    lighting, now = Lighting(0.0), 0.0
    light, eyes = Rises(), Rises()
    for wait, name, level in shown:
        now += wait
        lighting.show(name, level, now)
        state = lighting.tick(now)
        if state is not None:
            light.see(0.2126 * state.red + 0.7152 * state.green + 0.0722 * state.blue, now)
            eyes.see(state.eyes, now)
    assert light.most_in_a_second() <= 3
    assert eyes.most_in_a_second() <= 3


class Rises:
    """When a brightness began to rise."""

    def __init__(self) -> None:
        self.starts: list[float] = []
        self._before = 0.0
        self._rising = False

    def see(self, value: float, now: float) -> None:
        if value > self._before + 1e-9 and not self._rising:
            self.starts.append(now)
        if abs(value - self._before) > 1e-9:
            self._rising = value > self._before
        self._before = value

    def most_in_a_second(self) -> int:
        return max((sum(s <= t < s + 1 for t in self.starts) for s in self.starts), default=0)
