from typing import get_args

from hardware.body import events
from hardware.contract import wire


def test_every_intent_is_an_event_and_effects_are_none() -> None:
    assert set(get_args(wire.AnyIntent)) <= set(get_args(events.Event))
    assert not set(get_args(events.Event)) & set(get_args(events.Effect))


def test_events_compare_by_what_they_say() -> None:
    assert events.Powered(wire.PowerReport()) == events.Powered(wire.PowerReport())
    assert events.KeepPause(True) != events.KeepPause(False)
