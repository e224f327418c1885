"""PURE. What the body asks of its parts, in degrees and brightness. No I/O.

Drivers never block their caller: what needs time happens in a thread of the
driver and comes back as a report. Reports are made on the event loop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hardware.contract.wire import ButtonName, DriverName, FaultCode, Poke, ServoHealth


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head looks; positive pan is its left, positive tilt is up."""

    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True, slots=True)
class LightState:
    """What eyes and light do now; every value in 0..1.

    Args:
        eyes: How far they are open: 0 closed, 0.5 half, 1 open.
        brightness: Factor on everything that shines, for the light in the room;
            drivers apply it through `hardware.signals.dimming`.
        left_eye: Drawing of the robot's left eye for LEDs in rows, as in
            `hardware.signals.drawings`; others show `eyes`.
        right_eye: Likewise.
    """

    red: float = 0.0
    green: float = 0.0
    blue: float = 0.0
    eyes: float = 0.0
    brightness: float = 1.0
    left_eye: int = 0
    right_eye: int = 0


DARK = LightState()


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """Somebody in the classroom pressed it.

    Every press is followed by a `ButtonReleased`: a press without end is a long one.
    """

    button: ButtonName


@dataclass(frozen=True, slots=True)
class ButtonReleased:
    """The finger is gone."""

    button: ButtonName


@dataclass(frozen=True, slots=True)
class LightMeasured:
    """How bright the room is; None once the sensor stopped to answer."""

    lux: float | None


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A part failed outside of a call, such as in the driver's thread."""

    code: FaultCode
    part: str
    text: str


DriverReport = ButtonPressed | ButtonReleased | LightMeasured | PartFailed
Reporter = Callable[[DriverReport], None]


class PanTilt(Protocol):
    """The head."""

    @property
    def senses(self) -> bool:
        """True if `measure` comes from the servos and not from a model of them."""
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

    def health(self) -> tuple[ServoHealth, ...]:
        """Return what was last heard of the servos; nothing from those that cannot tell."""
        ...

    def relax(self, pan: bool, tilt: bool) -> None:
        """Let go of these axes until the next `move`, which drives both again; the other holds."""
        ...

    def detach(self) -> None:
        """Stop driving: no pulses, no torque. Never fails on a head that is detached."""
        ...

    def reset(self) -> None:
        """Try a failed driver again; what still fails is reported or raised once more."""
        ...


class HandAxis(Protocol):
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
    """The class's buttons; they arrive as `ButtonPressed` and `ButtonReleased`."""

    def press(self, button: ButtonName) -> bool:
        """Press and release a simulated button; False where fingers are needed."""
        ...


@dataclass(frozen=True, slots=True)
class BatteryReading:
    """What a gauge tells; what it cannot tell, or while it is silent, is None.

    Args:
        amps: Above 0 while the battery is drained.
        rate_percent_h: How fast the charge changes, measured; above 0 it rises.
        charging: Whether a charger is at work, where the gauge knows.
    """

    percent: float | None = None
    volts: float | None = None
    amps: float | None = None
    rate_percent_h: float | None = None
    charging: bool | None = None


@dataclass(frozen=True, slots=True)
class BoardReading:
    """How the computer inside feels."""

    soc_c: float | None = None
    undervoltage: bool = False
    throttled: bool = False


class Board(Protocol):
    """The computer inside."""

    def read(self) -> BoardReading:
        """Return what was last heard; never blocks."""
        ...


class Tunable(Protocol):
    """One axis as a technician tunes it: raw values, no limits but the servo's own."""

    raw_unit: str
    """Such as "us" for pulses, "steps" on a bus."""
    raw_limits: tuple[float, float]
    can_be_moved_by_hand: bool
    """It tells where it stands while its torque is off."""

    def torque(self, on: bool) -> None:
        """Hold, or let go."""
        ...

    def read_raw(self) -> float | None:
        """Return where it stands (or was sent, where it cannot tell), if that is known."""
        ...

    def drive_raw(self, value: float) -> None:
        """Drive there, within `raw_limits`."""
        ...


class Battery(Protocol):
    """The supply."""

    def read(self) -> BatteryReading:
        """Return what was last heard; never blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Hardware:
    """One opened body. What is None is not built in."""

    name: DriverName
    head: PanTilt
    hand: HandAxis | None = None
    lights: Lights | None = None
    buttons: Buttons | None = None
    battery: Battery | None = None
    board: Board | None = None
    axes: Mapping[str, Tunable] = field(default_factory=dict)
    """By name: pan, tilt, hand."""
    poke: Callable[[Poke], None] | None = None
    """Lets something happen to a simulated body; no other has this."""
