import dataclasses

import pytest

from robot.media.transport.plan import Requests, Rung, SoundPlan


@pytest.mark.parametrize("value", [Rung(640, 480, 30), SoundPlan(32_000, 0, 0), Requests()])
def test_a_plan_cannot_be_changed_behind_the_brains_back(value: object) -> None:
    assert dataclasses.is_dataclass(value)
    name = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, 1)
