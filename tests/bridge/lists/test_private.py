from datetime import date

import pytest

from bridge.lists.private import (
    addresses,
    birthdays,
    diagnoses,
    is_private,
    why_forbidden,
    without_private,
)
from tests.bridge.lists.lists import TODAY


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        *(("Diagnose", "health"), ("Diagnoze", "health"), ("ICD-10", "health")),
        *(("Krankheitsbild", "health"), ("Grund", "health"), ("Medikamente", "health")),
        *(("med. Diagnosen", "health"), ("Grund der Abwesenheit", "health")),
        *(("geb.", "birth"), ("Geb.-Datum", "birth"), ("Geburtstag", "birth"), ("Alter", "birth")),
        *(("Geburtsdaum", "birth"), ("Adresse", "address"), ("Straße", "address")),
        *(("Privatanschrift", "address"), ("Str. / Nr.", "address"), ("Eltern", "family")),
        *(("Tel. Eltern", "family"), ("Erziehungsberechtigte", "family"), ("Mutter", "family")),
        *(("Religion", "belief"), ("Krankenkasse", "health"), ("IBAN", "money")),
    ],
)
def test_a_column_with_this_heading_is_never_read(heading: str, why: str) -> None:
    assert why_forbidden(heading) == why


@pytest.mark.parametrize(
    "heading",
    [
        *("Schule", "Kind", "Name", "Klasse", "Grundschule", "Schule / Klinik", "Tel. Schule"),
        *("Einverst. Eltern (x)", "Zustimmung der Eltern", "Bemerkung", "von", "bis", "Status"),
        *("Gerät", "Land", "PLZ Ort", "Schule/Familie", "Störung am Gerät", "Jahrgang"),
    ],
)
def test_a_column_with_this_heading_may_be_read(heading: str) -> None:
    assert why_forbidden(heading) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("abgesagt, Kind wieder da :-)", "abgesagt"),
        ("J. B. (Leukämie)", "J. B."),
        ("hat Krebs, wird bestrahlt", ""),
        ("C91.0", ""),
        ("geb. 3.4.2015", ""),
        ("Long Covid", ""),
        ("Musterstr. 12, 20099 Hamburg", "20099 Hamburg"),
        ("Tasche fehlt / Depression", "Tasche fehlt"),
    ],
)
def test_what_must_not_be_kept_is_taken_out(text: str, kept: str) -> None:
    assert without_private(text) == (kept, True)


@pytest.mark.parametrize(
    "text",
    [
        *("Kind 6 / ab KW 46 Kind 7", "Kopf klemmt", "Ladegerät fehlt!", "Akku schwach"),
        *("Frau Muster fragt wg. Verlängerung", "zurück am 13.11.", "Kind 2", "Warteplatz 3"),
        *("15.9. - 18.12.", "Version A12", "Vertrag Nr. 4711", "liegt im Büro", "+49 40 5550101"),
    ],
)
def test_what_speaks_of_robots_and_loans_stays(text: str) -> None:
    assert without_private(text) == (text, False)


def test_birthdays_are_known_without_a_heading() -> None:
    born = [date(2013, 4, 5), date(2015, 1, 30), None, date(2011, 12, 24)]
    assert birthdays(born, TODAY, is_date_column=False)
    lent = [date(2026, 9, 7), date(2025, 9, 1)]
    assert not birthdays(lent, TODAY, is_date_column=False)
    assert birthdays([date(2013, 4, 5)], TODAY, is_date_column=True)
    assert not birthdays([date(2021, 4, 5)], TODAY, is_date_column=True)
    assert not birthdays([], TODAY, is_date_column=False)


def test_diagnoses_and_addresses_are_known_without_a_heading() -> None:
    assert diagnoses(["C91.0", "ME/CFS", "?"])
    assert not diagnoses(["Kopf klemmt", "Akku"])
    assert addresses(["Lindenstraße 4", "Am Markt", "Birkenweg 12a"])
    assert not addresses(["GS Lindenkoppel", "GS Seerosenweg"])
    assert is_private("Epilepsie")
