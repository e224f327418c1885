from hardware.body.presses import LONG_S, LongPress


def test_a_button_held_long_enough_tells_once() -> None:
    presses = LongPress()
    presses.pressed("volume_up", 10.0)
    assert not presses.due(10.0 + LONG_S - 0.01)
    assert presses.due(10.0 + LONG_S)
    assert not presses.due(20.0)


def test_a_short_press_tells_nothing() -> None:
    presses = LongPress()
    presses.pressed("volume_down", 10.0)
    presses.released("volume_down")
    assert not presses.due(20.0)


def test_each_button_has_a_time_of_its_own() -> None:
    presses = LongPress()
    presses.pressed("volume_up", 10.0)
    presses.pressed("volume_down", 12.0)
    presses.released("volume_up")
    assert not presses.due(14.9)
    assert presses.due(15.0)


def test_a_release_without_a_press_is_none() -> None:
    presses = LongPress()
    presses.released("volume_up")
    assert not presses.due(10.0)
