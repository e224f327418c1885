from robot.media.transport.playout_delay import FALL_AFTER_S, MOST_MS, PlayoutDelay


def test_a_clean_line_shows_at_once() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.005, 0.0, 0.09, 0.0, 1.0)
    assert (playout.min_ms, playout.max_ms) == (0, 0)


def test_jitter_is_waited_for() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.031, 0.0, 0.09, 0.0, 1.0)
    assert playout.min_ms == 30


def test_repairs_are_waited_for_when_copies_do_not_do() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.0, 0.0, 0.09, 0.001, 1.0)
    assert playout.min_ms == 0
    playout.update(0.0, 0.0, 0.09, 0.02, 1.0)
    assert playout.min_ms == 90


def test_the_wait_is_capped() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(3.0, 0.0, 0.9, 0.02, 1.0)
    assert playout.min_ms == MOST_MS


def test_the_wait_falls_slowly_and_back_to_nothing() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.0, 0.0, 0.06, 0.02, 0.0)
    playout.update(0.0, 0.0, 0.06, 0.0, FALL_AFTER_S - 0.1)
    assert playout.min_ms == 60
    seen = []
    for i in range(5):
        playout.update(0.0, 0.0, 0.06, 0.0, FALL_AFTER_S * (1 + i))
        seen.append(playout.min_ms)
    assert seen == [30, 10, 0, 0, 0]


def test_small_changes_are_left_alone() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.03, 0.0, 0.0, 0.0, 0.0)
    playout.update(0.041, 0.0, 0.0, 0.0, 1.0)
    assert playout.min_ms == 30


def test_copies_that_are_often_needed_are_waited_for() -> None:
    playout = PlayoutDelay(0.0)
    playout.update(0.005, 0.024, 0.09, 0.001, 1.0)
    assert playout.min_ms == 30
