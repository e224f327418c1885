import dataclasses
from typing import get_args

import pytest

from robot.presence.effects import PresenceEffect
from robot.presence.events import PresenceEvent


@pytest.mark.parametrize("kind", get_args(PresenceEffect))
def test_what_comes_out_of_the_machine_cannot_be_changed_on_the_way(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__hash__ is not None
    assert kind.__doc__


def test_nothing_is_both_an_event_and_an_effect() -> None:
    assert not set(get_args(PresenceEvent)) & set(get_args(PresenceEffect))
