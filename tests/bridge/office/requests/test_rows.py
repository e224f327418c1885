from dataclasses import replace
from datetime import date

import pytest

from bridge.days.zone import unix_of
from bridge.lending.asked import AskedFor
from bridge.lending.waiting import RequestFacts
from bridge.office.requests.rows import from_words, length_is_guessed, since_words, when_words
from bridge.register.requests import RequestView

TODAY = date(2026, 11, 30)
ASKED = AskedFor("clinic", "Klinikschule Elbufer")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Anfang offen, Dauer offen"),
        ({"from_date": TODAY, "weeks": 26}, "ab sofort, etwa 26 Wochen"),
        ({"from_date": date(2027, 1, 11), "weeks": 10}, "ab 11.01., etwa 10 Wochen"),
        ({"from_date": date(2027, 11, 1)}, "ab 01.11.2027, Dauer offen"),
        (
            {"from_date": date(2027, 1, 11), "until_date": date(2027, 3, 25)},
            "ab 11.01. bis 25.03.2027",
        ),
    ],
)
def test_when_is_said_as_people_say_it(given: dict[str, object], said: str) -> None:
    assert when_words(replace(ASKED, **given), TODAY).de == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "seit heute"),
        (date(2026, 11, 29), "seit gestern"),
        (date(2026, 11, 26), "seit 4 Tagen"),
    ],
)
def test_how_long_somebody_waits(day: date, said: str) -> None:
    row = RequestView(1, ASKED, RequestFacts(unix_of(day, 700)))
    assert since_words(row, TODAY).de == said


def test_who_asks_and_what_is_guessed() -> None:
    assert from_words(ASKED) == ("von der Klinik", "from the hospital")
    assert length_is_guessed(replace(ASKED, weeks=3)) is None
    guessed = length_is_guessed(ASKED)
    assert guessed is not None
    assert "8 Wochen" in guessed.de
