import pytest

from robot.media.devices.testcard import CODE_MS, time_code
from tests.bench.pictures import Sight, delays_ms, picture_figures, presented, rate

NOON_MS = 1_800_000_000_000


def sights(delays: list[float], period_ms: float = 100 / 3) -> list[Sight]:
    """Pictures drawn each period and presented with these delays."""
    return [
        Sight(
            int(NOON_MS + index * period_ms) + delay,
            time_code(int(NOON_MS + index * period_ms)),
            index,
        )
        for index, delay in enumerate(delays)
    ]


def test_a_delay_is_presented_minus_drawn() -> None:
    assert delays_ms(sights([40.25, 50.5])) == pytest.approx([40.25, 50.5])


def test_a_picture_shown_twice_counts_once() -> None:
    first = sights([40.0])[0]
    again = Sight(first.at_ms + 16.0, first.code, first.presented + 1)
    assert delays_ms([first, again]) == pytest.approx([40.0])


@pytest.mark.parametrize("flipped", [0, 7, 8, 31])
def test_a_misread_code_is_left_out(flipped: int) -> None:
    sight = sights([40.0])[0]
    assert delays_ms([Sight(sight.at_ms, sight.code ^ 1 << flipped, 0)]) == []


def test_a_picture_from_long_ago_is_left_out() -> None:
    assert delays_ms(sights([90_000.0])) == []


def test_a_stamp_of_the_same_millisecond_is_not_hours_old() -> None:
    stamped = Sight(NOON_MS + 0.4, time_code(NOON_MS + 1), 0)
    assert delays_ms([stamped]) == pytest.approx([-0.6], abs=1e-3)


def test_the_clock_may_wrap_between_drawing_and_presenting() -> None:
    turn_ms = (NOON_MS // CODE_MS + 1) * CODE_MS
    assert delays_ms([Sight(turn_ms + 10.0, time_code(turn_ms - 30), 0)]) == pytest.approx([40.0])


def test_the_rate_counts_pictures_that_the_page_had_no_time_to_look_at() -> None:
    seen = [Sight(NOON_MS, 0, 10), Sight(NOON_MS + 500.0, 0, 25), Sight(NOON_MS + 1000.0, 0, 40)]
    assert rate(seen) == pytest.approx(30.0)


def test_a_connection_that_takes_over_counts_anew_and_nothing_is_lost() -> None:
    sights = [Sight(0.0, 0, 100), Sight(100.0, 0, 103), Sight(200.0, 0, 1), Sight(300.0, 0, 4)]
    assert presented(sights) == 3 + 1 + 3
    assert rate(sights) == pytest.approx(7 / 0.3)


def test_one_picture_has_no_rate() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        rate(sights([40.0]))


def test_a_picture_without_a_code_gives_no_figures() -> None:
    with pytest.raises(ValueError, match="no values"):
        picture_figures([Sight(NOON_MS, 0, 0), Sight(NOON_MS + 33.0, 0, 1)])


def test_figures_are_median_tail_and_rate() -> None:
    figures = picture_figures(sights([40.0] * 90 + [80.0] * 10))
    assert figures["picture_p50_ms"] == pytest.approx(40.0)
    assert figures["picture_p95_ms"] == pytest.approx(80.0)
    assert figures["fps"] == pytest.approx(30.0, abs=0.5)
