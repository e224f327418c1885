import msgspec
import pytest

from hardware.drivers.pulse.config import ButtonsSection, Gpio


def test_pins_need_their_factory_named() -> None:
    assert msgspec.convert({"pin_factory": "lgpio"}, Gpio).pan is None
    with pytest.raises(msgspec.ValidationError, match="pin_factory"):
        msgspec.convert({}, Gpio)


def test_buttons_are_said_or_left_out() -> None:
    assert msgspec.convert({"driver": "none"}, ButtonsSection).driver == "none"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({}, ButtonsSection)
