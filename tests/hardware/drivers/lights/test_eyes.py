from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hardware.contract.errors import NotConnected
from hardware.contract.interfaces import LightState
from hardware.drivers.lights.eyes import MatrixEyes
from hardware.drivers.lights.ht16k33 import Ht16k33
from hardware.drivers.ports.i2c import I2cDevice
from hardware.signals.drawings import rows
from hardware.signals.faces import eye_frames
from tests.hardware.drivers.lights.chips import Ht16k33Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench


@dataclass
class Bench:
    left: Ht16k33Chip
    right: Ht16k33Chip
    eyes: MatrixEyes


@pytest.fixture
def bench() -> Iterator[Bench]:
    with i2c_bench() as bus:
        left, right = bus.plug(0x70, Ht16k33Chip()), bus.plug(0x71, Ht16k33Chip())
        boards = [Ht16k33(I2cDevice(1, a, "eye", "lights")) for a in (0x70, 0x71)]
        yield Bench(left, right, MatrixEyes(boards[0], boards[1]))


def face() -> LightState:
    drawn = eye_frames("hand", 0.0, has_hand=False)
    return LightState(eyes=1.0, left_eye=drawn.left, right_eye=drawn.right)


def test_each_eye_shows_its_own_drawing(bench: Bench) -> None:
    bench.eyes.draw(face())
    assert bench.left.shines == rows(face().left_eye)
    assert bench.right.shines == rows(face().right_eye)
    assert bench.left.shines != bench.right.shines


def test_a_state_without_a_drawing_shows_how_far_eyes_are_open(bench: Bench) -> None:
    for share, lit in ((0.0, 0), (0.5, 4), (1.0, 8)):
        bench.eyes.draw(LightState(eyes=share))
        assert bench.left.shines == (0,) * (8 - lit) + (255,) * lit


def test_the_ring_is_nothing_to_the_eyes(bench: Bench) -> None:
    assert bench.eyes.looks(LightState(red=1.0)) == bench.eyes.looks(LightState(blue=0.5))
    assert bench.eyes.looks(face()) != bench.eyes.looks(LightState(eyes=1.0))


def test_one_eye_that_is_gone_leaves_the_other_its_drawing(bench: Bench) -> None:
    bench.left.unplugged = True
    with pytest.raises(NotConnected, match="0x70"):
        bench.eyes.draw(face())
    assert bench.right.shines == rows(face().right_eye)
