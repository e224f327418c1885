import pytest

from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import OutOfRange
from hardware.contract.interfaces import HandAxis, PanTilt, Pose, Tunable
from hardware.drivers.pulse.servo import PulseOut, PulseParts, PulseServo, build
from tests.hardware.bodies import simulated_config


class Pulses:
    """The pulse that leaves; None without pulses."""

    def __init__(self) -> None:
        self.sent: float | None = None

    def send(self, pulse_us: float) -> float:
        self.sent = float(round(pulse_us))
        return self.sent

    def stop(self) -> None:
        self.sent = None


def limp(pulses: Pulses) -> bool:
    return pulses.sent is None


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pulses() -> Pulses:
    return Pulses()


@pytest.fixture
def servo(pulses: Pulses, clock: Clock) -> PulseServo:
    return PulseServo(pulses, PulseCalibration(trim_deg=5.0), "pan servo", 0.0, clock)


def parts_on(outs: dict[str, Pulses], clock: Clock, restarts: list[str]) -> PulseParts:
    def out(name: str) -> tuple[PulseOut, PulseCalibration, str]:
        return outs[name], PulseCalibration(), f"{name} servo"

    plugged = {"pan": out("pan"), "tilt": out("tilt")} | (
        {"hand": out("hand")} if "hand" in outs else {}
    )
    restart = lambda: restarts.append("again")  # noqa: E731
    return build(plugged, simulated_config().motion, clock, restart)  # type: ignore[arg-type]


def test_an_angle_becomes_a_pulse_and_the_model_follows_late(
    servo: PulseServo, pulses: Pulses, clock: Clock
) -> None:
    assert servo.move(35.0) == pytest.approx(35.0)
    assert pulses.sent == pytest.approx(1800.0)
    assert servo.angle_deg() == pytest.approx(0.0)
    clock.now += 2.0
    assert servo.angle_deg() == pytest.approx(35.0)


def test_what_the_board_makes_of_a_pulse_is_what_is_told(servo: PulseServo) -> None:
    assert servo.move(35.04) == pytest.approx(35.0)


def test_a_limp_servo_stays_where_its_model_was(servo: PulseServo, clock: Clock) -> None:
    servo.move(30.0)
    clock.now += 0.05
    servo.stop()
    here = servo.angle_deg()
    clock.now += 5.0
    assert servo.angle_deg() == here
    assert 0 < here < 30


def test_a_technician_drives_raw_pulses_within_what_servos_hear(
    servo: PulseServo, pulses: Pulses, clock: Clock
) -> None:
    axis: Tunable = servo
    assert axis.read_raw() is None
    axis.torque(True)
    assert pulses.sent == 1500.0
    axis.drive_raw(2450.0)
    assert (axis.read_raw(), pulses.sent) == (2450.0, 2450.0)
    axis.torque(False)
    assert limp(pulses)
    axis.torque(True)
    assert pulses.sent == 2450.0
    clock.now += 2.0
    assert servo.angle_deg() == pytest.approx(100.0)
    for wrong in (499.0, 2501.0, float("nan")):
        with pytest.raises(OutOfRange, match=r"pan servo: .*allowed: 500\.\.2500 us"):
            axis.drive_raw(wrong)
    assert pulses.sent == 2450.0


def test_wider_limits_come_from_the_configuration(pulses: Pulses, clock: Clock) -> None:
    wide = PulseServo(pulses, PulseCalibration(min_us=400, max_us=2600), "pan", 0.0, clock)
    assert wide.raw_limits == (400, 2600)


def test_the_parts_are_what_the_body_asks_for(clock: Clock) -> None:
    outs = {"pan": Pulses(), "tilt": Pulses(), "hand": Pulses()}
    restarts: list[str] = []
    parts = parts_on(outs, clock, restarts)
    head: PanTilt = parts.head
    assert head.move(Pose(500.0, 10.0)) == Pose(90.0, 10.0)
    assert parts.hand is not None
    hand: HandAxis = parts.hand
    assert hand.move(45.0) == pytest.approx(45.0)
    assert [out.sent for out in outs.values()] == pytest.approx([2400.0, 1600.0, 1950.0])
    head.relax(pan=True, tilt=False)
    assert limp(outs["pan"])
    assert not limp(outs["tilt"])
    head.reset()
    assert restarts == ["again"]
    assert head.health() == ()
    parts.stop()
    assert {out.sent for out in outs.values()} == {None}


def test_a_body_without_an_arm_has_no_hand(clock: Clock) -> None:
    parts = parts_on({"pan": Pulses(), "tilt": Pulses()}, clock, [])
    assert parts.hand is None
    assert set(parts.axes) == {"pan", "tilt"}
    parts.head.move(Pose(0.0, 0.0))
    parts.head.detach()
