import random
from contextlib import suppress
from datetime import date

import pytest

from bridge.base.words import Declined
from bridge.days.typed import Span, is_long, read_day, read_span, read_until

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11.1. bis 25.3.", "11.01. bis 25.03.2027"),
        ("vom 11.1.27 bis zum 25.3.27", "11.01. bis 25.03.2027"),
        ("11. 1. bis 25. 3. 2027", "11.01. bis 25.03.2027"),
        ("11.1.-25.3.", "11.01. bis 25.03.2027"),
        ("11.01.2027–25.03.2027", "11.01. bis 25.03.2027"),
        ("3. bis 14.2.", "03.02. bis 14.02.2027"),
        ("2026-12-01 bis 2027-01-31", "01.12.2026 bis 31.01.2027"),
        ("2026-12-01 - 2027-01-31", "01.12.2026 bis 31.01.2027"),
        ("Mo, 30. November bis 12. Dez 2026", "30.11. bis 12.12.2026"),
        ("26/3/27 bis 1/4/27", "26.03. bis 01.04.2027"),
        ("bis 18.12.", "30.11. bis 18.12.2026"),
        ("14.9. - 18.12.", "14.09. bis 18.12.2026"),
        ("KW 2 bis KW 12", "11.01. bis 26.03.2027"),
        ("ab sofort 8 Wochen", "30.11.2026 bis 22.01.2027 (8 Wochen)"),
        ("8 Wochen ab 11.1.", "11.01. bis 05.03.2027 (8 Wochen)"),
        ("ab 11.1. für drei Monate", "11.01. bis 25.03.2027 (3 Monate)"),
        ("nächsten Montag 2 Wochen", "07.12. bis 18.12.2026 (2 Wochen)"),
        ("11. bis 15. Januar", "11.01. bis 15.01.2027"),
        ("11.–15.1.", "11.01. bis 15.01.2027"),
        ("Mo 11.1. - Fr 12.2. 2027", "11.01. bis 12.02.2027"),
        ("ab Februar bis Ende April", "01.02. bis 30.04.2027"),
        ("Anfang Dezember bis Mitte März 2027", "01.12.2026 bis 15.03.2027"),
        ("übernächste Woche bis Monatsende", "14.12. bis 31.12.2026"),
        ("in 2 Wochen 14 Tage", "14.12. bis 27.12.2026 (14 Tage)"),
        ("ab nächsten Monat ein Jahr", "01.12.2026 bis 30.11.2027 (12 Monate)"),
        (
            "11.1. bis Schuljahresende",
            "11.01. bis 02.07.2027 (letzter Schultag vor den Sommerferien in SH)",
        ),
        (
            "11.1. bis Osterferien",
            "11.01. bis 25.03.2027 (letzter Schultag vor den Osterferien in SH)",
        ),
        (
            "nächste Woche bis Ferien",
            "07.12. bis 18.12.2026 (letzter Schultag vor den Weihnachtsferien in SH)",
        ),
        (
            "1.12. bis Weihnachten",
            "01.12. bis 18.12.2026 (letzter Schultag vor den Weihnachtsferien in SH)",
        ),
        ("morgen bis Halbjahr", "01.12.2026 bis 29.01.2027 (Ende des Halbjahres)"),
        (
            "nach den Ferien bis Sommerferien",
            "07.01. bis 02.07.2027 (letzter Schultag vor den Sommerferien in SH)",
        ),
    ],
)
def test_spans_as_people_type_them(text: str, said: str) -> None:
    assert read_span(text, TODAY, "SH").said().de == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("14.12. bis 1.10.2026", "Vertauscht"),
        ("31.11. bis 3.12.", "Der November hat 30 Tage"),
        ("29.2. bis 3.3.", "Der Februar hat 28 Tage"),
        ("demnächst", "„demnächst“ verstehen wir nicht als Datum"),
        ("15.9.2026", "Bis wann"),
        ("1.13. bis 2.14.", "Monat gibt es nicht"),
        ("1.1.0001 bis 2.2.", "nicht"),
        ("", "verstehen wir nicht"),
        ("11.1. bis auf Weiteres", "braucht ein Ende"),
        ("9999 Wochen", "verstehen wir nicht"),
        ("KW 77 bis KW 78", "verstehen wir nicht"),
    ],
)
def test_what_is_no_span_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Declined) as declined:
        read_span(text, TODAY, "SH")
    assert words in declined.value.words.de


def test_holidays_need_the_federal_state() -> None:
    with pytest.raises(Declined, match="federal state"):
        read_span("11.1. bis Osterferien", TODAY)


def test_one_day_and_an_end_alone() -> None:
    assert read_day("morgen", TODAY) == date(2026, 12, 1)
    assert read_day("1.11.", TODAY) == date(2026, 11, 1)
    assert read_day("1.10.", TODAY) == date(2027, 10, 1)
    assert read_until("bis zum 5.1.", TODAY).last == date(2027, 1, 5)
    assert read_until("2 Wochen", TODAY, "HH").last == date(2026, 12, 11)


def test_more_than_thirteen_months_is_long() -> None:
    assert not is_long(Span(TODAY, date(2027, 12, 29)))
    assert is_long(Span(TODAY, date(2027, 12, 30)))


@pytest.mark.thorough
def test_whatever_is_typed_is_read_or_refused() -> None:
    chance = random.Random(13)
    words = (
        *("11.1.", "bis", "25.3.", "-", "31.11.", "0.0.", "99.99.", "ab", "sofort", "8", "wochen"),
        *("monate", "kw", "2", "53", "ferien", "weihnachten", "halbjahr", "vor", "nach", "den"),
        *("nächste", "woche", "mo", "2027-01-31", "27", "1.1.9999", "heute", "/", "26/3/27"),
        *("märz", "ca.", "+", "für", "zum", "ende", "0", "400", "١١.١.", "next", "29.2.", "in"),
        *("januar", "mitte", "tage"),
    )
    for _ in range(20_000):
        parts = (chance.choice(words) for _ in range(chance.randint(1, 6)))
        text = "".join(part + chance.choice(["", " "]) for part in parts)
        with suppress(Declined):
            span = read_span(text, TODAY, chance.choice(["SH", "", "XX"]))
            assert span.first <= span.last
