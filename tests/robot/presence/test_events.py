import dataclasses
from typing import get_args

import pytest

from robot.presence.events import PresenceEvent


@pytest.mark.parametrize("kind", get_args(PresenceEvent))
def test_what_goes_into_the_machine_cannot_be_changed_on_the_way(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__hash__ is not None
    assert kind.__doc__
