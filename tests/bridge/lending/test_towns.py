import pytest

from bridge.lending.towns import distance_km, find_place, fold, state_of, state_of_postcode


@pytest.mark.parametrize(
    ("text", "postcode", "name", "state"),
    [
        ("Schwerin", "", "Schwerin", "MV"),
        ("Lager Rostock", "", "Rostock", "MV"),
        ("Gymnasium Schlosssee, Schwerin", "", "Schwerin", "MV"),
        ("GS Seerosenweg Kiel", "", "Kiel", "SH"),
        ("Hansestadt STADE", "", "Stade", "NI"),
        ("Lueneburg", "", "Lüneburg", "NI"),
        ("bad münder", "", "Bad Münder am Deister", "NI"),
        ("Büro Hamburg-Altona", "", "Altona", "HH"),
        ("Friedland", "17098", "Friedland", "MV"),
        ("Friedland", "37133", "Friedland", "NI"),
        ("Klein Nirgendwo", "21335", "", "NI"),
        ("Rostocker Straße", "", None, None),
        ("", "", None, None),
        ("München", "80331", None, None),
    ],
)
def test_a_place_is_found_by_its_town_or_its_postcode(
    text: str, postcode: str, name: str | None, state: str | None
) -> None:
    place = find_place(text, postcode)
    assert (place and place.name, place and place.state) == (name, state)


def test_a_federal_state_is_known_from_either() -> None:
    assert [state_of_postcode(one) for one in ("20095", "24103", "21335", "19053", "1234", "")] == [
        *("HH", "SH", "NI", "MV", "", "")
    ]
    assert state_of("Stralsund") == "MV"
    # Where both are given, the postcode is the finer one.
    assert state_of("Friedland", "37133") == "NI"


def test_distances_are_rounded() -> None:
    places = {name: find_place(name) for name in ("Hamburg", "Rostock", "Kiel")}

    def far(one: str, other: str) -> int:
        first, second = places[one], places[other]
        assert first is not None
        assert second is not None
        return distance_km(first, second)

    assert far("Hamburg", "Rostock") == 155
    assert far("Kiel", "Kiel") == 0
    assert far("Hamburg", "Kiel") == far("Kiel", "Hamburg") == 85


def test_names_are_folded() -> None:
    assert fold("Groß-Grönau  (Süd)") == fold("gross groenau SUED") == "gross groenau sued"
