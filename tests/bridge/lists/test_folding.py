import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.lists.folding import fold, is_near


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Grundschule Möwenweg", "grundschule moewenweg"),
        ("GS  Möwen-Weg.", "gs moewen weg"),
        ("Moe\u0308wenweg", "moewenweg"),
        ("Café Straße", "cafe strasse"),
        ("  ", ""),
    ],
)
def test_a_text_is_compared_by_its_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other", "most", "near"),
    [
        ("diagnose", "diagnoze", 1, True),
        ("diagnose", "diagonse", 1, True),
        ("diagnose", "dignose", 1, True),
        ("diagnose", "prognose", 1, False),
        ("abc", "abcdef", 2, False),
        ("", "", 0, True),
    ],
)
def test_letters_may_be_wrong_missing_or_swapped(
    one: str, other: str, most: int, near: bool
) -> None:
    assert is_near(one, other, most) is near


TEXTS = st.text("abn", max_size=7)


@given(TEXTS, TEXTS, st.integers(0, 3))
def test_it_counts_as_the_definition_does(one: str, other: str, most: int) -> None:
    assert is_near(one, other, most) is (_letters_apart(one, other) <= most)


@functools.cache
def _letters_apart(one: str, other: str) -> int:
    """Return the optimal string alignment distance, as it is defined."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        _letters_apart(one[:-1], other) + 1,
        _letters_apart(one, other[:-1]) + 1,
        _letters_apart(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[:-3:-1]:
        ways.append(_letters_apart(one[:-2], other[:-2]) + 1)
    return min(ways)
