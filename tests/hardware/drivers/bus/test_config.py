import msgspec
import pytest

from hardware.drivers.bus.config import BusServo, Feetech, contradiction

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


def test_scs_servos_need_a_middle_that_they_have() -> None:
    sts = Feetech(
        port="/dev/ttyACM0", pan=BusServo(id=1), tilt=BusServo(id=2), lights="none", buttons="none"
    )
    assert contradiction("feetech", sts) is None
    scs = msgspec.structs.replace(sts, series="scs")
    told = contradiction("feetech", scs)
    assert told is not None
    assert told.startswith("feetech.pan.centre = 2048: SCS servos count from 0 to 1023")
    middle = [BusServo(id=n, centre=512, positions_per_turn=1229) for n in (1, 2)]
    scs = msgspec.structs.replace(scs, pan=middle[0], tilt=middle[1])
    assert contradiction("feetech", scs) is None
