import pytest

from bridge.lending.same_school import KnownSchool, same_school

KNOWN = (
    KnownSchool(1, ("Grundschule Seerosenweg",), "Kiel"),
    KnownSchool(2, ("Stadtteilschule Möwenweg", "STS Möwe"), "Hamburg"),
    KnownSchool(3, ("Gymnasium Schlosssee",), "Schwerin"),
    KnownSchool(4, ("Gymnasium Nordlicht",), "Flensburg"),
    KnownSchool(5, ("Grundschule Nordlicht",), "Flensburg"),
)


@pytest.mark.parametrize(
    ("name", "town", "found"),
    [
        ("GS Seerosenweg, Kiel", "Kiel", [(1, True)]),
        ("Grundschule Seerosenweg 24103 Kiel", "Kiel", [(1, True)]),
        ("grundschule seerosen-weg", "", [(1, False)]),
        ("Seerosenweg", "", [(1, False)]),
        ("Sts. Moewenweg", "Hamburg", [(2, True)]),
        ("STS Möwe", "", [(2, True)]),
        ("Gymnasium Schloßsee", "Schwerin", [(3, True)]),
        ("Gymnasium Schlosssee", "Rostock", []),
        ("Grundschule Nordlicht", "Flensburg", [(5, True)]),
        ("Nordlicht", "Flensburg", [(5, False), (4, False)]),
        ("Grundschule", "Kiel", []),
        ("Klinikschule Elbufer", "Hamburg", []),
    ],
)
def test_schools_are_found_by_their_names(
    name: str, town: str, found: list[tuple[int, bool]]
) -> None:
    assert same_school(name, town, KNOWN) == found
