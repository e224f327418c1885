from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.axes import AxisReading
from hardware.setup.drive import LAG_DEG, PUSH_LOAD, SlowDrive
from tests.hardware.setup.rig import BUS, PULSE

PER_DEG = 4096 / 360


@given(
    goals=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=10),
    ticks=st.lists(st.floats(0, 5), min_size=1, max_size=40),
)
def test_it_is_slow_and_within_the_servos_limits_whatever_the_clock_does(
    goals: list[float], ticks: list[float]
) -> None:
    drive = SlowDrive(PULSE["pan"])
    drive.start(1500)
    now = before = 0.0
    last = 1500.0
    for index, passed in enumerate(ticks):
        drive.go(goals[index % len(goals)])
        now += passed
        sent = drive.step(now)
        if sent is not None:
            assert 500 <= sent <= 2500
            assert abs(sent - last) <= 30 * 10 * min(now - before, 0.1) + 1e-6
            last = sent
        before = now


def test_it_arrives_and_then_sends_nothing_more() -> None:
    drive = SlowDrive(BUS["pan"])
    drive.start(2048)
    drive.go(2100)
    now, sent = 0.0, 2048.0
    for _ in range(20):
        now += 0.05
        sent = drive.step(now) or sent
    assert sent == 2100
    assert drive.step(now + 0.05) is None
    assert drive.arrived(AxisReading(2101), now)


def test_a_servo_that_lags_has_a_few_seconds_to_arrive() -> None:
    drive = SlowDrive(BUS["pan"])
    drive.start(2048)
    assert not drive.arrived(AxisReading(2200), 1.0)
    assert not drive.arrived(AxisReading(2200), 3.9)
    assert drive.arrived(AxisReading(2200), 4.0)


def test_a_short_push_is_none_and_a_long_one_is() -> None:
    drive = SlowDrive(BUS["pan"])
    drive.start(2048)
    heavy = AxisReading(2048, PUSH_LOAD)
    assert [drive.pushing(heavy, 0.1) for _ in range(3)] == [None] * 3
    assert drive.pushing(AxisReading(2048, 0.1), 0.1) is None
    pushes = [drive.pushing(heavy, 0.1) for _ in range(5)]
    assert pushes.count(None) == 4
    assert pushes[3] is not None or pushes[4] is not None


def test_staying_behind_counts_as_pushing_where_no_load_is_told() -> None:
    drive = SlowDrive(BUS["pan"])
    drive.start(2048)
    behind = AxisReading(2048 - LAG_DEG * PER_DEG - 1)
    assert not any(drive.pushing(behind, 0.1) for _ in range(6))
    assert any(drive.pushing(behind, 0.1) for _ in range(6))


def test_it_waits_for_a_servo_that_stays_behind_and_goes_on_with_it() -> None:
    drive = SlowDrive(BUS["pan"])
    drive.start(2048)
    drive.go(3000)
    drive.step(0.0)
    drive.pushing(AxisReading(2048 - LAG_DEG * PER_DEG - 1), 0.1)
    assert drive.step(0.1) is None
    drive.pushing(AxisReading(2048), 0.1)
    assert drive.step(0.2) is not None


def test_nothing_pushes_that_is_not_driven() -> None:
    drive = SlowDrive(BUS["pan"])
    assert drive.pushing(AxisReading(0, 1.0), 10.0) is None
