from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from hardware.errors import HardwareError
from hardware.i2c import I2cDevice
from hardware.interfaces import LightState, PartFailed
from hardware.lights.eyes import MatrixEyes
from hardware.lights.ht16k33 import Ht16k33
from hardware.signals.drawings import rows
from hardware.signals.faces import eye_frames
from hardware.wire import SignalName
from tests.hardware.i2c_bench import i2c_bench
from tests.hardware.lights.chips import Ht16k33Chip


@dataclass
class Bench:
    left: Ht16k33Chip
    right: Ht16k33Chip
    eyes: MatrixEyes
    reports: list[PartFailed] = field(default_factory=list)
    woken: list[bool] = field(default_factory=list)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with i2c_bench() as bus:
        left, right = bus.plug(0x70, Ht16k33Chip()), bus.plug(0x71, Ht16k33Chip())
        boards = [Ht16k33(I2cDevice(1, a, "eye", "lights")) for a in (0x70, 0x71)]
        reports: list[PartFailed] = []
        woken: list[bool] = []
        eyes = MatrixEyes(boards[0], boards[1], reports.append, lambda: woken.append(True))
        yield Bench(left, right, eyes, reports, woken)


def face(name: SignalName = "hand") -> LightState:
    drawn = eye_frames(name, 0.0, has_arm=False)
    return LightState(eyes=1.0, left_eye=drawn.left, right_eye=drawn.right)


def test_each_eye_shows_its_own_drawing(bench: Bench) -> None:
    bench.eyes.show(face())
    bench.eyes.once()
    assert bench.left.shines == rows(face().left_eye)
    assert bench.right.shines == rows(face().right_eye)
    assert bench.left.shines != bench.right.shines


def test_a_state_without_a_drawing_shows_how_far_eyes_are_open(bench: Bench) -> None:
    for share, lit in ((0.0, 0), (0.5, 4), (1.0, 8)):
        bench.eyes.show(LightState(eyes=share))
        bench.eyes.once()
        assert bench.left.shines == (0,) * (8 - lit) + (255,) * lit


def test_only_what_eyes_show_wakes_their_thread(bench: Bench) -> None:
    bench.eyes.show(face())
    bench.eyes.show(LightState(red=1.0, eyes=1.0, left_eye=face().left_eye))
    assert len(bench.woken) == 2
    bench.eyes.show(LightState(blue=1.0, eyes=1.0, left_eye=face().left_eye))
    assert len(bench.woken) == 2


def test_a_lost_eye_is_told_once_and_refuses_until_it_is_back(bench: Bench) -> None:
    bench.left.unplugged = True
    bench.eyes.show(face())
    bench.eyes.once()
    bench.eyes.once()
    assert [(r.code, "0x70" in r.part) for r in bench.reports] == [("lights", True)]
    assert bench.right.shines == rows(face().right_eye)
    with pytest.raises(HardwareError, match="does not answer") as refused:
        bench.eyes.show(face("present"))
    assert refused.value.code == "lights"
    bench.left.unplugged = False
    bench.eyes.once()
    bench.eyes.show(face("present"))
    assert bench.left.shines == rows(face("present").left_eye)


def test_eyes_that_went_dark_by_themselves_are_noticed_and_lit_again(bench: Bench) -> None:
    bench.eyes.show(face())
    bench.eyes.once()
    bench.right.lose_power()
    bench.eyes.once()
    assert len(bench.reports) == 1
    bench.eyes.once()
    assert bench.right.shines == rows(face().right_eye)
    bench.eyes.show(face())
