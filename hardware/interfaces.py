"""PURE. What the body asks of its parts, in degrees and brightness. No I/O.

Drivers never block their caller: what needs time happens in a thread of the
driver and comes back as a report. Reports are made on the event loop.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from hardware.wire import ButtonName, FaultCode

DriverName = Literal["simulated", "gpio", "feetech"]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head looks; positive pan is its left, positive tilt is up."""

    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True, slots=True)
class LightState:
    """What eyes and light do now; every value in 0..1.

    `eyes` is how far they are open: 0 closed, 0.5 half, 1 open.
    """

    red: float = 0.0
    green: float = 0.0
    blue: float = 0.0
    eyes: float = 0.0


DARK = LightState()


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """Somebody in the classroom pressed it."""

    button: ButtonName


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A part failed outside of a call, such as in the driver's thread."""

    code: FaultCode
    part: str
    text: str


DriverReport = ButtonPressed | PartFailed
Reporter = Callable[[DriverReport], None]


class PanTilt(Protocol):
    """The head."""

    @property
    def senses(self) -> bool:
        """Whether `measure` comes from the servos and not from a model of them."""
        ...

    def move(self, pose: Pose) -> Pose:
        """Drive there, attaching if need be; return what was really commanded, after limits.

        Raises:
            HardwareError: The head was not commanded.
        """
        ...

    def measure(self) -> Pose | None:
        """Return where the head is, or None where nothing was heard yet."""
        ...

    def detach(self) -> None:
        """Stop driving: no pulses, no torque. Never fails on a head that is detached."""
        ...

    def reset(self) -> None:
        """Try a failed driver again; what still fails is reported or raised once more."""
        ...


class Hand(Protocol):
    """The arm; one axis in degrees."""

    def move(self, angle_deg: float) -> float:
        """Drive there; return what was really commanded, after limits."""
        ...

    def detach(self) -> None:
        """Stop driving."""
        ...


class Lights(Protocol):
    """Eyes and light."""

    def show(self, state: LightState) -> None:
        """Show this until the next call."""
        ...


class Buttons(Protocol):
    """The class's buttons; presses arrive as `ButtonPressed`."""

    def press(self, button: ButtonName) -> bool:
        """Press a simulated button; False where fingers are needed."""
        ...


class Battery(Protocol):
    """The supply."""

    def percent(self) -> float | None:
        """Return the charge, 0..100, or None while unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Hardware:
    """One opened body. What is None is not built in."""

    name: DriverName
    head: PanTilt
    hand: Hand | None = None
    lights: Lights | None = None
    buttons: Buttons | None = None
    battery: Battery | None = None
