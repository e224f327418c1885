from typing import Any

from bridge.protocol.presence import Power
from bridge.signaling.power import PowerNews
from tests.bridge.people import snapshot


def news(*states: tuple[float | None, dict[str, Any]]) -> list[str]:
    watch = PowerNews()
    said: list[str] = []
    for percent, power in states:
        said += watch.take(snapshot(None, battery_percent=percent, power=Power(**power)))
    return said


def test_a_robot_that_is_well_is_no_news() -> None:
    assert news((90.0, {"gauge": "known"}), (60.0, {"gauge": "known", "hours_left": 3.0})) == []


def test_each_level_is_told_once() -> None:
    low = {"level": "low", "gauge": "known"}
    assert news(
        (20.0, low | {"hours_left": 1.25}),
        (18.0, low),
        (10.0, low | {"level": "very_low"}),
        (3.0, low | {"level": "empty"}),
        (40.0, {"gauge": "known"}),
    ) == [
        "battery is low (20 %, about 1.2 h left)",
        "battery is very low (10 %)",
        "battery is empty; nobody is let in until it is charged (3 %)",
        "battery is well again (40 %)",
    ]


def test_a_silent_gauge_is_told_and_its_answer() -> None:
    assert news((50.0, {"gauge": "known"}), (None, {"gauge": "silent"}), (50.0, {})) == [
        "gauge does not answer; its battery is unknown",
        "gauge answers again",
    ]


def test_a_weak_supply_and_a_warm_computer_are_told() -> None:
    assert news(
        (None, {"weak_supply": True}),
        (None, {"weak_supply": True, "soc_c": 76.0, "picture": "reduced"}),
        (None, {"soc_c": 60.0}),
    ) == [
        "power supply is too weak; give it a stronger one",
        "is too warm for a full picture (76 degrees): reduced",
        "power supply is strong enough again",
        "is cool enough for a full picture",
    ]
