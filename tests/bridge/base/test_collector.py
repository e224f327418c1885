import gc

import pytest

from bridge.base.collector import keep_for_good, no_collection


def collections() -> int:
    return sum(one["collections"] for one in gc.get_stats())


def test_the_collector_waits_while_many_objects_live() -> None:
    assert gc.isenabled()
    with no_collection():
        before = collections()
        many = [[n] for n in range(100_000)]
        assert collections() == before
    assert len(many) == 100_000
    assert gc.isenabled()


def test_whoever_overlaps_waits_for_the_last() -> None:
    first, second = no_collection(), no_collection()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_a_failure_lets_it_go_on() -> None:
    with pytest.raises(ValueError, match="x"), no_collection():
        raise ValueError("x")
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_there_when_a_bridge_serves_is_not_looked_at_again() -> None:
    try:
        keep_for_good()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
