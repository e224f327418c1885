from typing import get_args

import pytest

from hardware.contract.interfaces import BatteryReading, BoardReading
from hardware.contract.wire import FaultCode, ServoHealth
from hardware.setup.axes import sentence
from hardware.setup.checks import (
    Check,
    Reached,
    answered_check,
    battery_check,
    board_check,
    data_of,
    exit_code,
    fault_check,
    health_check,
    line_of,
    move_check,
    remedy_for,
)
from hardware.setup.dial import Style
from hardware.setup.words import say

GOOD = ServoHealth("pan", 0.1, 31.0, 7.4)


@pytest.mark.parametrize("code", get_args(FaultCode))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_fault_has_a_remedy_in_words(code: FaultCode, language: str) -> None:
    assert len(say(remedy_for(code), language)) > 10


def test_a_servo_that_feels_well_is_well() -> None:
    check = health_check("pan servo (id 1)", GOOD)
    assert check.outcome == "ok"
    assert "7.4 V, 31 °C, 10%" in line_of(check, Style(unicode=True), "en")


@pytest.mark.parametrize(
    "health",
    [
        pytest.param(ServoHealth("pan", 0.1, 31.0, 3.1), id="brown-out"),
        pytest.param(ServoHealth("pan", 0.1, 31.0, 24.0), id="too-much"),
        pytest.param(ServoHealth("pan", 0.1, 71.0, 7.4), id="hot"),
        pytest.param(ServoHealth("pan", -0.9, 31.0, 7.4), id="pressed"),
    ],
)
def test_what_is_not_plausible_fails(health: ServoHealth) -> None:
    assert health_check("pan servo", health).outcome == "failed"


def test_a_move_is_well_where_the_servo_stood_where_it_was_sent() -> None:
    stops = [Reached(8.0, 7.5, 0.1), Reached(-8.0, -8.0, 0.3)]
    assert move_check("pan", stops, senses=True).outcome == "ok"
    assert move_check("pan", stops, senses=False).outcome == "skipped"
    stuck = [*stops, Reached(8.0, 2.0, 1.5)]
    assert move_check("pan", stuck, senses=True).outcome == "failed"


def test_what_only_eyes_see_is_never_called_well_unseen() -> None:
    name, remedy = sentence("check_ring"), sentence("do_lights")
    assert answered_check(name, None, remedy).outcome == "skipped"
    assert answered_check(name, True, remedy).outcome == "ok"
    assert answered_check(name, False, remedy).outcome == "failed"


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        pytest.param(None, "skipped", id="none"),
        pytest.param(BatteryReading(), "failed", id="silent"),
        pytest.param(BatteryReading(80.0, 7.9, 0.4), "ok", id="full"),
        pytest.param(BatteryReading(12.0), "failed", id="low"),
    ],
)
def test_the_gauge_is_judged(reading: BatteryReading | None, outcome: str) -> None:
    assert battery_check(reading).outcome == outcome


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        pytest.param(None, "skipped", id="none"),
        pytest.param(BoardReading(55.0), "ok", id="well"),
        pytest.param(BoardReading(82.0), "failed", id="hot"),
        pytest.param(BoardReading(55.0, undervoltage=True), "failed", id="undervoltage"),
    ],
)
def test_the_computer_is_judged(reading: BoardReading | None, outcome: str) -> None:
    assert board_check(reading).outcome == outcome


def test_only_failures_make_the_exit_code_one() -> None:
    well = health_check("pan", GOOD)
    left_out = battery_check(None)
    failed = fault_check(sentence("check_devices"), "servo_id", "two answer")
    assert exit_code([well, left_out]) == 0
    assert exit_code([well, failed]) == 1


def test_a_remedy_stands_on_a_line_of_its_own_and_in_the_data() -> None:
    check = fault_check(sentence("check_devices"), "servo_id", "two answer")
    first, second = line_of(check, Style(), "en").splitlines()
    assert first.startswith("FAILED   devices")
    assert "->" in second
    data = data_of(check, "de")
    assert (data["check"], data["outcome"]) == ("devices", "failed")
    assert "Nummer" in data["remedy"]


def test_a_plain_terminal_gets_plain_letters() -> None:
    check = Check(
        sentence("check_devices"), "failed", sentence("found", text="31 °C"), sentence("do_board")
    )
    assert line_of(check, Style(), "de").isascii()
