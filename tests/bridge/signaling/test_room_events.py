import dataclasses
from typing import get_args

import pytest

from bridge.signaling.room_events import Effect, Event, Joined


@pytest.mark.parametrize("kind", get_args(Event) + get_args(Effect), ids=lambda kind: kind.__name__)
def test_events_and_effects_cannot_change_on_their_way(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", get_args(Effect), ids=lambda kind: kind.__name__)
def test_each_effect_names_one_connection_by_its_number(kind: type) -> None:
    [first, *_] = dataclasses.fields(kind)
    assert (first.name, first.type) == ("connection", int)


def test_without_a_robot_there_is_nothing_to_reply_to() -> None:
    assert Joined(1, robot_online=False).offer_nonce is None
