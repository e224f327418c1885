from robot.presence.bridge_away import TOLD_AFTER_S, BridgeAway


def test_a_short_absence_is_not_shown_and_a_long_one_is() -> None:
    bridge = BridgeAway()
    bridge.tick(100.0)
    assert (bridge.is_away, bridge.deadline()) == (False, None)
    bridge.told(False, 100.0)
    assert bridge.deadline() == 100.0 + TOLD_AFTER_S
    bridge.tick(99.9 + TOLD_AFTER_S)
    assert not bridge.is_away
    bridge.tick(100.0 + TOLD_AFTER_S)
    assert (bridge.is_away, bridge.deadline()) == (True, None)
    bridge.told(True, 150.0)
    assert (bridge.is_away, bridge.deadline()) == (False, None)


def test_each_failure_of_one_absence_counts_from_the_first() -> None:
    bridge = BridgeAway()
    bridge.told(False, 100.0)
    bridge.told(False, 105.0)
    assert bridge.deadline() == 100.0 + TOLD_AFTER_S


def test_a_bridge_that_comes_back_and_goes_begins_anew() -> None:
    bridge = BridgeAway()
    bridge.told(False, 100.0)
    bridge.told(True, 105.0)
    bridge.told(False, 109.0)
    bridge.tick(110.0)
    assert not bridge.is_away
