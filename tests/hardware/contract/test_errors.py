import pytest

from hardware.contract.errors import BusError, HardwareError, NotConnected, OutOfRange


@pytest.mark.parametrize(
    ("kind", "also", "code"),
    [
        pytest.param(HardwareError, Exception, "driver", id="any"),
        pytest.param(NotConnected, OSError, "servo_silent", id="missing"),
        pytest.param(OutOfRange, ValueError, "driver", id="range"),
        pytest.param(BusError, HardwareError, "servo_bus", id="bus"),
    ],
)
def test_each_error_is_one_sentence_with_a_code(
    kind: type[HardwareError], also: type[Exception], code: str
) -> None:
    error = kind("pan servo", "went away")
    assert isinstance(error, also)
    assert str(error) == "pan servo: went away"
    assert error.code == code
    assert kind("x", "y", "servo_hot").code == "servo_hot"
