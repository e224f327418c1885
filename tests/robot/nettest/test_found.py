import pytest

from robot.nettest.asking import read_server
from robot.nettest.found import Found, Road, times_of, verdict_of


def found(*roads: tuple[str, bool]) -> Found:
    made = []
    for url, is_open in roads:
        server = read_server(url)
        assert server
        made.append(Road(server, is_open))
    return Found("https://k.example", None, False, roads=made)


@pytest.mark.parametrize(
    ("roads", "verdict"),
    [
        ([("stun:k", True), ("turns:k", False)], "good"),
        ([("stun:k", False), ("turns:k", True)], "relay"),
        ([("turns:k", True)], "relay_only"),
        ([("stun:k", False), ("turn:k", False)], "no_media"),
        ([("stun:k", False)], "unclear"),
        ([], "unclear"),
    ],
)
def test_a_verdict_says_whether_a_lesson_can_take_place(
    roads: list[tuple[str, bool]], verdict: str
) -> None:
    assert verdict_of(found(*roads)) == verdict


def test_without_the_bridge_there_is_no_lesson() -> None:
    assert verdict_of(Found("https://k.example", "portal", False)) == "blocked"


def test_echoes_say_how_fast_a_line_is_and_how_often_it_gets_stuck() -> None:
    assert times_of([]) is None
    times = times_of([20.0] * 18 + [300.0, 500.0])
    assert times
    assert (times.median_ms, times.late_ms, times.stalled) == (20.0, 500.0, 0.1)
