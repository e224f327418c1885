import pytest

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.sync_parts import sync_parts


def test_each_part_stands_behind_the_id_of_its_servo() -> None:
    assert sync_parts({1: b"ab", 2: b"cd"}) == (2, b"\x01ab\x02cd")


@pytest.mark.parametrize("data", [{}, {1: b"a", 2: b"bc"}])
def test_parts_of_several_sizes_are_refused(data: dict[int, bytes]) -> None:
    with pytest.raises(OutOfRange):
        sync_parts(data)
