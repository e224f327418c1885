import pytest

from robot.media.transport.delivery import Delivery
from robot.media.transport.packet_arrivals import Outcome


def feed(delivery: Delivery, start_s: float, gap_out_s: float, gap_in_s: float, count: int) -> None:
    for i in range(count):
        delivery.add(
            Outcome(i, 1000, "picture", start_s + i * gap_out_s, 900 + start_s + i * gap_in_s)
        )


def test_the_rate_is_what_arrived_over_its_time() -> None:
    delivery = Delivery()
    feed(delivery, 0.0, 0.001, 0.02, 50)
    assert delivery.rate_bps() == 400_000
    assert delivery.entry_bps() == pytest.approx(8_000_000)


def test_too_few_packets_tell_no_rate() -> None:
    delivery = Delivery()
    assert (delivery.rate_bps(), delivery.entry_bps()) == (0, 0)
    feed(delivery, 0.0, 0.001, 0.001, 2)
    assert delivery.rate_bps() == 0
    feed(delivery, 0.0, 0.001, 0.0001, 5)
    assert delivery.rate_bps() == 0


def test_lost_packets_do_not_count() -> None:
    delivery = Delivery()
    feed(delivery, 0.0, 0.01, 0.01, 10)
    before = delivery.rate_bps()
    delivery.add(Outcome(11, 1000, "picture", 0.1, None))
    assert delivery.rate_bps() == before


def test_a_train_shows_what_went_in_and_what_came_out() -> None:
    delivery = Delivery()
    feed(delivery, 0.0, 0.01, 0.02, 11)
    out_bps, in_bps = delivery.train_bps(0.0, 0.1)
    assert out_bps == pytest.approx(800_000, rel=0.001)
    assert in_bps == pytest.approx(400_000, rel=0.001)
    assert delivery.train_bps(5.0, 6.0) == (0, 0)


def test_a_short_train_of_unequal_packets_is_not_misread() -> None:
    """The packet that ends the span is not in it on the way in, the first not on the way out."""
    delivery = Delivery()
    gaps = [(100, 0.0), (1000, 0.008), (100, 0.088), (1000, 0.096), (1000, 0.176)]
    arrived_s = 50.0
    for number, (size, sent_s) in enumerate(gaps):
        arrived_s += 8 * size / 50_000
        delivery.add(Outcome(number, size, "probe", sent_s, arrived_s))
    assert delivery.train_bps(0.0, 1.0) == (100_000, 50_000)


def test_restart_forgets() -> None:
    delivery = Delivery()
    feed(delivery, 0.0, 0.01, 0.01, 20)
    delivery.restart()
    assert delivery.rate_bps() == 0


def test_what_arrived_by_another_clock_is_forgotten() -> None:
    delivery = Delivery()
    feed(delivery, 90_000.0, 0.001, 0.02, 50)
    feed(delivery, 0.0, 0.001, 0.02, 50)
    assert delivery.rate_bps() == 400_000


def test_the_busy_part_of_a_window_begins_behind_the_last_packet_that_met_no_queue() -> None:
    delivery = Delivery()
    assert delivery.busy_s(0.25) == 0.0
    for i in range(40):
        delivery.add(Outcome(i, 1000, "picture", i * 0.01, 900 + i * 0.01), queues=i > 29)
    assert delivery.busy_s(0.25) == pytest.approx(0.1)
    assert delivery.busy_s(0.05) == 0.05
