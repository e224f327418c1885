from bridge.protocol.presence import Outgoing
from robot.presence.events import SendingMeasured
from robot.presence.leaving import Leaving

P = "P" * 22


def sends(attempt: int, width_px: int = 0, height_px: int = 0, sound: bool = False) -> Leaving:
    leaving = Leaving()
    leaving.measured(SendingMeasured(P, attempt, width_px, height_px, sound), 10.0)
    return leaving


def test_nothing_leaves_at_first_nor_after_a_measurement_of_nothing() -> None:
    assert Leaving().told(1.0) is None
    assert sends(1).told(11.0) is None


def test_what_was_measured_is_told_with_its_time() -> None:
    leaving = sends(1, 640, 480, sound=True)
    assert leaving.told(14.5) == Outgoing(640, 480, sound=True, since_s=4.5)
    assert leaving.told(None) == Outgoing(640, 480, sound=True)
    assert sends(1, sound=True).told(10.0) == Outgoing(0, 0, sound=True)


def test_a_change_of_size_is_no_break() -> None:
    leaving = sends(1, 640, 480)
    leaving.measured(SendingMeasured(P, 1, 320, 240, sound=True), 20.0)
    assert leaving.told(25.0) == Outgoing(320, 240, sound=True, since_s=15.0)


def test_the_larger_picture_of_two_connections_counts_and_a_change_over_is_no_break() -> None:
    leaving = sends(1, 320, 240, sound=True)
    leaving.measured(SendingMeasured(P, 2, 640, 480, sound=False), 20.0)
    assert leaving.told(21.0) == Outgoing(640, 480, sound=True, since_s=11.0)
    leaving.closed(1)
    assert leaving.told(22.0) == Outgoing(640, 480, sound=False, since_s=12.0)
    leaving.closed(2)
    assert leaving.told(23.0) is None


def test_after_a_break_the_time_begins_again() -> None:
    leaving = sends(1, 640, 480)
    leaving.measured(SendingMeasured(P, 1, 0, 0, sound=False), 20.0)
    assert leaving.told(20.0) is None
    leaving.measured(SendingMeasured(P, 1, 640, 480, sound=False), 30.0)
    assert leaving.told(31.0) == Outgoing(640, 480, sound=False, since_s=1.0)
    leaving.stop()
    assert leaving.told(32.0) is None
