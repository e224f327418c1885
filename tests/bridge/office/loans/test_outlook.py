from dataclasses import replace
from datetime import date

import pytest

from bridge.lending.life import LoanFacts
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.office.loans.outlook import Known, Typed, outlook, school_of
from bridge.register.children import Child
from bridge.register.loan_views import LoanView
from bridge.register.robot_days import LentRobot
from bridge.register.schools import Contact, SchoolRecord

TODAY = date(2026, 11, 30)
SCHOOLS = [
    SchoolRecord(1, "GS Seerosenweg", "Kiel", state="SH", also_called=("Grundschule Seerosen",)),
    SchoolRecord(2, "GS Lindenkoppel", "Hamburg", state="HH"),
]
HERE = LoanView(
    7,
    "wanda",
    "Wanda",
    LoanFacts(date(2026, 10, 5), date(2026, 12, 18), handed_over_at=1),
    "running",
    school_id=1,
)
KNOWN = Known(
    SCHOOLS,
    [Contact(1, 1, "Frau Muster")],
    [Child(5, "R. D.", school_id=1)],
    RobotsDays([LentRobot("uwe", "Uwe", "Lager Kiel"), LentRobot("wanda", "Wanda")], [HERE]),
    30,
)
TYPED = Typed("Seerosen", short_name="R. D.", class_name="3b", days="11.1. bis osterferien")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("gs seerosenweg, kiel", 1),
        ("Grundschule Seerosen", 1),
        ("linden", 2),
        ("GS", None),
        ("Goethe", None),
        ("", None),
    ],
)
def test_a_school_is_found_by_its_name_or_a_part_that_only_one_has(
    text: str, number: int | None
) -> None:
    found = school_of(text, SCHOOLS)
    assert (found.id if found else None) == number


def test_five_answers_tell_everything_else() -> None:
    seen = outlook(TYPED, KNOWN, TODAY)
    assert seen.school == SCHOOLS[0]
    assert seen.about_school is not None
    assert (
        seen.about_school.de == "Frau Muster ist dort die Ansprechperson. Hier steht schon Wanda."
    )
    assert seen.said is not None
    assert seen.said.de == (
        "Mo, 11.01.2027 bis Do, 25.03.2027 (letzter Schultag vor den Osterferien in SH), 11 Wochen"
    )
    assert seen.chosen == "uwe"
    assert [words.de for words in seen.happens] == [
        "Uwe ist vom 11.01. bis 25.03.2027 belegt.",
        "5 Häkchen für Schleswig-Holstein werden angelegt. Bis sie gesetzt sind, lässt Uwe "
        "niemanden herein.",
        "Die Papiere für Frau Muster liegen bei der Leihe zum Drucken.",
        "Das Kürzel R. D. wird am 24.04.2027 gelöscht.",
    ]
    assert seen.same is not None
    assert seen.same.id == 5


def test_a_new_school_gets_its_state_from_its_town() -> None:
    seen = outlook(replace(TYPED, school="Grundschule Neu, Lübeck"), KNOWN, TODAY)
    assert (seen.school, seen.state, seen.same) == (None, "SH", None)
    assert seen.about_school is not None
    assert "neu in Schleswig-Holstein" in seen.about_school.de
    unknown = outlook(replace(TYPED, school="Grundschule Neu"), KNOWN, TODAY)
    assert unknown.state == ""
    assert any("Ohne Bundesland" in words.de for words in unknown.happens)
    assert outlook(replace(TYPED, school="X", federal_state="NI"), KNOWN, TODAY).state == "NI"


def test_days_that_are_not_understood_are_said_and_show_no_robot() -> None:
    seen = outlook(replace(TYPED, days="31.11."), KNOWN, TODAY)
    assert seen.wrong_days is not None
    assert (seen.span, seen.robots, seen.chosen) == (None, (), "")
    assert outlook(Typed(), KNOWN, TODAY).wrong_days is None


def test_a_chosen_robot_stays_chosen_unless_it_is_taken() -> None:
    assert outlook(replace(TYPED, robot="wanda"), KNOWN, TODAY).chosen == "wanda"
    soon = replace(TYPED, robot="wanda", days="1.12. bis 18.12.")
    assert outlook(soon, KNOWN, TODAY).chosen == "uwe"


def test_a_short_name_that_tells_too_much_is_hinted_at() -> None:
    seen = outlook(replace(TYPED, short_name="Kind mit Leukämie"), KNOWN, TODAY)
    assert seen.hint is not None
