import pytest

from bridge.lists import small_cells
from bridge.lists.verdicts import ContactEntry


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("GS Lindenkoppel J. B.", ("GS Lindenkoppel", "J. B.")),
        ("Möwenweg Kind 2", ("Möwenweg", "Kind 2")),
        ("Hohenbrook L.", ("Hohenbrook", "L.")),
        ("GS Lindenkoppel, Mia", ("GS Lindenkoppel", "Mia")),
        ("GS Lindenkoppel (M. T.)", ("GS Lindenkoppel", "M. T.")),
        ("GS Lindenkoppel", ("GS Lindenkoppel", "")),
    ],
)
def test_school_and_child_are_parted(text: str, parts: tuple[str, str]) -> None:
    assert small_cells.split_bar(text) == parts


@pytest.mark.parametrize("text", ["2 Kinder", "Kind 6 / ab KW 46 Kind 7", "J. B. und M. T."])
def test_several_children_are_several(text: str) -> None:
    assert small_cells.several_children(text)
    assert not small_cells.several_children("Kind 2")


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Frau Muster 040 5550101", ContactEntry("Frau Muster", "040 5550101")),
        ("Fr. Probe, vormittags", ContactEntry("Fr. Probe", best_time="vormittags")),
        ("nordlicht@schule.example", ContactEntry(email="nordlicht@schule.example")),
        ("Schulbüro +49 4141 5550103", ContactEntry("Schulbüro", "+49 4141 5550103")),
    ],
)
def test_a_contact_is_taken_apart(text: str, contact: ContactEntry) -> None:
    assert small_cells.read_contact(text) == contact


def test_a_phone_number_gets_its_zero_back() -> None:
    assert small_cells.read_phone("405550101", True) == small_cells.PhoneRead("0405550101", True)
    assert small_cells.read_phone("494055501010", True).text == "+494055501010"
    assert small_cells.read_phone("040 / 555 01 04", False) == small_cells.PhoneRead(
        "040 / 555 01 04"
    )


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        *(("x", True), ("ja", True), ("✓", True), ("22 von 22", True), ("21 von 22", False)),
        *(("nein", False), ("x (ein Vater fehlt)", None), ("Familie K. sagt nein", None)),
    ],
)
def test_only_a_plain_yes_is_a_consent(text: str, agreed: bool | None) -> None:
    assert small_cells.consents(text) is agreed


def test_places_and_askers() -> None:
    assert small_cells.read_place("21335 Lüneburg") == small_cells.PlaceRead("21335", "Lüneburg")
    assert small_cells.read_place("1234 Hamburg").problem == "four"
    assert small_cells.read_place("Schwerin").town == "Schwerin"
    assert small_cells.asker_of("Mutter (Tel. im Handy)", "") == "family"
    assert small_cells.asker_of("Frau Muster", "Klinikschule Elbufer") == "hospital"
    assert small_cells.asker_of("Schulbüro", "GS Hain") == "school"
    assert small_cells.class_name("Klasse 8b") == "8b"
