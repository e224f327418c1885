"""Adafruit's libraries and our drivers on one eye and one light sensor, byte beside byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import adafruit_bh1750
import adafruit_veml7700
import pytest
from adafruit_ht16k33.matrix import Matrix8x8
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.lights.ht16k33 import Ht16k33
from hardware.drivers.lights.sensors import Bh1750, Veml7700
from hardware.drivers.ports.i2c import I2cDevice
from hardware.signals.drawings import SIDE, rows
from tests.hardware.drivers.lights.chips import Bh1750Chip, Ht16k33Chip, Veml7700Chip
from tests.hardware.drivers.ports.i2c_bench import Chip, i2c_bench
from tests.hardware.vendor_bus import VendorBus

EYE = 0x70
DRAWING = st.integers(0, (1 << SIDE * SIDE) - 1)
FIRST_COLUMN = 7
"""Adafruit's boards of 8x8 are wired with their first column last: theirs adds it by itself."""


@contextmanager
def both_on(address: int, chip: Chip) -> Iterator[VendorBus]:
    with i2c_bench() as bench:
        bench.plug(address, chip)
        yield VendorBus(bench.chips[1])


def our_eye() -> Ht16k33:
    return Ht16k33(I2cDevice(1, EYE, "left eye", "lights"), first_column=FIRST_COLUMN)


def draw(board: Any, cells: int) -> None:
    for y, row in enumerate(rows(cells)):
        for x in range(SIDE):
            board.pixel(x, y, bool(row >> x & 1))
    board.show()


@given(cells=DRAWING, before=DRAWING)
def test_a_drawing_leaves_the_same_bytes_in_an_ht16k33(cells: int, before: int) -> None:
    theirs_chip, ours_chip = Ht16k33Chip(), Ht16k33Chip()
    with both_on(EYE, theirs_chip) as bus:
        board = Matrix8x8(bus, EYE, auto_write=False)
        draw(board, before)
        draw(board, cells)
    with both_on(EYE, ours_chip):
        eye = our_eye()
        eye.show(before, 1.0)
        eye.show(cells, 1.0)
    assert ours_chip.registers == theirs_chip.registers
    assert ours_chip.shines == theirs_chip.shines
    assert ours_chip.level == theirs_chip.level


@pytest.mark.parametrize("level", range(16))
def test_each_level_of_dimming_is_the_same_command(level: int) -> None:
    """A share means a sixteenth more to us, since theirs calls the lowest of 16 levels 0."""
    theirs_chip, ours_chip = Ht16k33Chip(), Ht16k33Chip()
    with both_on(EYE, theirs_chip) as bus:
        Matrix8x8(bus, EYE).brightness = level / 15
    with both_on(EYE, ours_chip):
        our_eye().show(1, (level + 1) / 16)
    assert ours_chip.level == theirs_chip.level == level


@pytest.mark.parametrize("rate", range(4))
def test_ours_never_blinks_and_ends_no_blinking_by_chance(rate: int) -> None:
    """Whatever somebody else left: our set-up is theirs with a blink rate of 0."""
    chip, still = Ht16k33Chip(), Ht16k33Chip()
    with both_on(EYE, still) as bus:
        Matrix8x8(bus, EYE).blink_rate = 0
    with both_on(EYE, chip) as bus:
        Matrix8x8(bus, EYE).blink_rate = rate
        assert chip.blinks == (rate > 0)
        our_eye().show(1, 1.0)
    assert not chip.blinks
    assert (chip.on, chip.oscillates) == (still.on, still.oscillates)


@given(counts=st.integers(0, 0xFFFF))
def test_a_veml7700_means_the_same_light_by_the_same_counts(counts: int) -> None:
    chip = Veml7700Chip(0.0)
    with both_on(Veml7700.address, chip) as bus:
        ours = Veml7700(I2cDevice(1, Veml7700.address, "light sensor", "lights"))
        assert ours.lux() is None
        theirs = adafruit_veml7700.VEML7700(bus)
        chip.counts = counts
        assert ours.lux() == pytest.approx(theirs.lux)


def test_what_we_set_in_a_veml7700_is_what_theirs_begins_with() -> None:
    ours_chip, theirs_chip = Veml7700Chip(0.0), Veml7700Chip(0.0)
    with both_on(Veml7700.address, ours_chip):
        Veml7700(I2cDevice(1, Veml7700.address, "light sensor", "lights")).lux()
    with both_on(Veml7700.address, theirs_chip) as bus:
        theirs = adafruit_veml7700.VEML7700(bus)
        assert (theirs.gain_value(), theirs.integration_time_value()) == (0.125, 100)
    assert ours_chip.configuration == theirs_chip.configuration


class TheirBh1750(adafruit_bh1750.BH1750):  # type: ignore[misc]
    """Theirs, without the 0.18 s that it waits after each of its settings."""

    @property
    def _settings(self) -> int:
        return int(self._settings_byte)

    @_settings.setter
    def _settings(self, value: int) -> None:
        self._settings_byte = value
        self._write(value)


@given(lux=st.floats(0.0, 27_000.0))
def test_a_bh1750_tells_the_same_light_in_the_same_mode(lux: float) -> None:
    chip = Bh1750Chip(lux)
    with both_on(Bh1750.address, chip) as bus:
        theirs = TheirBh1750(bus)
        theirs.resolution = adafruit_bh1750.Resolution.MID
        ours = Bh1750(I2cDevice(1, Bh1750.address, "light sensor", "lights"))
        ours.lux()
        assert chip.mode == theirs._settings
        assert ours.lux() == pytest.approx(theirs.lux)


@given(lux=st.floats(0.0, 27_000.0))
def test_a_bh1750_tells_the_same_light_in_the_finer_mode_of_theirs(lux: float) -> None:
    """Half a lux a count instead of one: both know the room, ours within one step."""
    with both_on(Bh1750.address, Bh1750Chip(lux)) as bus:
        found = TheirBh1750(bus).lux
    with both_on(Bh1750.address, Bh1750Chip(lux)):
        ours = Bh1750(I2cDevice(1, Bh1750.address, "light sensor", "lights"))
        ours.lux()
        assert ours.lux() == pytest.approx(found, abs=1.0)
