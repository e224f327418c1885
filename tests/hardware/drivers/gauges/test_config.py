import msgspec
import pytest

from hardware.drivers.gauges.config import BatterySection, BoardSection, contradiction


def test_an_unknown_gauge_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"driver": "guess"}, BatterySection)


def test_nobody_watches_the_board_unless_somebody_says_so() -> None:
    assert BoardSection().driver == "none"


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ({"driver": "ina219"}, "capacity_ah"),
        ({"driver": "ina219", "capacity_ah": 3.0, "most_a": 10.0}, "up to 3.20"),
        ({"driver": "max17048", "cells": 2}, "one cell"),
    ],
)
def test_what_does_not_fit_together_is_named(section: dict[str, object], says: str) -> None:
    found = contradiction(msgspec.convert(section, BatterySection))
    assert found is not None
    assert says in found


@pytest.mark.parametrize(
    "section",
    [
        {"driver": "none"},
        {"driver": "servos"},
        {"driver": "max17048"},
        {"driver": "ina219", "capacity_ah": 3.0, "cells": 2},
        {"driver": "ina219", "capacity_ah": 3.0, "shunt_ohm": 0.01, "most_a": 20.0},
    ],
)
def test_what_fits_is_taken(section: dict[str, object]) -> None:
    assert contradiction(msgspec.convert(section, BatterySection)) is None
