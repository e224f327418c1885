from collections.abc import Iterator

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.lights.ht16k33 import Ht16k33
from hardware.drivers.ports.i2c import I2cDevice
from hardware.signals.drawings import rows
from hardware.signals.faces import eye_frames
from tests.hardware.drivers.lights.chips import Ht16k33Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench

CORNER = 1
"""The LED on top left."""


@pytest.fixture
def chip() -> Iterator[Ht16k33Chip]:
    with i2c_bench() as bench:
        yield bench.plug(0x70, Ht16k33Chip())


def eye(quarter_turns: int = 0, first_column: int = 0) -> Ht16k33:
    return Ht16k33(I2cDevice(1, 0x70, "left eye", "lights"), quarter_turns, first_column)


def test_a_drawing_shines_as_it_is_drawn(chip: Ht16k33Chip) -> None:
    drawn = eye_frames("present", 0.0).left
    eye().show(drawn, 1.0)
    assert chip.shines == rows(drawn)
    assert chip.level == 15


def test_nothing_of_an_old_memory_is_seen(chip: Ht16k33Chip) -> None:
    eye().show(CORNER, 1.0)
    commands = [data[0] for data in chip.written]
    assert commands.index(0x00) < commands.index(0x81)


def test_the_same_drawing_is_written_once(chip: Ht16k33Chip) -> None:
    board = eye()
    board.show(CORNER, 1.0)
    written = len([data for data in chip.written if len(data) > 1])
    board.show(CORNER, 1.0)
    assert len([data for data in chip.written if len(data) > 1]) == written


@pytest.mark.parametrize(("brightness", "level"), [(0.0, 0), (0.1, 1), (0.5, 7), (1.0, 15)])
def test_brightness_is_one_of_sixteen_levels_and_never_none(
    chip: Ht16k33Chip, brightness: float, level: int
) -> None:
    eye().show(CORNER, brightness)
    assert chip.level == level


@pytest.mark.parametrize(
    ("quarter_turns", "row", "bits"),
    [(0, 0, 0b1), (1, 7, 0b1), (2, 7, 0b10000000), (3, 0, 0b10000000)],
)
def test_a_board_that_is_turned_shows_it_upright(
    chip: Ht16k33Chip, quarter_turns: int, row: int, bits: int
) -> None:
    """A board turned clockwise has its own left top corner elsewhere: undo the turn."""
    eye(quarter_turns).show(CORNER, 1.0)
    assert chip.shines[row] == bits


def test_a_board_that_shifts_its_rows_is_met(chip: Ht16k33Chip) -> None:
    eye(first_column=7).show(0b11, 1.0)
    assert chip.shines[0] == 0b10000001


def test_an_eye_that_is_gone_is_told_by_its_name(chip: Ht16k33Chip) -> None:
    board = eye()
    board.show(CORNER, 1.0)
    chip.unplugged = True
    with pytest.raises(NotConnected, match=r"left eye .*0x70.*does not answer"):
        board.show(0, 1.0)


def test_a_dip_of_its_supply_is_told_and_then_mended(chip: Ht16k33Chip) -> None:
    board = eye()
    board.show(CORNER, 0.5)
    chip.lose_power()
    with pytest.raises(HardwareError, match="supply dipped") as dipped:
        board.show(CORNER, 0.5)
    assert dipped.value.code == "lights"
    board.show(CORNER, 0.5)
    assert chip.shines[0] == CORNER
    assert chip.level == 7


def test_closing_darkens_it_also_when_it_is_gone(chip: Ht16k33Chip) -> None:
    board = eye()
    board.show(CORNER, 1.0)
    board.close()
    assert set(chip.shines) == {0}
    chip.unplugged = True
    eye().close()
