import msgspec
import pytest

from hardware.drivers.pulse.maestro_config import Maestro

SERVOS = {"pan": {"channel": 0}, "tilt": {"channel": 1}}


def test_a_port_and_two_servos_are_enough() -> None:
    section = msgspec.convert({"port": "/dev/ttyACM0", **SERVOS}, Maestro)
    assert (section.protocol, section.device, section.crc) == ("compact", 12, False)


@pytest.mark.parametrize(
    "wrong", [{"device": 128}, {"protocol": "mini"}, {"hand": {"channel": 24}}, {"baud": 250_000}]
)
def test_what_no_maestro_has_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"port": "/dev/ttyACM0", **SERVOS, **wrong}, Maestro)
