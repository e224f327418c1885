import msgspec
import pytest

from hardware.drivers.unset.config import Find


def test_a_port_is_a_path() -> None:
    assert msgspec.convert({"ports": ["/dev/ttyACM0"]}, Find).ports == ("/dev/ttyACM0",)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"ports": ["ttyACM0"]}, Find)
