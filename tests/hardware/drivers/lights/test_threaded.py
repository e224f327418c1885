from dataclasses import dataclass, field

import pytest

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightState, PartFailed
from hardware.drivers.lights.threaded import ThreadedLights

BRIGHT = LightState(eyes=1.0)


@dataclass
class Lamps:
    """Show eyes and nothing else; break when told to."""

    broken: bool = False
    drawn: list[LightState] = field(default_factory=list)

    def looks(self, state: LightState) -> float:
        return state.eyes

    def draw(self, state: LightState) -> None:
        if self.broken:
            raise HardwareError("lamps", "are gone", "lights")
        self.drawn.append(state)


class Bench:
    def __init__(self) -> None:
        self.lamps = Lamps()
        self.reports: list[PartFailed] = []
        self.woken = 0
        self.threaded = ThreadedLights(self.lamps, self.reports.append, self.wake)

    def wake(self) -> None:
        self.woken += 1


def test_the_newest_state_is_drawn() -> None:
    bench = Bench()
    bench.threaded.show(LightState(eyes=0.5))
    bench.threaded.show(BRIGHT)
    bench.threaded.once()
    assert bench.lamps.drawn == [BRIGHT]


def test_only_what_the_lights_can_show_wakes_the_thread() -> None:
    bench = Bench()
    bench.threaded.show(BRIGHT)
    bench.threaded.show(LightState(red=1.0, eyes=1.0))
    assert bench.woken == 1


def test_lost_lights_are_told_once_and_refuse_until_they_are_back() -> None:
    bench = Bench()
    bench.lamps.broken = True
    bench.threaded.show(BRIGHT)
    bench.threaded.once()
    bench.threaded.once()
    assert bench.reports == [PartFailed("lights", "lamps", "are gone")]
    with pytest.raises(HardwareError, match="are gone") as refused:
        bench.threaded.show(LightState())
    assert refused.value.code == "lights"
    bench.lamps.broken = False
    bench.threaded.once()
    bench.threaded.show(BRIGHT)
    bench.lamps.broken = True
    bench.threaded.once()
    assert len(bench.reports) == 2
