import pytest

from bridge.lists.headings import ROLE_WORDS, ROLES, is_strong, role_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        *(("Gerät", "robot"), ("Avatar-Nr", "robot"), ("Serien-Nr.", "robot"), ("Gerate", "robot")),
        *(("Schule / Klinik", "school"), ("Einrichtung", "school"), ("Schulee", "school")),
        *(("Ausleihe von", "from"), ("seit", "from"), ("ausgeliehen am", "from")),
        *(("Ausleihe bis", "until"), ("geplant bis", "until"), ("Rückgabe gepl.", "until")),
        *(("Rückgabe ist", "returned"), ("zurück am", "returned"), ("Schüler/in", "child")),
        *(("Bundesland", "state"), ("Ansprechp.", "contact"), ("Tel. Schule", "phone")),
        *(("Einverst. (x)", "consent"), ("KW 36", "week"), ("PLZ Ort", "place"), ("Kl.", "class")),
        *(("Leihe geplant bis", "until"), ("Schule (neu)", "school"), ("E-Mail", "email")),
        ("Nr.", "number"),
    ],
)
def test_a_heading_tells_what_its_column_holds(heading: str, role: str) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize("text", ["", "KRL-0001", "GS Lindenkoppel", "Frau Muster", "Zubehör"])
def test_other_texts_are_no_headings(text: str) -> None:
    assert role_of(text) is None


def test_words_of_daily_life_are_weak_headings() -> None:
    assert not is_strong("an")
    assert is_strong("Schule")
    assert set(ROLE_WORDS) == set(ROLES)
