from typing import Any

import pytest

from bridge.tables import delimited
from bridge.tables.cells import sheet
from technician.lists import tokens
from technician.lists.remarks import WrongValueError

FOUND = {"karlsson-1": "tok-1", "karlsson-2": "tok-2"}


@pytest.mark.parametrize(
    "rows",
    [
        [["karlsson-1", "tok-1"], ["karlsson-2", "tok-2"]],
        [["Name", "Id", "Token"], ["a", "karlsson-1", "tok-1"], ["b", "karlsson-2", "tok-2"]],
        [["Name", "Token"], ["Karlsson 1", "tok-1"], [], ["Karlsson 2", "tok-2"]],
    ],
)
def test_tokens_of_a_table(rows: list[list[str]]) -> None:
    assert tokens.of_table([sheet("", rows)]) == FOUND


PRINTED = """karlsson-1\ttok-1\tKarlsson 1
\tis known already: with this token it gets a new key, its present key ends, and more
karlsson-2\ttok-2\tKarlsson 2
Good until 2026-12-29T20:00:00+00:00, once each; an older token of the same robot ends.
In robot.toml: bridge.url = "wss://karlsson.example.org/signal"
The tokens are shown only now.
"""


def test_tokens_as_the_bridge_prints_them() -> None:
    assert tokens.of_table([sheet("", delimited.rows(PRINTED.encode()))]) == FOUND


@pytest.mark.parametrize(
    "document",
    [
        FOUND,
        {"tokens": FOUND},
        [{"id": one, "token": two} for one, two in FOUND.items()],
        {"tokens": [{"robot": one, "token": two} for one, two in FOUND.items()]},
    ],
)
def test_tokens_of_json(document: Any) -> None:
    assert tokens.of_json(document) == FOUND


@pytest.mark.parametrize("document", [[], {}, 7, ["a"], [{"id": 1, "token": "tok-1"}], {"a": "x"}])
def test_what_holds_no_tokens_is_named(document: Any) -> None:
    with pytest.raises(WrongValueError):
        tokens.of_json(document)


def test_a_table_without_tokens_is_named() -> None:
    with pytest.raises(WrongValueError, match="no column Token"):
        tokens.of_table([sheet("", [["Name", "SN"], ["a", "b"]])])
    with pytest.raises(WrongValueError, match="two for karlsson-1"):
        tokens.of_table([sheet("", [["karlsson-1", "tok-1"], ["karlsson-1", "tok-2"]])])


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ([{"bridge": "wss://a/signal"}, {"bridge": "wss://a/signal"}], "wss://a/signal"),
        ([{"bridge": "wss://a/signal"}, {"bridge": "wss://b/signal"}], ""),
        ([{"bridge": 7}], ""),
        ([], ""),
        ({"a": "tok-1"}, ""),
    ],
)
def test_the_bridge_of_the_tokens(document: Any, found: str) -> None:
    assert tokens.bridge_of(document) == found
