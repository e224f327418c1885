import pytest

from robot.doctor.clock import ClockReading, clock, clock_offset


def test_a_clock_that_a_server_has_set_names_who_sets_it() -> None:
    found = clock(ClockReading(True, True, "chrony (ntp.school.example)", has_battery=True))
    assert found.outcome == "ok"
    assert found.text.en == "set by chrony (ntp.school.example); with a battery"


@pytest.mark.parametrize(
    ("reading", "outcome", "remedy"),
    [
        (ClockReading(False, False), "weak", "set-ntp true"),
        (ClockReading(False, True), "weak", "UDP 123"),
        (ClockReading(), "skipped", "timedatectl"),
    ],
)
def test_a_clock_that_nobody_sets(reading: ClockReading, outcome: str, remedy: str) -> None:
    found = clock(reading)
    assert found.outcome == outcome
    assert found.remedy
    assert remedy in found.remedy.en


def test_a_clock_before_the_certificate_is_behind() -> None:
    found = clock_offset(None, by_certificate=True)
    assert found.outcome == "failed"
    assert "behind" in found.text.en


@pytest.mark.parametrize(
    ("off_s", "outcome", "text"),
    [
        (None, "skipped", "not reached"),
        (-40.0, "ok", "within 40 s"),
        (-400 * 86400.0, "failed", "400 days behind"),
        (7200.0, "failed", "2 hours ahead"),
        (180.0, "failed", "3 minutes ahead"),
    ],
)
def test_a_clock_that_is_off_says_by_how_much(off_s: float | None, outcome: str, text: str) -> None:
    found = clock_offset(off_s)
    assert found.outcome == outcome
    assert text in found.text.en
