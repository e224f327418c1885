"""Statements of a robot about itself, and their audience."""

import pytest

from bridge.process import notify
from bridge.protocol.causes import CAUSES, WORDS, NetworkCause
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomeRobot
from hardware.contract import wire
from robot.links.body_link import BodySaid, BodyUp
from robot.links.bridge_link import (
    LinkEnrolled,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.presence import effects, events
from robot.speech.troubles import BODY_NOT_CHOSEN, name_aloud, trouble_aloud
from tests.robot.listeners import GREETING, Listener
from tests.robot.steering.test_steering import state


def spoken(listener: Listener) -> list[object]:
    return [done[2] for done in listener.theatre.things.done if isinstance(done, tuple)]


def time_passes(listener: Listener, seconds: float) -> list[str]:
    """Let the agent's loop look again that much later; return the signals that come up."""
    listener.now += seconds
    todo = listener.theatre.stage.machine.tick(listener.now)
    listener.hearing.tick(listener.now)
    return [each.signal for each in todo if isinstance(each, effects.ShowSignal)]


async def test_a_robot_says_what_is_wrong_with_itself_once_and_when_it_is_asked(
    listener: Listener,
) -> None:
    hearing = listener.hearing
    for cause in ("twin", "silent", "twin"):
        hearing.hear_bridge(LinkTroubled(cause), listener.now)
    time_passes(listener, 0.1)
    assert spoken(listener) == [trouble_aloud("twin")]
    before = hearing.leads_nowhere
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), listener.now)
    hearing.hear_bridge(LinkTroubled("no_network"), listener.now)
    assert (before, hearing.leads_nowhere) == (False, True)
    time_passes(listener, 100.0)
    hearing.hear_body(BodySaid(wire.Pressed("identify")), listener.now)
    time_passes(listener, 0.1)
    assert spoken(listener)[1:] == [trouble_aloud("no_network")]
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), listener.now)
    hearing.hear_body(BodySaid(wire.Pressed("identify")), listener.now)
    time_passes(listener, 100.0)
    assert spoken(listener)[2:] == [name_aloud("Karlsson")]


async def test_nobody_inside_hears_the_robots_name(listener: Listener) -> None:
    hearing = listener.hearing
    hearing.hear_bridge(LinkUp(WelcomeRobot(1, "karlsson-1", "Karlsson")), 1.0)
    listener.let_in()
    hearing.hear_body(BodySaid(wire.Pressed("identify")), 1.0)
    assert spoken(listener) == []


@pytest.mark.parametrize("cause", CAUSES)
async def test_every_cause_is_shown_spoken_and_told_with_its_remedy(
    listener: Listener, cause: NetworkCause, told: list[str]
) -> None:
    listener._decide(events.BodyReported("asleep"), listener.now)
    listener.hearing.hear_bridge(LinkTroubled(cause), listener.now)
    assert time_passes(listener, 10.0) == ["no_bridge"]
    assert spoken(listener) == [trouble_aloud(cause)]
    assert WORDS[cause] in told[-1]


async def test_a_body_that_is_not_chosen_is_said_and_told(
    listener: Listener, told: list[str]
) -> None:
    greeting = wire.Greeting(3, "find", -90.0, 90.0, -30.0, 30.0, False)
    listener.hearing.hear_body(BodyUp(greeting), listener.now)
    listener.hearing.hear_bridge(LinkTroubled("not_enrolled"), listener.now)
    for _ in range(3):
        time_passes(listener, 10.0)
    assert spoken(listener) == [BODY_NOT_CHOSEN, trouble_aloud("not_enrolled")]
    assert "sudo karlsson-robot setup" in told[-1]
    listener.hearing.hear_body(BodyUp(GREETING), listener.now)
    assert "setup" not in told[-1]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the status texts that the service manager reads."""
    said: list[str] = []
    monkeypatch.setattr(notify, "status", said.append)
    return said


async def test_a_robot_says_nothing_of_itself_to_a_child_or_in_a_pause(listener: Listener) -> None:
    listener.hearing.hear_body(BodySaid(state(0.0, paused=True)), 1.0)
    listener.hearing.hear_bridge(LinkTroubled("twin"), 1.0)
    time_passes(listener, 0.1)
    listener.hearing.hear_body(BodySaid(state(0.0)), 1.0)
    listener.let_in()
    listener.hearing.hear_bridge(LinkTroubled("copied"), 1.0)
    time_passes(listener, 0.1)
    assert spoken(listener) == []


async def test_a_technician_is_told_of_enrolment_and_twins(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    listener.hearing.hear_bridge(LinkEnrolled("karlsson-9", "Kalle"), 1.0)
    listener.hearing.hear_bridge(LinkSaid(Refused("twin", "Another robot.")), 1.0)
    assert caplog.text.count("another robot with the same key is connected") == 1
    assert listener.events == []
