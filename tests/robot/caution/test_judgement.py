from hypothesis import given
from hypothesis import strategies as st

from robot.caution.judgement import (
    CALM_S,
    FAILURES,
    WINDOW_S,
    Caution,
    Record,
    begun,
    calm_s,
    calmed,
    ended,
    returns_in_s,
)


def failing(record: Record, now: float, times: int, every_s: float = 3.0) -> tuple[Record, float]:
    """Let processes begin and fail."""
    record = begun(record, now)
    for _ in range(times):
        now += every_s
        record = begun(record, now)
    return record, now


def test_a_robot_that_ends_by_itself_is_never_cautious() -> None:
    record = Record()
    for start in range(100):
        record = ended(begun(record, float(start)))
    assert record == Record()
    assert returns_in_s(begun(record, 100.0), 100.0) is None


def test_three_failures_within_five_minutes_make_it_cautious() -> None:
    record, _ = failing(Record(), 100.0, FAILURES - 1)
    assert record.caution == Caution.USUAL
    record, _ = failing(Record(), 100.0, FAILURES)
    assert record.caution == Caution.NO_EXTRAS
    record, _ = failing(Record(), 100.0, 20, every_s=WINDOW_S / (FAILURES - 1))
    assert record.caution == Caution.USUAL


def test_it_leaves_out_more_until_it_holds_and_never_gives_up() -> None:
    steps = [failing(Record(), 100.0, FAILURES * more)[0].caution for more in range(6)]
    assert steps == [0, 1, 2, 3, 3, 3]


def test_it_comes_back_step_by_step_after_ten_quiet_minutes() -> None:
    record, now = failing(Record(), 100.0, FAILURES * 2)
    assert returns_in_s(record, now) == CALM_S
    assert returns_in_s(record, now + CALM_S + 1) == 0.0
    for step in (Caution.NO_EXTRAS, Caution.USUAL):
        now += CALM_S
        record = begun(ended(calmed(record, now)), now)
        assert record.caution == step
    assert returns_in_s(record, now) is None


def test_a_failure_begins_the_quiet_time_anew() -> None:
    record, now = failing(Record(), 100.0, FAILURES)
    record = begun(record, now + 500.0)
    assert returns_in_s(record, now + 500.0) == CALM_S


def test_one_that_fails_again_soon_after_a_step_back_waits_twice_as_long() -> None:
    record, now = failing(Record(), 100.0, FAILURES)
    waits = []
    for _ in range(5):
        waits.append(calm_s(record))
        now += calm_s(record)
        record, now = failing(ended(calmed(record, now)), now, FAILURES)
        assert record.caution == Caution.NO_EXTRAS
    assert waits == [CALM_S * factor for factor in (1, 2, 4, 8, 8)]


@given(
    st.lists(
        st.tuples(st.sampled_from(["begin", "end", "calm"]), st.floats(0, 2 * CALM_S)), max_size=60
    )
)
def test_whatever_happens_the_record_stays_small_and_within_its_steps(
    course: list[tuple[str, float]],
) -> None:
    record, now = Record(), 100.0
    for what, later_s in course:
        now += later_s
        before = record.caution
        if what == "begin":
            record = begun(record, now)
        else:
            record = ended(record) if what == "end" else calmed(record, now)
        assert abs(record.caution - before) <= 1
        assert Caution(record.caution) in Caution
        assert len(record.failures_s) <= FAILURES
        assert (returns_in_s(record, now) is None) == (record.caution == Caution.USUAL)
