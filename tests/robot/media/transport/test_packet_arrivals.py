from hypothesis import given
from hypothesis import strategies as st

from robot.media.transport.packet_arrivals import MAX_LOGGED, PacketArrivals
from robot.media.transport.rtcp import TransportFeedback


def feedback(base: int, *offsets: float | None, reference: int = 0) -> TransportFeedback:
    return TransportFeedback(base & 0xFFFF, 0, reference, offsets)


def ten_sent(first: int = 0) -> PacketArrivals:
    arrivals = PacketArrivals()
    for i in range(10):
        arrivals.sent((first + i) & 0xFFFF, 100, "picture", 0.02 * i)
    return arrivals


def test_packets_that_arrived_leave_the_flight_with_their_times() -> None:
    arrivals = ten_sent()
    outcomes = arrivals.report(feedback(0, 0.5, 0.6, reference=100))
    assert [(o.number, o.sent_s, o.arrived_s) for o in outcomes] == [(0, 0.0, 6.9), (1, 0.02, 7.0)]
    assert arrivals.in_flight_bytes == 800
    assert arrivals.newest_sent_s == 0.02
    assert arrivals.oldest_unreported_s == 0.04


def test_numbers_wrap() -> None:
    arrivals = ten_sent(65_530)
    outcomes = arrivals.report(feedback(65_530, *[0.1] * 10))
    assert [o.sent_s for o in outcomes] == [0.02 * i for i in range(10)]
    assert arrivals.in_flight_bytes == 0
    assert arrivals.oldest_unreported_s is None


def test_a_packet_is_lost_only_when_much_later_ones_arrived() -> None:
    arrivals = ten_sent()
    assert [o.number for o in arrivals.report(feedback(0, 0.0, None, 0.0))] == [0, 2]
    assert arrivals.in_flight_bytes == 700
    outcomes = arrivals.report(feedback(3, 0.1, 0.1))
    assert [(o.number, o.arrived_s is None) for o in outcomes] == [
        (1, True),
        (3, False),
        (4, False),
    ]


def test_a_packet_that_was_overtaken_is_not_lost() -> None:
    arrivals = ten_sent()
    arrivals.report(feedback(0, 0.0, None, 0.0))
    outcomes = arrivals.report(feedback(1, 0.01, None, 0.1, 0.1))
    assert [o.number for o in outcomes if o.arrived_s is not None] == [1, 3, 4]
    assert arrivals.report(feedback(0, 0.0, 0.0, 0.0)) == []


def test_packets_whose_report_was_lost_have_no_outcome() -> None:
    arrivals = ten_sent()
    assert [o.number for o in arrivals.report(feedback(8, 0.2, 0.2))] == [8, 9]
    assert arrivals.in_flight_bytes == 0


def test_the_receivers_clock_may_wrap() -> None:
    arrivals = ten_sent()
    (before,) = arrivals.report(feedback(0, 0.0, reference=0xFFFFFF))
    (after,) = arrivals.report(feedback(1, 0.0, reference=0))
    assert before.arrived_s is not None
    assert after.arrived_s is not None
    assert 0.06 < after.arrived_s - before.arrived_s < 0.07


def test_the_log_is_bounded() -> None:
    arrivals = PacketArrivals()
    for i in range(3 * MAX_LOGGED):
        arrivals.sent(i & 0xFFFF, 100, "sound", 0.01 * i)
    assert arrivals.in_flight_bytes == 100 * MAX_LOGGED
    arrivals.forget_flight()
    assert arrivals.in_flight_bytes == 0


def test_a_report_before_anything_was_sent_says_nothing() -> None:
    assert PacketArrivals().report(feedback(0, 0.0)) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 65_535),
            st.lists(st.one_of(st.none(), st.floats(-1.0, 1.0)), max_size=20),
        ),
        max_size=20,
    )
)
def test_no_report_whatsoever_makes_the_flight_negative(
    reports: list[tuple[int, list[float | None]]],
) -> None:
    arrivals = PacketArrivals()
    settled = 0
    for i, (base, offsets) in enumerate(reports):
        arrivals.sent(i, 100, "picture", 0.02 * i)
        settled += len(arrivals.report(feedback(base, *offsets)))
        assert 0 <= arrivals.in_flight_bytes <= 100 * (i + 1)
    assert settled <= len(reports)
