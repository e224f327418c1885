import pytest

from bridge.lists.schools import SchoolBook, folded, not_a_school
from bridge.lists.verdicts import SchoolEntry


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("GS Seerosenweg Kiel", "Grundschule Seerosenweg", True),
        ("GS Lindenkoppel", "GS Lindenkopel", True),
        ("GS Lindenkoppel", "G.S. Linden-Koppel", False),
        ("GemS Fördewind", "Gemeinschaftsschule Fördewind (Fl.)", True),
        ("GS Lindenkoppel", "Gymnasium Lindenkoppel", False),
        ("GS Seerosenweg Kiel", "GS Seerosenweg Lübeck", False),
        ("GS Nord", "GS Nort", False),
    ],
)
def test_the_same_school_is_found_under_another_name(one: str, other: str, same: bool) -> None:
    book = SchoolBook([SchoolEntry(one)])
    assert (book.similar(other) is not None) is same


def test_an_answer_is_remembered_as_another_name() -> None:
    book = SchoolBook([])
    school = book.add("GS Seerosenweg Kiel", "D13", state="SH")
    book.also(school, "Grundschule Seerosenweg")
    found = book.exact("grundschule seerosenweg")
    assert found
    assert (found.name, found.also) == ("GS Seerosenweg Kiel", ("Grundschule Seerosenweg",))
    assert book.first_place(found) == "D13"


def test_a_school_is_completed_by_later_rows() -> None:
    book = SchoolBook([])
    book.add("GS A", "D1")
    book.add("GS A", "D2", "Kiel", "24103", "SH")
    assert book.exact("GS A") == SchoolEntry("GS A", "Kiel", "24103", "SH")


def test_the_only_one_of_a_name_is_found_without_its_kind() -> None:
    book = SchoolBook([SchoolEntry("Stadtteilschule Möwenweg"), SchoolEntry("GS Hain")])
    found = book.containing("Möwenweg")
    assert found
    assert found.name == "Stadtteilschule Möwenweg"


@pytest.mark.parametrize(
    ("text", "what"),
    [("Reparatur", "workshop"), ("Wartung", "workshop"), ("Büro", "home"), ("Ferien", "break")],
)
def test_what_is_no_school(text: str, what: str) -> None:
    assert not_a_school(text) == what
    assert not_a_school("GS Lindenkoppel") == ""


def test_a_name_is_taken_apart() -> None:
    parts = folded("OBS Apfelhof Stade")
    assert (parts.kind, parts.core, parts.town) == ("obs", "apfelhof", "stade")
