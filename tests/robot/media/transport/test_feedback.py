import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.transport.feedback import EVERY_S, MOST_PACKETS, Feedback
from robot.media.transport.rtcp import TransportFeedback, parse

VOICE = 0x77


def read(data: bytes | None) -> TransportFeedback:
    assert data is not None
    assert data[8:12] == VOICE.to_bytes(4, "big")
    (item,) = parse(data).items
    assert isinstance(item, TransportFeedback)
    return item


def test_arrivals_are_told_with_their_gaps() -> None:
    feedback = Feedback()
    for seq, now in [(7, 10.0), (8, 10.02), (10, 10.06)]:
        feedback.arrived(seq, VOICE, now)
    told = read(feedback.report(1, 10.1))
    assert told.base_seq == 7
    first, second, lost, last = told.arrivals
    assert lost is None
    assert first is not None
    assert second is not None
    assert last is not None
    assert (second - first, last - first) == pytest.approx((0.02, 0.06), abs=0.0003)


def test_nothing_is_told_too_often_or_twice() -> None:
    feedback = Feedback()
    assert feedback.report(1, 5.0) is None
    feedback.arrived(1, VOICE, 10.0)
    assert feedback.report(1, 10.0) is not None
    feedback.arrived(2, VOICE, 10.02)
    assert feedback.report(1, 10.02) is None
    assert read(feedback.report(1, 10.01 + EVERY_S)).base_seq == 2
    assert feedback.report(1, 20.0) is None


def test_losses_between_two_reports_are_told() -> None:
    feedback = Feedback()
    feedback.arrived(65_534, VOICE, 10.0)
    feedback.report(1, 10.0)
    feedback.arrived(1, VOICE, 10.1)
    told = read(feedback.report(1, 10.2))
    assert told.base_seq == 65_535
    assert [at is None for at in told.arrivals] == [True, True, False]


@given(st.lists(st.tuples(st.integers(0, 65_535), st.floats(0, 0.5)), max_size=400))
def test_any_numbers_give_a_readable_and_bounded_report(steps: list[tuple[int, float]]) -> None:
    feedback, now = Feedback(), 0.0
    for seq, step in steps:
        now += step
        feedback.arrived(seq, VOICE, now)
        data = feedback.report(1, now)
        if data is not None:
            assert 1 <= len(read(data).arrivals) <= MOST_PACKETS
            assert len(data) < 1200
