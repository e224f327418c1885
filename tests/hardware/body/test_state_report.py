from hardware.body.events import Commanded, Felt, Powered, Sensed
from hardware.body.head import HeadMotion
from hardware.body.state_report import STATE_S, StateReport
from hardware.contract import wire
from hardware.contract.interfaces import Pose
from hardware.motion.config import Motion


def state_of(report: StateReport, at_s: float, paused: bool = False) -> wire.BodyState:
    return report.state_of(
        HeadMotion(Motion()),
        at_s,
        signal="asleep",
        added=(False, None),
        hand_raised=False,
        paused=paused,
        faults=(),
        dropped=0,
    )


def test_a_state_is_due_at_once_on_a_change_and_after_a_second() -> None:
    report = StateReport(0.0)
    assert report.due(state_of(report, 0.0), 0.0)
    assert not report.due(state_of(report, 0.1), 0.1)
    assert report.due(state_of(report, 0.2, paused=True), 0.2)
    assert not report.due(state_of(report, 0.3, paused=True), 0.3)
    assert report.due(state_of(report, 0.2 + STATE_S, paused=True), 0.2 + STATE_S)


def test_the_state_carries_what_drivers_told() -> None:
    report = StateReport(0.0)
    servo = wire.ServoHealth("pan", temperature_c=31.0)
    report.take(Sensed(Pose(1.234, 2.0), by_servo=True))
    report.take(Commanded(Pose(1.0, 2.0)))
    report.take(Felt((servo,)))
    report.take(Powered(wire.PowerReport(percent=55.0)))
    state = state_of(report, 0.0)
    assert (state.measured_pan_deg, state.measured_tilt_deg) == (1.23, 2.0)
    assert (state.servos, state.battery_percent) == ((servo,), 55.0)
    assert report.sent == Pose(1.0, 2.0)


def test_a_driver_that_does_not_know_yet_takes_nothing_back() -> None:
    report = StateReport(0.0)
    report.take(Sensed(Pose(5.0, 0.0), by_servo=True))
    report.take(Sensed(None, by_servo=True))
    assert state_of(report, 0.0).measured_pan_deg == 5.0
