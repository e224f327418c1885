from datetime import datetime

import pytest

from bridge.process.release_info import ReleaseInfo, WaveOffer, mark_of
from robot.update import rules

PLATFORM = "aarch64-py311"


def info(version: str, *instead_of: str, platform: str = PLATFORM) -> ReleaseInfo:
    return ReleaseInfo(version, platform, 1, 1, instead_of)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-30 06:59", ""),
        ("2026-11-30 07:00", "school_hours"),
        ("2026-11-30 16:59", "school_hours"),
        ("2026-11-30 17:00", ""),
        ("2026-12-04 12:00", "school_hours"),
        ("2026-12-05 12:00", ""),
        ("2026-12-06 12:00", ""),
    ],
)
def test_nothing_is_installed_in_school_hours(when: str, expected: str) -> None:
    assert rules.hindrance(datetime.fromisoformat(when), occupied=False) == expected


def test_a_person_may_shorten_school_hours_and_never_a_lesson() -> None:
    noon = datetime.fromisoformat("2026-11-30 12:00")
    assert rules.hindrance(noon, occupied=False, anytime=True) == ""
    assert rules.hindrance(noon, occupied=True, anytime=True) == "lesson"
    assert rules.hindrance(datetime.fromisoformat("2026-12-05 03:00"), occupied=True) == "lesson"


def test_the_newest_for_this_computer_is_taken() -> None:
    listed = [info("1.5.0"), info("1.10.0"), info("1.11.0", platform="x86_64-py313")]
    assert rules.choose(listed, "1.4.0", PLATFORM, ()).info == info("1.10.0")
    assert rules.choose(listed, "1.4.0", PLATFORM, (), "1.5.0").info == info("1.5.0")
    assert rules.choose(listed, "1.10.0", PLATFORM, ()).why == "same"
    assert rules.choose(listed, "1.12.0", PLATFORM, ()).why == "older"
    assert rules.choose(listed, "1.4.0", PLATFORM, (), "1.11.0").why == "platform"
    assert rules.choose(listed, "1.4.0", PLATFORM, (), "1.6.0").why == "not_listed"
    assert rules.choose([], "1.4.0", PLATFORM, ()).why == "nothing"


def test_what_fell_back_is_not_taken_again_unless_it_is_asked_for() -> None:
    listed = [info("1.5.0"), info("1.6.0")]
    assert rules.choose(listed, "1.4.0", PLATFORM, ["1.6.0"]).info == info("1.5.0")
    assert rules.choose(listed, "1.5.0", PLATFORM, ["1.6.0"]).why == "fell_back"
    assert rules.choose(listed, "1.4.0", PLATFORM, ["1.6.0"], "1.6.0").info == info("1.6.0")


def test_a_downgrade_has_to_be_signed_for_and_asked_for() -> None:
    listed = [info("1.4.0", "1.5.0"), info("1.3.0")]
    assert rules.choose(listed, "1.5.0", PLATFORM, (), "1.4.0").why == "downgrade"
    assert rules.choose(listed, "1.5.0", PLATFORM, ()).info is None
    assert rules.choose(listed, "1.5.0", PLATFORM, (), "1.3.0").info is None
    assert rules.choose(listed, "1.6.0", PLATFORM, (), "1.4.0").info is None


def test_the_wave_brings_nothing_before_its_turn() -> None:
    mine = WaveOffer(3, "1.5.0", mark_of(3, "karlsson-7"), 0)
    assert rules.turn(mine, "karlsson-7") == "1.5.0"
    assert rules.turn(mine, "karlsson-8") == ""
    assert rules.turn(None, "karlsson-7") == ""


@pytest.mark.parametrize(
    ("trial", "tries", "current", "good", "expected"),
    [
        ("", 0, "1.4.0", "1.4.0", "nothing"),
        ("1.5.0", 1, "1.4.0", "1.4.0", "forget"),
        ("1.5.0", 1, "1.5.0", "1.4.0", "try"),
        ("1.5.0", 2, "1.5.0", "1.4.0", "try"),
        ("1.5.0", 3, "1.5.0", "1.4.0", "fall_back"),
        ("1.5.0", 1, "1.5.0", "1.5.0", "kept"),
        ("1.5.0", 4, "1.5.0", "1.4.0", "fall_back"),
        ("1.5.0", 4, "1.4.0", "1.4.0", "fall_back"),
    ],
)
def test_a_start_knows_what_the_power_cut_has_left(
    trial: str, tries: int, current: str, good: str, expected: str
) -> None:
    assert rules.at_start(trial, tries, current, good) == expected


def test_three_tries_and_no_more() -> None:
    assert [rules.after_try(tries, False) for tries in (1, 2, 3)] == ["try", "try", "fall_back"]
    assert rules.after_try(3, True) == "keep"
