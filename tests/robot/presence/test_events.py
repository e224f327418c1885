import dataclasses
from typing import get_args

import pytest

from robot.presence import events


@pytest.mark.parametrize(
    "kind", [*get_args(events.PresenceEvent), *get_args(events.PresenceEffect)]
)
def test_what_goes_in_and_out_of_the_machine_cannot_be_changed_on_the_way(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__hash__ is not None
    assert kind.__doc__


def test_nothing_is_both_an_event_and_an_effect() -> None:
    assert not set(get_args(events.PresenceEvent)) & set(get_args(events.PresenceEffect))
