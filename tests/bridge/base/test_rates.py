from hypothesis import given
from hypothesis import strategies as st

from bridge.base.rates import Bucket, Buckets


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket(rate_hz=2, burst=3, now=10)
    assert [bucket.take(10) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(10.4)
    assert bucket.take(10.5)
    assert not bucket.take(10.5)


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    bucket = Bucket(rate_hz=2, burst=3, now=0)
    assert [bucket.take(1e9) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_jumps_back_gives_nothing() -> None:
    bucket = Bucket(rate_hz=1, burst=1, now=100)
    assert bucket.take(100)
    assert not bucket.take(0)
    assert not bucket.take(100.5)
    assert bucket.take(101)


def test_an_empty_bucket_says_so_without_taking() -> None:
    bucket = Bucket(rate_hz=1, burst=1, now=0)
    assert not bucket.empty(0)
    assert bucket.take(0)
    assert bucket.empty(0.5)
    assert not bucket.empty(1)


@given(st.lists(st.floats(0, 10), max_size=200))
def test_no_more_passes_than_burst_and_rate_allow(gaps: list[float]) -> None:
    bucket, now, passed = Bucket(rate_hz=1.5, burst=4, now=0), 0.0, 0
    for gap in gaps:
        now += gap
        passed += bucket.take(now)
    assert passed <= 4 + 1.5 * now + 1e-6


def test_each_key_has_its_own_bucket() -> None:
    buckets = Buckets(rate_hz=1, burst=1)
    assert buckets.take("a", 0)
    assert not buckets.take("a", 0)
    assert buckets.take("b", 0)


def test_the_number_of_buckets_is_bounded() -> None:
    buckets = Buckets(rate_hz=1, burst=1, most=10)
    for number in range(1000):
        buckets.take(str(number), 0)
    assert len(buckets) == 10
