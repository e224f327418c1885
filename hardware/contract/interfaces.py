"""PURE. Interfaces of the body's parts, in degrees and brightness. No I/O.

Drivers never block their caller: slow work runs in a thread of the driver and
returns as a report. Reports are delivered on the event loop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hardware.contract.wire import ButtonName, DriverName, FaultCode, Poke, ServoHealth


@dataclass(frozen=True, slots=True)
class Pose:
    """Direction of a head; positive pan is its left, positive tilt is up."""

    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True, slots=True)
class LightState:
    """State of eyes and light; every value in 0..1.

    Args:
        red: Share of full light of the ring's red LEDs.
        green: Share of its green LEDs.
        blue: Share of its blue LEDs.
        eyes: Openness: 0 closed, 0.5 half open, 1 open.
        brightness: Factor on all LEDs, for the light in the room; drivers apply it
            through `hardware.signals.dimming`.
        left_eye: Drawing of the robot's left eye for an LED matrix, as in
            `hardware.signals.drawings`; other drivers show `eyes`.
        right_eye: Drawing of its right eye.
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
    """A button was pressed in the classroom.

    A `ButtonReleased` follows every press; without it a press counts as a long one.
    """

    button: ButtonName


@dataclass(frozen=True, slots=True)
class ButtonReleased:
    """A button was released."""

    button: ButtonName


@dataclass(frozen=True, slots=True)
class LightMeasured:
    """Light in the room; None once the sensor stopped answering."""

    lux: float | None


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A part failed outside a call, such as in the driver's thread."""

    code: FaultCode
    part: str
    text: str


DriverReport = ButtonPressed | ButtonReleased | LightMeasured | PartFailed
Reporter = Callable[[DriverReport], None]


class PanTilt(Protocol):
    """Servos of the head."""

    @property
    def senses(self) -> bool:
        """True if `measure` comes from the servos and not from a model of them."""
        ...

    def move(self, pose: Pose) -> Pose:
        """Drive there and attach if needed; return the pose commanded after limits.

        Raises:
            HardwareError: The head was not commanded.
        """
        ...

    def measure(self) -> Pose | None:
        """Return the pose of the head, or None before the servos first answered."""
        ...

    def health(self) -> tuple[ServoHealth, ...]:
        """Return the newest health of each servo that can report it."""
        ...

    def relax(self, pan: bool, tilt: bool) -> None:
        """Detach these axes until the next `move` drives both again; the other axis holds."""
        ...

    def detach(self) -> None:
        """Stop driving: no pulses, no torque. A detached head may be detached again."""
        ...

    def reset(self) -> None:
        """Try a failed driver again; a part that still fails is reported or raised again."""
        ...


class HandAxis(Protocol):
    """Servo of the hand: one axis in degrees."""

    def move(self, angle_deg: float) -> float:
        """Drive there; return the angle commanded after limits."""
        ...

    def detach(self) -> None:
        """Stop driving."""
        ...


class Lights(Protocol):
    """Eyes and light of the robot."""

    def show(self, state: LightState) -> None:
        """Show this until the next call."""
        ...


class Buttons(Protocol):
    """Buttons of the class; presses arrive as `ButtonPressed` and `ButtonReleased`."""

    def press(self, button: ButtonName) -> bool:
        """Press and release a simulated button; return False for a real one."""
        ...


@dataclass(frozen=True, slots=True)
class BatteryReading:
    """Reading of a battery gauge; None for a value that it cannot measure, or while it is silent.

    Args:
        percent: Charge.
        volts: Voltage of the battery.
        amps: Current; above 0 while the battery is drained.
        rate_percent_h: Measured change of the charge; above 0 it rises.
        charging: True while a charger works, if the gauge knows.
    """

    percent: float | None = None
    volts: float | None = None
    amps: float | None = None
    rate_percent_h: float | None = None
    charging: bool | None = None


@dataclass(frozen=True, slots=True)
class BoardReading:
    """Temperature and supply of the computer inside."""

    soc_c: float | None = None
    undervoltage: bool = False
    throttled: bool = False


class Board(Protocol):
    """Sensor of the computer inside."""

    def read(self) -> BoardReading:
        """Return the newest reading without blocking."""
        ...


class Tunable(Protocol):
    """Axis as a technician tunes it: raw values, only the servo's own limits."""

    raw_unit: str
    """Unit of raw values, such as "us" for pulses or "steps" on a bus."""
    raw_limits: tuple[float, float]
    can_be_moved_by_hand: bool
    """True if the servo reports its position while its torque is off."""

    def torque(self, on: bool) -> None:
        """Turn the torque on or off."""
        ...

    def read_raw(self) -> float | None:
        """Return the position, if known: measured, or else the one that was sent."""
        ...

    def drive_raw(self, value: float) -> None:
        """Drive there within `raw_limits`."""
        ...


class Battery(Protocol):
    """Gauge of the battery."""

    def read(self) -> BatteryReading:
        """Return the newest reading without blocking."""
        ...


@dataclass(frozen=True, slots=True)
class Hardware:
    """Opened parts of one body; None for a part that is not built in."""

    name: DriverName
    head: PanTilt
    hand: HandAxis | None = None
    lights: Lights | None = None
    buttons: Buttons | None = None
    battery: Battery | None = None
    board: Board | None = None
    axes: Mapping[str, Tunable] = field(default_factory=dict)
    """Axes by name: pan, tilt, hand."""
    poke: Callable[[Poke], None] | None = None
    """Lets something happen to a simulated body; None with real hardware."""
