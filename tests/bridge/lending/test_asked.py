from dataclasses import replace
from datetime import date

import pytest

from bridge.lending.asked import (
    BAD_MAIL,
    MISSING,
    NO_CONTACT,
    AskedFor,
    ContactRead,
    FormAnswers,
    answers_of,
    read_answers,
    read_contact,
)
from bridge.lending.private_words import ILLNESS

TODAY = date(2026, 11, 30)
GOOD = FormAnswers(
    asker="family",
    school="Gymnasium Schlosssee, Schwerin",
    class_name="8b",
    when="ab sofort",
    how_long="half_year",
    school_knows="yes",
    contact="familie@beispiel.de",
    note="Gutes WLAN im Klassenraum.",
)


def test_a_filled_form_is_a_request() -> None:
    read = read_answers(GOOD, TODAY)
    asked = read.asked
    assert asked is not None
    assert (asked.asker, asked.school_name) == ("family", "Gymnasium Schlosssee, Schwerin")
    assert (asked.town, asked.state, asked.class_name) == ("Schwerin", "MV", "8b")
    assert (asked.from_date, asked.weeks, asked.until_date) == (TODAY, 26, None)
    assert (asked.email, asked.phone, asked.school_knows) == ("familie@beispiel.de", "", True)
    assert asked.note == "Gutes WLAN im Klassenraum."
    assert (read.errors, read.hints) == ({}, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("asker", ""),
        ("asker", "robot"),
        ("school", " "),
        ("school", "x" * 121),
        ("class_name", "x" * 41),
        ("when", "31.11."),
        ("when", "18.12.2062"),
        ("when", "14.12. bis 1.10.2026"),
        ("how_long", ""),
        ("school_knows", "maybe"),
        ("contact", ""),
        ("contact", "familie@beispiel"),
        ("note", "x" * 601),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(field: str, value: str) -> None:
    read = read_answers(replace(GOOD, **{field: value}), TODAY)
    assert read.asked is None
    assert list(read.errors) == [field]


def test_all_mistakes_are_told_at_once() -> None:
    errors = read_answers(FormAnswers(), TODAY).errors
    assert set(errors) == {"asker", "school", "how_long", "school_knows", "contact"}
    assert errors["asker"] == MISSING


@pytest.mark.parametrize(
    ("when", "first", "last", "note"),
    [
        ("", None, None, ""),
        ("11.1.", date(2027, 1, 11), None, ""),
        ("2027-01-11", date(2027, 1, 11), None, ""),
        ("11.1. bis 25.3.", date(2027, 1, 11), date(2027, 3, 25), ""),
        ("egal", None, None, "Ab wann: egal."),
        ("so bald wie möglich", None, None, "Ab wann: so bald wie möglich."),
        ("nach den Ferien", date(2027, 1, 4), None, ""),
    ],
)
def test_days_are_rough(when: str, first: date | None, last: date | None, note: str) -> None:
    asked = read_answers(replace(GOOD, when=when, note=""), TODAY).asked
    assert asked is not None
    assert (asked.from_date, asked.until_date, asked.note) == (first, last, note)
    assert asked.weeks == (None if last else 26)


@pytest.mark.parametrize(
    ("text", "name", "phone", "email"),
    [
        ("040 5550100", "", "040 5550100", ""),
        ("+49 (40) 555-01 00", "", "+49 (40) 555-01 00", ""),
        ("Frau Muster, Tel. 0431/555 010", "Frau Muster", "0431/555 010", ""),
        ("a.b@schule.de oder 0381 555010", "", "0381 555010", "a.b@schule.de"),
        ("Herr Probe <probe@gs-heide.example>", "Herr Probe", "", "probe@gs-heide.example"),
    ],
)
def test_contacts_are_taken_apart(text: str, name: str, phone: str, email: str) -> None:
    read = read_contact(text)
    assert isinstance(read, ContactRead)
    assert (read.name, read.phone, read.email) == (name, phone, email)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("familie@beispiel", BAD_MAIL),
        ("familie@", BAD_MAIL),
        ("a@b.de, c@d", BAD_MAIL),
        ("über die Schule", NO_CONTACT),
        ("12", NO_CONTACT),
        ("", NO_CONTACT),
    ],
)
def test_a_contact_that_reaches_nobody_is_said(text: str, said: object) -> None:
    assert read_contact(text) == said


def test_an_illness_is_left_out_and_the_request_goes_on() -> None:
    read = read_answers(replace(GOOD, note="Gutes WLAN. Sie hat Leukämie."), TODAY)
    assert read.asked is not None
    assert read.asked.note == "Gutes WLAN."
    assert read.hints == (ILLNESS,)


def test_the_postcode_tells_the_state_where_the_town_does_not() -> None:
    asked = read_answers(replace(GOOD, school="GS Heidekamp, 21335 Kleinhausen"), TODAY).asked
    assert asked is not None
    assert (asked.state, asked.postcode, asked.town) == ("NI", "21335", "")


def test_nothing_invisible_is_stored() -> None:
    asked = read_answers(replace(GOOD, school="GS\u202e Heide\x00\n kamp, Kiel"), TODAY).asked
    assert asked is not None
    assert asked.school_name == "GS Heide kamp, Kiel"


def test_staff_can_change_what_was_asked_and_leave_out_the_contact() -> None:
    for answers in (
        GOOD,
        replace(GOOD, when="11.1.2027", contact="Frau Muster, 0431 555010", how_long="weeks"),
        replace(GOOD, when="11.01.2027 bis 25.03.2027", school_knows="no"),
        replace(GOOD, when="", how_long="unknown", school_knows="unknown", contact=""),
    ):
        first = read_answers(answers, TODAY, needs_contact=False, urgent=True).asked
        assert first is not None
        assert first.urgent
        again = read_answers(answers_of(first), TODAY, needs_contact=False, urgent=True).asked
        assert again == first


def test_a_length_that_no_choice_has_becomes_an_end() -> None:
    asked = AskedFor("school", "GS", from_date=date(2027, 1, 11), weeks=10)
    assert answers_of(asked).when == "11.01.2027 bis 21.03.2027"
