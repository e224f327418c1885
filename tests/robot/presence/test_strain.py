from hardware.contract.wire import ServoHealth
from robot.presence.strain import Strained


def told(strained: Strained, found: tuple[ServoHealth, ...], now: float) -> str:
    strained.take(found, now)
    return strained.told


def servos(temperature_c: float | None = 30.0, load: float | None = 0.1) -> tuple[ServoHealth, ...]:
    return (ServoHealth("pan"), ServoHealth("tilt", load, temperature_c))


def test_servos_that_cannot_tell_are_well() -> None:
    strained = Strained()
    strained.take((), 0.0)
    strained.take(servos(None, None), 10.0)
    assert strained.told == "none"


def test_a_warm_motor_is_told_until_it_is_clearly_cooler() -> None:
    strained = Strained()
    found = [told(strained, servos(celsius), 0.0) for celsius in (57.0, 58.0, 54.0, 52.0)]
    assert found == ["none", "warm", "warm", "none"]


def test_a_motor_that_works_hard_for_long_is_told_and_a_start_is_not() -> None:
    strained = Strained()
    assert told(strained, servos(load=-0.9), 0.0) == "none"
    assert told(strained, servos(load=0.9), 1.5) == "none"
    assert told(strained, servos(load=0.1), 1.8) == "none"
    assert told(strained, servos(load=0.9), 2.5) == "none"
    assert told(strained, servos(60.0, load=0.6), 4.5) == "heavy"
    assert told(strained, servos(60.0), 5.0) == "warm"
