import pytest

from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.presence.stay import JOIN_S, PresenceState, PupilStay

P, ANNA = "P" * 22, "A" * 43


@pytest.fixture
def stay() -> PupilStay:
    stay = PupilStay()
    stay.begin(P, ANNA, 1, 10.0)
    return stay


def test_nobody_is_in_at_first_and_nothing_runs_out() -> None:
    stay = PupilStay()
    assert (stay.somebody, stay.state, stay.deadlines()) == (False, PresenceState.ASLEEP, ())


def test_an_attempt_that_does_not_connect_runs_out(stay: PupilStay) -> None:
    assert stay.deadlines() == (10.0 + JOIN_S,)
    assert not stay.tick(9.9 + JOIN_S)
    assert stay.tick(10.0 + JOIN_S)


def test_a_later_attempt_gives_the_time_again(stay: PupilStay) -> None:
    assert stay.renew(2, 20.0)
    assert not stay.renew(2, 21.0)
    assert not stay.tick(19.9 + JOIN_S)


def test_only_an_attempt_that_was_asked_for_connects_and_none_behind_a_newer_one(
    stay: PupilStay,
) -> None:
    assert not stay.connect(2, 11.0)
    stay.renew(2, 12.0)
    assert stay.connect(2, 13.0)
    assert not stay.connect(1, 14.0)
    assert (stay.connected, stay.state) == (2, PresenceState.PRESENT)


def test_silence_is_a_lost_line_and_a_long_one_the_end(stay: PupilStay) -> None:
    stay.connect(1, 11.0)
    assert not stay.tick(11.0 + LOST_AFTER_S)
    assert stay.state is PresenceState.RECONNECTING
    assert not stay.tick(10.9 + GRACE_S)
    assert stay.tick(11.0 + GRACE_S)


def test_a_word_through_the_bridge_keeps_the_stay_without_a_line(stay: PupilStay) -> None:
    stay.connect(1, 11.0)
    assert stay.lose(1)
    assert not stay.lose(1)
    stay.hear("relay", 50.0)
    assert stay.state is PresenceState.RECONNECTING
    assert not stay.tick(49.9 + GRACE_S)
    stay.hear("channel", 50.0)
    assert stay.state is PresenceState.RECONNECTING


def test_a_word_on_the_channel_brings_the_line_back(stay: PupilStay) -> None:
    stay.connect(1, 11.0)
    stay.tick(11.0 + LOST_AFTER_S)
    stay.hear("channel", 13.0)
    assert stay.state is PresenceState.PRESENT
    assert stay.deadlines() == (13.0 + LOST_AFTER_S,)


def test_after_the_end_attempts_count_from_the_start(stay: PupilStay) -> None:
    stay.connect(1, 11.0)
    stay.end()
    assert (stay.presence_id, stay.pupil_key, stay.connected) == (None, "", None)
    assert not stay.connect(1, 12.0)
