import pytest

from robot.media.transport.round_trip import RateMeter, RoundTrip


def test_the_least_of_some_reports_is_the_round_trip() -> None:
    trip = RoundTrip()
    for i, sample_s in enumerate([0.09, 0.062, 0.1, 0.08]):
        trip.add(sample_s, 0.05 * i)
    assert trip.least_s == 0.062
    assert trip.now_s == 0.062


def test_the_present_round_trip_holds_the_queue() -> None:
    trip = RoundTrip()
    trip.add(0.06, 0.0)
    trip.add(0.4, 2.0)
    assert (trip.least_s, trip.now_s) == (0.06, 0.4)


def test_the_interval_of_reports_is_learned() -> None:
    trip = RoundTrip()
    for i in range(100):
        trip.add(0.06, 0.05 * i)
    assert trip.interval_s == pytest.approx(0.05, rel=0.05)


def test_a_meter_shows_the_mean_of_its_window() -> None:
    meter = RateMeter(0.5, 0.0)
    for i in range(100):
        meter.add(1000, 0.01 * i)
    assert meter.bps(0.99) == pytest.approx(800_000, rel=0.05)
    assert meter.bps(3.0) == 0


def test_a_meter_does_not_dilute_the_beginning() -> None:
    meter = RateMeter(0.5, 0.0)
    meter.add(10_000, 0.0)
    assert meter.bps(0.1) == 800_000


def test_after_a_change_of_route_the_round_trip_of_now_is_the_least() -> None:
    trip = RoundTrip()
    trip.add(0.06, 0.0)
    trip.add(0.2, 2.0)
    trip.rebase(2.0)
    assert trip.least_s == 0.2
