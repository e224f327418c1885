import msgspec
import pytest

from hardware.bus.config import Feetech

SERVOS = {"pan": {"id": 1}, "tilt": {"id": 2}}


def test_a_bus_needs_its_port_and_says_what_lights_it_has() -> None:
    for given in ({}, {"port": "/dev/ttyACM0"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**SERVOS, **given}, Feetech)


def test_a_bus_faster_than_servos_can_is_refused() -> None:
    given = {**SERVOS, "port": "/dev/ttyACM0", "lights": "none", "buttons": "none"}
    assert msgspec.convert(given, Feetech).baud == 1_000_000
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**given, "baud": 2_000_000}, Feetech)
