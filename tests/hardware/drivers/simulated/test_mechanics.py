import pytest

from hardware.contract import wire
from hardware.contract.interfaces import BoardReading, PartFailed
from hardware.drivers.simulated.config import Simulated
from hardware.drivers.simulated.mechanics import USUAL_C, WARM_C, Mechanics
from tests.hardware.bodies import simulated_config


def mechanics(**section: float | bool) -> Mechanics:
    return Mechanics(Simulated(**section), simulated_config().motion)  # type: ignore[arg-type]


def poke(given: Mechanics, now: float, **fields: object) -> None:
    line = {"type": "poke", "seq": 1, **fields}
    intent = wire.decode_intent(wire.encode(line))
    assert isinstance(intent, wire.Poke)
    given.poke(intent, now)


def failures(given: Mechanics, since_s: float, seconds: float) -> list[PartFailed]:
    """Let time pass, 50 looks a second."""
    found: list[PartFailed] = []
    for i in range(1, round(seconds * 50) + 1):
        found += given.advance(since_s + 0.02 * i)
    return found


@pytest.fixture
def moving() -> Mechanics:
    """A head on its way to 60 degrees, half a second before it is there."""
    given = mechanics()
    given.advance(0.0)
    given.drive("pan", 60.0, 0.0)
    given.advance(0.05)
    return given


def test_a_blocked_axis_is_named_within_a_second(moving: Mechanics) -> None:
    poke(moving, 0.05, what="block", part="pan")
    assert [(f.code, f.part) for f in failures(moving, 0.05, 1.0)] == [
        ("servo_stalled", "pan servo")
    ]


def test_an_unplugged_servo_says_nothing_and_pulls_no_more(moving: Mechanics) -> None:
    poke(moving, 0.05, what="unplug", part="pan")
    assert [f.code for f in failures(moving, 0.05, 1.0)] == ["servo_unplugged"]
    assert moving.angle_deg("pan") < 45.0
    assert {health.axis for health in moving.health()} == {"tilt", "hand"}


def test_an_overheated_servo_is_named_and_cools_down(moving: Mechanics) -> None:
    poke(moving, 0.05, what="overheat", part="tilt")
    found = failures(moving, 0.05, 1.0)
    assert [(f.code, f.part) for f in found] == [("servo_hot", "tilt servo")]
    assert failures(moving, 300.0, 0.1) == []
    moving.forget()
    assert failures(moving, 301.0, 0.1) == []


def test_a_brown_out_is_one_failure_of_the_supply(moving: Mechanics) -> None:
    poke(moving, 0.05, what="brown_out")
    found = failures(moving, 0.05, 1.0)
    assert [(f.code, f.part) for f in found] == [("servo_brownout", "servo supply")]
    assert moving.angle_deg("pan") < 45.0


def test_what_is_still_broken_is_said_again_after_a_release(moving: Mechanics) -> None:
    poke(moving, 0.05, what="unplug", part="pan")
    failures(moving, 0.05, 0.2)
    moving.forget()
    assert [f.code for f in failures(moving, 1.0, 0.2)] == ["servo_unplugged"]
    poke(moving, 2.0, what="repair")
    moving.forget()
    assert failures(moving, 2.0, 2.0) == []
    assert moving.angle_deg("pan") == pytest.approx(60.0, abs=0.1)


def test_a_hand_turns_an_axis_that_is_let_go() -> None:
    given = mechanics()
    given.advance(0.0)
    poke(given, 0.0, what="turn", part="pan", value=-25.0)
    assert given.angle_deg("pan") == -25.0


def test_a_drained_battery_is_read_and_weak() -> None:
    given = mechanics(battery_percent=80.0)
    full = given.battery()
    poke(given, 0.0, what="drain", value=9.0)
    given.advance(0.1)
    left = given.battery()
    assert left.percent == pytest.approx(9.0, abs=0.01)
    assert left.volts is not None
    assert full.volts is not None
    assert left.volts < full.volts


def test_charger_warmth_and_a_weak_supply_last_until_they_are_repaired() -> None:
    given = mechanics(battery_percent=50.0)
    assert given.battery().charging is False
    for what in ("charge", "warm", "weaken"):
        poke(given, 0.0, what=what)
    assert given.battery().charging is True
    assert given.board() == BoardReading(WARM_C, undervoltage=True)
    poke(given, 0.0, what="warm", value=81.5)
    assert given.board().soc_c == 81.5
    poke(given, 0.0, what="repair")
    assert given.battery().charging is False
    assert given.board() == BoardReading(USUAL_C)


def test_a_mains_adapter_has_a_voltage_and_no_charge() -> None:
    found = mechanics().battery()
    assert found.percent is None
    assert found.volts is not None
    assert found.charging is None


def test_a_body_without_an_arm_has_no_arm_to_break() -> None:
    given = mechanics(has_hand=False)
    poke(given, 0.0, what="block", part="hand")
    assert {health.axis for health in given.health()} == {"pan", "tilt"}
    assert failures(given, 0.0, 0.2) == []


def test_a_sound_body_at_rest_never_fails_and_tells_the_same_all_day() -> None:
    given = mechanics()
    given.advance(0.0)
    given.drive("tilt", 0.0, 0.0)
    assert failures(given, 0.0, 3.0) == []
    for hour in range(1, 9):
        assert given.advance(3600.0 * hour) == []
    before = given.health()
    given.advance(3600.0 * 9)
    assert given.health() == before
