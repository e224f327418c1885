from dataclasses import replace
from datetime import date

import pytest

from bridge.lists.known import KnownRequest
from bridge.lists.verdicts import ReadRow
from bridge.tables.cells import Value
from tests.bridge.lists.lists import OFFICE, plan_of

HEAD = ("Eingang", "von wem", "Schule", "PLZ Ort", "Kl.", "ab", "Dauer", "dringend", "erledigt")


def row_of(
    asked: Value = date(2026, 10, 2),
    who: Value = "Frau Muster",
    school: Value = "GS Heidekamp",
    town: Value = "21335 Lüneburg",
    first: Value = date(2027, 1, 11),
    length: Value = "10 Wo.",
    urgent: Value = "",
    done: Value = "",
) -> list[Value]:
    return [asked, who, school, town, "3", first, length, urgent, done]


def read(**cells: Value) -> ReadRow:
    return plan_of([HEAD, row_of(**cells)]).rows[1]


def test_a_plain_request_is_clear() -> None:
    row = read()
    assert (row.verdict, row.kind) == ("ok", "request")
    assert row.request
    assert (row.request.last, row.request.weeks) == (date(2027, 3, 19), 10)
    assert (row.request.school.state, row.request.asker) == ("NI", "school")


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"asked": "Anf. Nov."}, "ask"),
        ({"who": "Mutter (Tel. im Handy)"}, "read"),
        ({"town": "1234 Hamburg"}, "ask"),
        ({"first": "sofort"}, "read"),
        ({"first": "egal"}, "read"),
        ({"first": "nach den Ferien"}, "ask"),
        ({"length": "mehrere"}, "read"),
        ({"length": "bis Ostern"}, "ask"),
        ({"school": ""}, "stop"),
        ({"done": "ja 26.11."}, "read"),
        ({"done": "abgesagt", "first": "nach den Ferien"}, "read"),
    ],
)
def test_each_kind_of_cell_has_its_verdict(cells: dict[str, Value], verdict: str) -> None:
    assert read(**cells).verdict == verdict


def test_a_family_is_not_named() -> None:
    row = read(who="Mutter Erika Muster (Tel. im Handy)")
    assert row.request
    assert (row.request.asker, row.request.contact.name) == ("family", "")


def test_what_is_done_goes_into_the_history() -> None:
    row = read(done="ja 26.11.")
    assert row.request
    assert (row.request.outcome, row.request.done) == ("done", date(2026, 11, 26))


def test_a_wish_begins_today_at_the_earliest() -> None:
    row = read(first="sofort")
    assert row.request
    assert row.request.first == date(2026, 11, 30)


def test_a_request_that_the_office_has_is_left_out() -> None:
    known = KnownRequest(3, date(2026, 10, 2), "GS Heidekamp", "3")
    office = replace(OFFICE, requests=(known,))
    assert plan_of([HEAD, row_of()], office).rows[1].kind == "same"


@pytest.mark.parametrize(
    ("text", "urgent"), [("!!!", True), ("x", True), ("nein", False), ("", False)]
)
def test_urgency_is_a_word(text: str, urgent: bool) -> None:
    request = read(urgent=text).request
    assert request
    assert request.urgent is urgent
