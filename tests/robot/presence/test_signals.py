from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.vocabulary import MARKS, SIGNALS, MarkName, SignalName
from robot.presence.signals import LIT, Facts, derive

ORDER: list[tuple[str, SignalName]] = [
    ("fault", "fault"),
    ("closed", "not_allowed"),
    ("paused", "paused"),
    ("help", "hand_waiting"),
    ("line_gone", "line_bad"),
    ("on_break", "on_break"),
    ("seen", "seen"),
    ("answered", "understood"),
    ("hand_waiting", "hand_waiting"),
    ("hand", "hand"),
    ("whispering", "whispering"),
    ("speaking", "speaking"),
    ("line_poor", "line_bad"),
    ("listening_only", "resting"),
    ("joining", "joining"),
]


@pytest.mark.parametrize("index", range(len(ORDER)))
def test_the_more_important_signal_wins(index: int) -> None:
    true: dict[str, Any] = {fact: True for fact, _ in ORDER[index:]}
    if "answered" in true:
        true["answered"] = "understood"
    assert derive(Facts(somebody=True, **true)) == ORDER[index][1]


@pytest.mark.parametrize("mark", MARKS)
def test_an_answer_is_shown_and_its_mark_changes_no_signal(mark: MarkName) -> None:
    assert derive(Facts(somebody=True, answered=mark, mark=mark, speaking=True)) == mark
    assert derive(Facts(somebody=True, mark=mark, speaking=True)) == "speaking"


def test_somebody_without_more_to_say_is_present() -> None:
    assert derive(Facts(somebody=True)) == "present"


def test_nobody_is_asleep_whatever_was_left_on() -> None:
    assert derive(Facts(hand=True, speaking=True, line_gone=True)) == "asleep"


def test_a_robot_without_its_bridge_does_not_look_asleep() -> None:
    assert derive(Facts(bridge_away=True)) == "no_bridge"
    assert derive(Facts(bridge_away=True, somebody=True)) == "present"


@pytest.mark.parametrize(("fact", "signal"), ORDER[:3])
def test_what_the_class_has_done_goes_before_an_absent_bridge(fact: str, signal: str) -> None:
    shown: dict[str, Any] = {fact: True}
    assert derive(Facts(bridge_away=True, **shown)) == signal


@pytest.mark.parametrize(("fact", "signal"), ORDER[:3])
def test_what_the_class_must_know_shows_without_a_child(fact: str, signal: str) -> None:
    shown: dict[str, Any] = {fact: True}
    assert derive(Facts(**shown)) == signal


@given(st.builds(Facts))
def test_a_stopped_robot_never_looks_awake(facts: Facts) -> None:
    signal = derive(facts)
    assert signal in SIGNALS
    if facts.closed or facts.paused or not facts.somebody:
        assert signal not in LIT
