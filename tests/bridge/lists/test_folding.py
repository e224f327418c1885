import pytest

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
