from robot.media.transport.route import Route


def watch(route: Route, delays_s: list[float], sent_bps: float) -> list[float | None]:
    """Return the findings of reports 0.1 s apart; before the first, 1 Mbit/s was sent."""
    assert route.changed(True, delays_s[0], 1e6, 1.2e6, 0.0) is None
    return [
        route.changed(True, delay_s, sent_bps, 9e5, 0.1 * (i + 1))
        for i, delay_s in enumerate(delays_s)
    ]


def test_a_delay_that_stays_when_little_is_sent_is_the_way() -> None:
    found = watch(Route(), [0.08] * 10, 200_000)
    assert [rate for rate in found if rate] == [1e6]


def test_a_queue_drains_and_is_no_way() -> None:
    found = watch(Route(), [0.2 - 0.015 * i for i in range(12)], 200_000)
    assert found == [None] * 12


def test_nothing_is_found_while_as_much_is_sent_as_before() -> None:
    assert watch(Route(), [0.08] * 10, 900_000) == [None] * 10


def test_a_second_of_queue_is_never_a_way() -> None:
    assert watch(Route(), [0.9] * 10, 100_000) == [None] * 10


def test_a_calm_line_ends_the_watch() -> None:
    route = Route()
    watch(route, [0.08] * 4, 200_000)
    route.changed(False, 0.0, 2e5, 2e5, 1.0)
    assert route.changed(True, 0.08, 2e5, 2e5, 1.1) is None
    assert route.changed(True, 0.08, 2e5, 2e5, 5.0) is None
