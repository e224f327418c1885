import pytest

from bridge.lists import places


@pytest.mark.parametrize(
    ("text", "states"),
    [
        *(("Schleswig-Holstein", ["SH"]), ("Niedersachsen / MV", ["NI", "MV"]), ("S-H", ["SH"])),
        *(("Nds.", ["NI"]), ("M-V", ["MV"]), ("Hamburg", ["HH"]), ("Meck.-Pomm.", ["MV"])),
        *(("Schleswig Holstien", ["SH"]), ("Summe", []), ("GS Hamburg", []), ("", [])),
    ],
)
def test_federal_states_are_known_by_their_names(text: str, states: list[str]) -> None:
    assert places.states_in(text) == states


@pytest.mark.parametrize(
    ("name", "state"),
    [("Hamburg", "HH"), ("HH 26_27", "HH"), ("Ausleihe MV", "MV"), ("Liste", None)],
)
def test_a_sheet_may_name_its_state(name: str, state: str | None) -> None:
    assert places.state_of_sheet(name) == state


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OBS Apfelhof Stade", ("Stade", "NI")),
        ("GS Seerosenweg Kiel", ("Kiel", "SH")),
        ("Klinikschule Elbufer", ("", "")),
        ("Hamburg", ("Hamburg", "HH")),
    ],
)
def test_a_school_may_name_its_town(text: str, found: tuple[str, str]) -> None:
    assert places.town_in(text) == found
