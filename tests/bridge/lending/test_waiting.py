from dataclasses import dataclass
from datetime import date

import pytest

from bridge.lending.asked import AskedFor
from bridge.lending.waiting import RequestFacts, in_order, state_of_request, wished_days

TODAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Row:
    id: int
    facts: RequestFacts


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (RequestFacts(1), "new"),
        (RequestFacts(1, checked_at=2), "new"),
        (RequestFacts(1, answered_at=2), "asked_back"),
        (RequestFacts(1, answered_at=2, waiting_at=3), "waiting"),
        (RequestFacts(1, aside_at=1), "aside"),
        (RequestFacts(1, waiting_at=2, done_at=3), "done"),
        (RequestFacts(1, aside_at=1, done_at=3), "done"),
    ],
)
def test_the_state_follows_from_the_facts(facts: RequestFacts, state: str) -> None:
    assert state_of_request(facts) == state


def test_the_list_goes_by_the_day_of_the_request_and_by_what_was_moved_up() -> None:
    rows = [
        Row(1, RequestFacts(30)),
        Row(2, RequestFacts(20)),
        Row(3, RequestFacts(40, moved_up="Umzug der Klasse")),
        Row(4, RequestFacts(20)),
    ]
    assert [row.id for row in in_order(rows)] == [3, 2, 4, 1]


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({}, TODAY, date(2027, 1, 24)),
        ({"weeks": 26}, TODAY, date(2027, 5, 30)),
        ({"from_date": date(2027, 1, 11), "weeks": 10}, date(2027, 1, 11), date(2027, 3, 21)),
        (
            {"from_date": date(2027, 1, 11), "until_date": date(2027, 3, 25)},
            date(2027, 1, 11),
            date(2027, 3, 25),
        ),
        # What has begun is looked for from today on; what is over, for a usual time.
        (
            {"from_date": date(2026, 9, 1), "until_date": date(2026, 12, 18)},
            TODAY,
            date(2026, 12, 18),
        ),
        (
            {"from_date": date(2026, 9, 1), "until_date": date(2026, 10, 1)},
            TODAY,
            date(2027, 1, 24),
        ),
    ],
)
def test_wished_days(given: dict[str, object], first: date, last: date) -> None:
    assert wished_days(AskedFor("school", "GS", **given), TODAY) == (first, last)  # type: ignore[arg-type]
