from bridge.lending.towns_table import RANGES, REGIONS, TOWNS


def test_every_town_and_region_lies_in_the_north() -> None:
    entries = [entry for text in TOWNS.values() for entry in text.split("; ")]
    assert len(entries) > 500
    for entry in (*entries, *REGIONS.split("; ")):
        name, latitude, longitude = entry.rsplit(" ", 2)
        assert name == name.strip()
        assert 51 < float(latitude) < 55.2
        assert 6.5 < float(longitude) < 14.6


def test_ranges_of_postcodes_are_in_order_and_have_places() -> None:
    regions = {entry[:3] for entry in REGIONS.split("; ")}
    assert all(first <= last for first, last, _ in RANGES)
    assert [first for first, _, _ in RANGES] == sorted(first for first, _, _ in RANGES)
    assert all({first[:3], last[:3]} & regions for first, last, _ in RANGES)
