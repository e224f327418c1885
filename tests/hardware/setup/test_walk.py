import itertools
import re

from hardware.setup import walk
from hardware.setup.axes import AxisReading
from hardware.setup.walk import AxisWalk, Drive, Step, Torque
from tests.hardware.setup.rig import BUS, PULSE


def test_every_step_of_the_diagram_exists_and_every_step_is_in_it() -> None:
    diagram = set(re.findall(r"\b[A-Z]{3,}\b", (walk.__doc__ or "").replace("PURE", "")))
    assert diagram == {step.name for step in Step}


def test_a_servo_that_tells_where_it_is_never_jumps() -> None:
    plans = BUS
    axis = AxisWalk(plans, "pan")
    axis.begin()
    axis.read({"pan": AxisReading(2100)}, 1.0)
    axis.key("enter")
    axis.read({"pan": AxisReading(3000)}, 1.1)
    axis.key("enter")
    axis.read({"pan": AxisReading(1200)}, 1.2)
    effects = axis.key("enter")
    assert effects == [Drive("pan", 1200), Torque("pan", True)]


def test_a_driven_step_is_slow() -> None:
    axis = AxisWalk(PULSE, "pan")
    axis.begin()
    axis.key("enter")
    axis.read({}, 1.0)
    for _ in range(30):
        axis.key("left")
    sent = [axis.read({}, 1.0 + tick * 0.05) for tick in range(1, 21)]
    ways = [effect.raw for effects in sent for effect in effects if isinstance(effect, Drive)]
    assert max(b - a for a, b in itertools.pairwise(ways)) <= 30 * 10 * 0.05 + 1e-6


def test_arrows_do_nothing_where_nothing_may_move() -> None:
    axis = AxisWalk(BUS, "pan")
    axis.begin()
    axis.read({"pan": AxisReading(2100)}, 1.0)
    axis.key("left")
    assert axis.read({"pan": AxisReading(2100)}, 1.1) == []


def test_a_servo_that_does_not_tell_is_waited_for() -> None:
    axis = AxisWalk(BUS, "pan")
    axis.begin()
    axis.key("enter")
    assert axis.step is Step.CENTRE
    assert axis.note is not None
    assert axis.note.key == "note_silent"
