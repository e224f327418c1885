from robot.links.bridge_time import BridgeTime


def test_the_time_is_unknown_until_it_is_told_and_goes_on_from_there() -> None:
    time = BridgeTime()
    assert time.unix_s(5.0) is None
    time.tell(1_795_432_000.0, 5.0)
    assert time.unix_s(65.0) == 1_795_432_060.0


def test_the_newest_word_counts_whichever_way_the_clock_jumped() -> None:
    time = BridgeTime()
    time.tell(1_795_432_000.0, 5.0)
    time.tell(1_700_000_000.0, 10.0)
    assert time.unix_s(11.0) == 1_700_000_001.0
