from typing import Any

import pytest

from bridge.lending.for_good import FOR_GOOD, PAIRED_SINCE, TakenAway, revives, taken_away
from bridge.register.sentences import SENTENCES

LOAN: dict[str, Any] = {
    "id": 1,
    "teacher_token_hash": "t",
    "buddy_hash": "b",
    "sealed_class_key": "k",
    "handed_over_at": None,
    "returned_at": None,
}
ROWS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("devices", {"locked_at": 1, "unbound_at": None}, {"locked_at": None, "unbound_at": None}),
    ("devices", {"locked_at": None, "unbound_at": 1}, {"locked_at": None, "unbound_at": None}),
    ("pairings", {"used_at": None, "withdrawn_at": 1}, {"used_at": None, "withdrawn_at": None}),
    ("pairings", {"used_at": 1, "withdrawn_at": None}, {"used_at": None, "withdrawn_at": None}),
    ("ways_in", {"used_at": None, "withdrawn_at": 1}, {"used_at": None, "withdrawn_at": None}),
    ("people", {"left_at": 1}, {"left_at": None}),
    ("family_links", {"token_hash": "new"}, {"token_hash": "old"}),
    *(("loans", LOAN, LOAN | {name: "old"}) for name in ("teacher_token_hash", "buddy_hash")),
    ("loans", LOAN | {"sealed_class_key": None}, LOAN),
)


@pytest.mark.parametrize(("table", "now", "was"), ROWS)
def test_no_row_is_put_back_that_lets_in_again(
    table: str, now: dict[str, Any], was: dict[str, Any]
) -> None:
    assert revives(table, now, was)
    assert not revives(table, now, now)
    # What gave trust is taken back, and a row that is new goes.
    assert table in ("loans", "family_links") or not revives(table, was, now)
    assert not revives(table, now, None)


def test_a_way_in_that_was_removed_stays_away() -> None:
    for table in ("passkeys", "devices", "pairings", "ways_in", "family_links"):
        assert revives(table, None, {"id": 1}), table
    assert not revives("notes", None, {"id": 1})


def test_other_columns_of_a_loan_are_put_back() -> None:
    assert not revives("loans", LOAN | {"ended_at": 5}, LOAN | {"ended_at": None})


def test_what_an_undo_takes_away_of_a_loan() -> None:
    out = LOAN | {"handed_over_at": 5}
    cases: tuple[tuple[TakenAway | None, Any, Any], ...] = (
        ("loan", LOAN, None),
        ("arrival", out, LOAN),
        ("return", out | {"returned_at": 9}, out),
        (None, out, out),
        (None, LOAN, out),
        (None, None, LOAN),
    )
    for away, now, was in cases:
        assert taken_away(now, was) == away
    assert set(PAIRED_SINCE) == {"loan", "arrival", "return"}


def test_each_kind_is_one_that_the_history_tells() -> None:
    for kind, words in FOR_GOOD.items():
        assert kind in SENTENCES, kind
        assert words.de.endswith((".", "“."))
        assert words.en.endswith((".", "it."))
