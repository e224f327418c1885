import msgspec
import pytest

from hardware.contract import bounds


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        pytest.param(bounds.Pin, 27, 28, id="pin"),
        pytest.param(bounds.BusId, 253, 254, id="not-everybody"),
        pytest.param(bounds.I2cAddress, 0x77, 0x78, id="not-reserved"),
        pytest.param(bounds.Percent, 100, 101, id="percent"),
    ],
)
def test_the_last_good_value_is_taken_and_the_next_is_not(
    kind: object, good: int, bad: int
) -> None:
    assert msgspec.convert(good, kind) == good
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, kind)
