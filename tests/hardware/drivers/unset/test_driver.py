from hardware.contract import wire
from hardware.contract.interfaces import DriverReport, Pose
from hardware.drivers.unset.config import Find
from hardware.drivers.unset.driver import NOT_CHOSEN, open_unset
from hardware.motion.config import Motion
from tests.hardware.bodies import Machine


async def test_it_says_at_once_and_after_each_release_that_it_is_not_chosen() -> None:
    told: list[DriverReport] = []
    async with open_unset(Find(), Motion(), told.append, lambda: 0.0) as hardware:
        assert told == [NOT_CHOSEN]
        hardware.head.reset()
        assert told == [NOT_CHOSEN, NOT_CHOSEN]
        assert (hardware.hand, hardware.lights, hardware.buttons) == (None, None, None)
        assert dict(hardware.axes) == {}
        assert not hardware.head.senses
        assert hardware.head.move(Pose(3.0, 4.0)) == Pose(3.0, 4.0)
        assert (hardware.head.measure(), hardware.head.health()) == (None, ())
        hardware.head.relax(True, True)
        hardware.head.detach()


def test_a_body_that_is_not_chosen_shows_a_fault_and_lets_nobody_in() -> None:
    machine = Machine()
    machine.give(NOT_CHOSEN)
    machine.send(wire.Show, signal="present")
    assert machine.state.signal == "fault"
    assert "karlsson-robot setup" in machine.state.faults[0].text
