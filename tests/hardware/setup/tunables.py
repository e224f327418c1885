"""Servos of numbers behind the interfaces of a driver, and somebody who turns them."""

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Pose
from hardware.contract.wire import AxisName, ServoHealth


class FakeAxis:
    """A servo that is at once where it is sent, and that a hand can turn while it is limp."""

    def __init__(
        self,
        name: AxisName,
        unit: str = "steps",
        limits: tuple[float, float] = (0.0, 4095.0),
        by_hand: bool = True,
    ) -> None:
        self.name = name
        self.raw_unit = unit
        self.raw_limits = limits
        self.can_be_moved_by_hand = by_hand
        self.position = sum(limits) / 2
        self.on = False
        self.broken = False

    def torque(self, on: bool) -> None:
        self._check()
        self.on = on

    def read_raw(self) -> float | None:
        return self.position

    def drive_raw(self, value: float) -> None:
        self._check()
        self.position = value

    def _check(self) -> None:
        if self.broken:
            raise HardwareError(f"{self.name} servo", "does not answer", "servo_silent")


class FakeHead:
    """A head of which only health and reset are asked."""

    senses = True

    def __init__(self) -> None:
        self.resets = 0

    def move(self, pose: Pose) -> Pose:
        return pose

    def measure(self) -> Pose | None:
        return None

    def health(self) -> tuple[ServoHealth, ...]:
        return (ServoHealth("pan", 0.1, 31.0, 7.4),)

    def relax(self, pan: bool, tilt: bool) -> None:
        """Nothing is held."""

    def detach(self) -> None:
        """Nothing is held."""

    def reset(self) -> None:
        self.resets += 1
