"""Head and hand on servos that take pulses and never answer, for every such driver.

Their positions come from a model, since nothing measures them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import OutOfRange
from hardware.contract.interfaces import Pose
from hardware.contract.wire import AxisName, ServoHealth
from hardware.motion.config import Motion
from hardware.motion.servo_model import ServoModel
from hardware.motion.trajectory import Axis

Clock = Callable[[], float]

RAW_LIMITS_US = (500.0, 2500.0)
"""Range of pulses by the makers of hobby servos; the calibration may widen it."""


class PulseOut(Protocol):
    """Output for the pulses of one servo. Never blocks."""

    def send(self, pulse_us: float) -> float:
        """Send this pulse in every frame from now on; return the pulse that is really sent.

        Raises:
            HardwareError: The pulse could not be sent.
        """
        ...

    def stop(self) -> None:
        """End the pulses: the servo goes limp. Never fails."""
        ...


class PulseServo:
    """One servo, in degrees for the body and in pulses for the technician.

    Args:
        out: Output of its pulses.
        calibration: Pulses by angle.
        part: Its name: "pan servo (pin 12)".
        rest_deg: Assumed angle at the start.
        clock: Monotonic seconds.
    """

    raw_unit = "us"
    can_be_moved_by_hand = False

    def __init__(
        self,
        out: PulseOut,
        calibration: PulseCalibration,
        part: str,
        rest_deg: float,
        clock: Clock,
    ) -> None:
        low_us, high_us = RAW_LIMITS_US
        self.raw_limits = (min(low_us, calibration.min_us), max(high_us, calibration.max_us))
        self.part = part
        self._out = out
        self._calibration = calibration
        self._clock = clock
        self._model = ServoModel(rest_deg)
        self._sent_us: float | None = None

    def move(self, angle_deg: float) -> float:
        """Send the pulse for this angle; return the angle of the pulse that is really sent."""
        pulse_us = self._calibration.pulse_us(angle_deg)
        return self._calibration.angle_deg(self._send(pulse_us))

    def angle_deg(self) -> float:
        """Return the angle of the model."""
        return self._model.advance(self._clock())

    def stop(self) -> None:
        """End the pulses: the servo goes limp."""
        self._out.stop()
        self._model.drive(None, self._clock())

    def torque(self, on: bool) -> None:
        """Send the last pulse, or at first the middle one; or end the pulses."""
        if on:
            middle_us = self._calibration.centre_us
            self._send(middle_us if self._sent_us is None else self._sent_us)
        else:
            self.stop()

    def read_raw(self) -> float | None:
        """Return the last pulse sent: a hobby servo cannot report its position."""
        return self._sent_us

    def drive_raw(self, value: float) -> None:
        """Send this pulse, within `raw_limits`, even outside the calibration.

        Raises:
            OutOfRange: It is outside `raw_limits`.
        """
        low_us, high_us = self.raw_limits
        if not low_us <= value <= high_us:
            allowed = f"{low_us:.0f}..{high_us:.0f} us"
            raise OutOfRange(self.part, f"a pulse of {value:.0f} us; allowed: {allowed}")
        self._send(value)

    def _send(self, pulse_us: float) -> float:
        self._sent_us = self._out.send(pulse_us)
        self._model.drive(self._calibration.angle_deg(self._sent_us), self._clock())
        return self._sent_us


class PulseHead:
    """Pan and tilt.

    Args:
        pan: Servo of the pan axis.
        tilt: Servo of the tilt axis.
        motion: The limits.
        restart: Restarts a failed driver.
    """

    senses = False

    def __init__(
        self, pan: PulseServo, tilt: PulseServo, motion: Motion, restart: Callable[[], None]
    ) -> None:
        self._servos = (pan, tilt)
        self._restart = restart
        self._limits = (
            Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg),
            Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg),
        )

    def move(self, pose: Pose) -> Pose:
        """Send both pulses; return what was commanded, after limits."""
        (pan, tilt), (pan_axis, tilt_axis) = self._servos, self._limits
        return Pose(
            pan.move(pan_axis.clamp(pose.pan_deg)), tilt.move(tilt_axis.clamp(pose.tilt_deg))
        )

    def measure(self) -> Pose | None:
        """Return the pose of the models."""
        pan, tilt = self._servos
        return Pose(pan.angle_deg(), tilt.angle_deg())

    def health(self) -> tuple[ServoHealth, ...]:
        """Return nothing: these servos report nothing."""
        return ()

    def relax(self, pan: bool, tilt: bool) -> None:
        """End the pulses of these axes until the next `move`; the other holds."""
        for servo, limp in zip(self._servos, (pan, tilt), strict=True):
            if limp:
                servo.stop()

    def detach(self) -> None:
        """End both pulses."""
        for servo in self._servos:
            servo.stop()

    def reset(self) -> None:
        """Restart the driver after a failure."""
        self._restart()


class PulseHand:
    """The hand."""

    def __init__(self, servo: PulseServo, motion: Motion) -> None:
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self._limits = Axis(min(ends), max(ends), ends[0])
        self._servo = servo

    def move(self, angle_deg: float) -> float:
        """Send the pulse; return what was commanded, after limits."""
        return self._servo.move(self._limits.clamp(angle_deg))

    def detach(self) -> None:
        """End the pulses."""
        self._servo.stop()


@dataclass(frozen=True, slots=True)
class PulseParts:
    """Head, hand and axes of one driver."""

    head: PulseHead
    hand: PulseHand | None
    axes: Mapping[str, PulseServo]

    def stop(self) -> None:
        """End the pulses of every servo."""
        for servo in self.axes.values():
            servo.stop()


def build(
    outs: Mapping[AxisName, tuple[PulseOut, PulseCalibration, str]],
    motion: Motion,
    clock: Clock,
    restart: Callable[[], None],
) -> PulseParts:
    """Return head and hand on these outputs.

    Args:
        outs: By axis: output, calibration and name of its servo.
        motion: Limits and rest.
        clock: Monotonic seconds.
        restart: Restarts a failed driver.
    """
    rests: dict[AxisName, float] = {
        "pan": motion.rest_pan_deg,
        "tilt": motion.rest_tilt_deg,
        "hand": motion.hand_down_deg,
    }
    axes: dict[str, PulseServo] = {
        name: PulseServo(out, calibration, part, rests[name], clock)
        for name, (out, calibration, part) in outs.items()
    }
    hand = PulseHand(axes["hand"], motion) if "hand" in axes else None
    return PulseParts(PulseHead(axes["pan"], axes["tilt"], motion, restart), hand, axes)
