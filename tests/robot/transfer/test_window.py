from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.transfer.window import LEAST_BYTES, LEAST_PIECE_BYTES, MOST_PIECE_BYTES, DelayWindow
from tests.robot.transfer.golden import load, play_window


@pytest.mark.parametrize("script", load()["window"], ids=lambda script: script["name"])
def test_it_follows_the_samples(script: Any) -> None:
    assert play_window(script) == script["results"]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 2048),
            st.integers(0, 10**6),
            st.integers(0, 2**32 - 1),
            st.integers(0, 500),
        ),
        max_size=50,
    )
)
def test_it_stays_within_its_bounds(acks: list[tuple[int, int, int, int]]) -> None:
    window = DelayWindow(12, 16384)
    for acked_bytes, sent_ms, at_ms, trip_ms in acks:
        window.acknowledged(acked_bytes, sent_ms, at_ms, sent_ms + trip_ms)
        assert LEAST_BYTES <= window.size_bytes <= 16384
        assert LEAST_PIECE_BYTES <= window.piece_bytes <= MOST_PIECE_BYTES


def line(rate_bps: int, other_bps: int, target_ms: int, seconds: int) -> tuple[float, float]:
    """Send over a line with a queue; return the used share of its rest, and the usual queue."""
    window, now_ms, free_ms, acked = DelayWindow(target_ms, 24576), 0.0, 0.0, 0
    in_flight: list[tuple[float, int, int, float]] = []
    queues: list[float] = []
    rest_bps = rate_bps - other_bps
    while now_ms < 1000 * seconds:
        while in_flight and in_flight[0][0] <= now_ms:
            _, size, sent_ms, at_ms = in_flight.pop(0)
            acked += size
            window.acknowledged(size, sent_ms, round(at_ms), round(now_ms))
        flying = sum(size for _, size, _, _ in in_flight)
        while flying + window.piece_bytes <= window.size_bytes:
            size = window.piece_bytes
            queue_ms = max(0.0, free_ms - now_ms)
            free_ms = max(free_ms, now_ms) + 8000 * (size + 100) / rest_bps
            queues.append(queue_ms)
            in_flight.append((free_ms + 60, size, round(now_ms), free_ms + 30))
            flying += size
        now_ms += 1
    later = sorted(queues[len(queues) // 2 :])
    return 8 * acked / seconds / rest_bps, later[len(later) // 2]


@pytest.mark.parametrize(
    ("rate_bps", "voice_bps"),
    [(200_000, 50_000), (300_000, 130_000), (1_000_000, 130_000), (3_000_000, 130_000)],
)
def test_it_uses_what_a_voice_leaves_and_hardly_queues(rate_bps: int, voice_bps: int) -> None:
    share, queue_ms = line(rate_bps, voice_bps, 10, 10)
    assert share > 0.55  # headers take a third of short pieces
    assert queue_ms < 40


def test_it_begins_anew_on_another_line() -> None:
    window = DelayWindow(12, 16384, 2048)
    for at_ms in range(0, 4000, 50):
        window.acknowledged(1024, at_ms, at_ms + 5, at_ms + 50)
    assert window.size_bytes == 16384
    window.restart()
    assert window.size_bytes == 2048
    window.acknowledged(1024, 5000, 500_000, 5050)
    assert window.size_bytes == pytest.approx(2048 + 205, abs=1)


def test_a_busy_processor_is_not_taken_for_a_queue() -> None:
    """Three of four acknowledgements are late, since the receiver had something else to do."""
    window = DelayWindow(15, 16384)
    for number in range(200):
        late_ms = 0 if number % 4 == 0 else 120
        window.acknowledged(1024, 50 * number, 50 * number + 30 + late_ms, 50 * number + 90)
    assert window.size_bytes > 4096
