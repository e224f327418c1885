import pytest

from hardware.finding.models import is_maestro, leave_alone, series_of

MAESTRO = "/dev/serial/by-id/usb-Pololu_Corporation_Pololu_Mini_Maestro_12-Channel_00012345-if0"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/dev/serial/by-id/usb-HUAWEI_Mobile_HUAWEI_Mobile-if00-port0", "modem"),
        ("/dev/serial/by-id/usb-Quectel_EG25-G-if02-port0", "modem"),
        (f"{MAESTRO}2", "second"),
        (f"{MAESTRO}0", None),
        ("/dev/serial/by-id/usb-FTDI_USB__-__Serial_Converter_FT4THV3B-if00-port0", None),
        ("/dev/ttyACM0", None),
    ],
)
def test_a_modem_and_a_second_port_are_left_alone(name: str, why: str | None) -> None:
    assert leave_alone(name) == why


def test_a_maestro_is_known_by_its_name() -> None:
    assert is_maestro(f"{MAESTRO}0")
    assert not is_maestro("/dev/ttyACM0")


def test_the_series_follows_the_model_or_else_the_order_of_bytes() -> None:
    assert series_of((9, 3), b"\x00\x00") == "sts"
    assert series_of((5, 4), b"\x00\x00") == "scs"
    assert series_of((0, 0), (4095).to_bytes(2, "little")) == "sts"
    assert series_of((0, 0), (1023).to_bytes(2, "big")) == "scs"
    assert series_of((0, 0), b"\x00\x00") == "sts"
