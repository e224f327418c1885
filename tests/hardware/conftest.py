import pytest

from hardware.contract import wire
from tests.hardware.bodies import Machine


@pytest.fixture
def machine() -> Machine:
    """A body in class: somebody is inside, and it shows that."""
    machine = Machine()
    machine.send(wire.Show, signal="present")
    return machine
