from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.transfers import TransferCode
from robot.sheets.sealed_receiving import (
    IDLE_MS,
    MOST_AT_ONCE,
    MOST_PARTS,
    MOST_REMEMBERED,
    OPEN,
    WAIT,
    SealedReceiving,
)

A, B, C = ("A" * 22, "B" * 22, "C" * 22)


def receiver(code: TransferCode | None = None) -> SealedReceiving:
    return SealedReceiving(lambda: code)


def test_parts_come_one_after_the_other_and_make_a_whole() -> None:
    receiving = receiver()
    assert receiving.wants(A, 0, 2, 0) == OPEN
    assert receiving.took(A, b"one ") is None
    assert receiving.wants(A, 1, 2, 1) == OPEN
    assert receiving.took(A, b"two") == b"one two"
    assert receiving.wants(A, 1, 2, 2) == WAIT, "it is being looked at"
    assert receiving.wants(A, 0, 2, 2) == ""
    assert receiving.finish(A, "picture") == 1
    assert receiving.wants(A, 1, 2, 3) == "picture"
    assert receiving.wants(A, 0, 2, 3) == ""
    assert receiving.finish(A, "") is None


def test_a_part_that_came_before_is_acknowledged_again() -> None:
    receiving = receiver()
    receiving.wants(A, 0, 3, 0)
    receiving.took(A, b"one")
    assert receiving.wants(A, 0, 3, 1) == ""
    assert receiving.wants(A, 2, 3, 1) == "out_of_order"
    assert receiving.wants(A, 1, 3, 1) == OPEN


def test_nothing_is_kept_that_was_not_admitted() -> None:
    assert receiver("no_room").wants(A, 0, 2, 0) == "no_room"
    assert receiver().wants(A, 0, MOST_PARTS + 1, 0) == "too_large"
    assert receiver().wants(A, 1, 2, 0) == "out_of_order"


def test_few_come_at_once_and_an_interrupted_one_makes_way() -> None:
    receiving = receiver()
    for transfer in (A, B):
        assert receiving.wants(transfer, 0, 2, 0) == OPEN
    assert receiving.unfinished == MOST_AT_ONCE
    assert receiving.wants(C, 0, 2, IDLE_MS - 1) == "busy"
    assert receiving.wants(C, 0, 2, IDLE_MS) == OPEN
    assert receiving.unfinished == 1


def test_another_number_of_parts_ends_it() -> None:
    receiving = receiver()
    receiving.wants(A, 0, 2, 0)
    assert receiving.wants(A, 1, 3, 0) == "out_of_order"
    assert receiving.unfinished == 0


def test_a_whole_sheet_is_not_forgotten_while_it_is_looked_at() -> None:
    receiving = receiver()
    receiving.wants(A, 0, 1, 0)
    receiving.took(A, b"one")
    receiving.tick(10 * IDLE_MS)
    assert receiving.finish(A, "") == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(1, 3)), max_size=60))
def test_it_holds_no_more_than_it_admitted(steps: list[tuple[int, int, int]]) -> None:
    receiving = receiver()
    for name, part, parts in steps:
        transfer = str(name)
        if receiving.wants(transfer, part, parts, 0) == OPEN:
            whole = receiving.took(transfer, b"x")
            if whole is not None:
                assert len(whole) == parts
                receiving.finish(transfer, "")
        assert receiving.unfinished <= MOST_AT_ONCE
    assert len(receiving._outcomes) <= MOST_REMEMBERED
