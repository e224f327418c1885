import itertools

from hypothesis import given
from hypothesis import strategies as st

from robot.presence.earcons import PresenceEarcons
from robot.presence.signals import Facts

NOBODY, COMING, THERE = Facts(), Facts(somebody=True, joining=True), Facts(somebody=True)
PAUSED, THERE_PAUSED = Facts(paused=True), Facts(somebody=True, paused=True)
AWAY = Facts(fault=True)


def heard(*moments: Facts) -> list[str]:
    earcons = PresenceEarcons()
    return [one.name for facts in moments for one in earcons.heed(facts)]


def test_coming_and_going_are_heard_once_each() -> None:
    assert heard(NOBODY, COMING, COMING, THERE, THERE, NOBODY, NOBODY) == ["joining", "leaving"]


def test_a_reload_and_a_lost_line_are_not_announced() -> None:
    gone = Facts(somebody=True, line_gone=True)
    assert heard(NOBODY, COMING, THERE, gone, THERE, COMING, THERE) == ["joining"]


def test_a_connection_that_never_stands_makes_no_sound() -> None:
    assert heard(NOBODY, COMING, NOBODY, COMING, NOBODY) == []


def test_the_class_is_told_once_of_its_pause() -> None:
    assert heard(NOBODY, PAUSED, PAUSED, NOBODY) == ["pause"]


def test_nobody_comes_or_goes_aloud_while_the_class_pauses() -> None:
    assert heard(NOBODY, COMING, THERE, THERE_PAUSED, PAUSED, NOBODY) == ["joining", "pause"]


def test_who_came_in_during_a_pause_is_announced_when_it_ends() -> None:
    assert heard(NOBODY, PAUSED, THERE_PAUSED, THERE) == ["pause", "joining"]


def test_a_pause_from_before_a_restart_is_no_news() -> None:
    assert heard(PAUSED, PAUSED) == []
    assert heard(AWAY, Facts(paused=True)) == []


@given(st.lists(st.builds(Facts), max_size=40))
def test_comings_and_goings_take_turns(moments: list[Facts]) -> None:
    told = [name for name in heard(*moments) if name != "pause"]
    for first, second in itertools.pairwise(told):
        assert not (first == second == "leaving")
