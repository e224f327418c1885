from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson


def test_the_same_seed_gives_the_same_lesson() -> None:
    line = Line(rate_bps=1e6, loss=0.05, burst=4.0, jitter_s=0.02)
    first, second = (Lesson([(0, line)], seed=7).run(4) for _ in range(2))
    assert first.waits == second.waits
    assert first.samples == second.samples


def test_no_more_comes_through_than_the_line_carries() -> None:
    lesson = Lesson([(0, Line(rate_bps=300_000, queue_s=0.2))]).run(5)
    assert 8 * sum(lesson.sent_bytes.values()) / 5 < 1.5 * 300_000
    assert max(wait for _, wait in lesson.waits) <= 0.2
