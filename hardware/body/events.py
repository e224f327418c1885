"""PURE. What happens to the body, and what it wants done about it. No I/O."""

from dataclasses import dataclass

from hardware.body.hand import HandEffect
from hardware.body.head import HeadEffect
from hardware.contract import wire
from hardware.contract.interfaces import DriverReport, LightState, Pose


@dataclass(frozen=True, slots=True)
class AgentConnected:
    """Event: an agent speaks for the first time; its `seq` starts anew."""


@dataclass(frozen=True, slots=True)
class AgentGone:
    """Event: its connection ended."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Event: a line that is no intent."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """Event: where the head is, as the driver tells; None before its servos first answered."""

    pose: Pose | None
    by_servo: bool


@dataclass(frozen=True, slots=True)
class Commanded:
    """Event: what a driver really commanded."""

    pose: Pose


@dataclass(frozen=True, slots=True)
class Felt:
    """Event: how the servos feel."""

    servos: tuple[wire.ServoHealth, ...]


@dataclass(frozen=True, slots=True)
class Powered:
    """Event: how battery and board are."""

    power: wire.PowerReport


@dataclass(frozen=True, slots=True)
class ProcessEnds:
    """Event: the process ends; go to rest fast."""


Event = (
    wire.AnyIntent
    | DriverReport
    | AgentConnected
    | AgentGone
    | Malformed
    | Sensed
    | Commanded
    | Felt
    | Powered
    | ProcessEnds
)


@dataclass(frozen=True, slots=True)
class ShowLights:
    """Effect: show this."""

    state: LightState


@dataclass(frozen=True, slots=True)
class Tell:
    """Effect: tell whoever listens."""

    report: wire.AnyReport


@dataclass(frozen=True, slots=True)
class RefuseIntent:
    """Effect: tell whoever sent the intent."""

    report: wire.RefusedIntent


@dataclass(frozen=True, slots=True)
class PressButton:
    """Effect: press the simulated button."""

    button: wire.ButtonName


@dataclass(frozen=True, slots=True)
class PokePart:
    """Effect: let it happen to the simulated body."""

    poke: wire.Poke


@dataclass(frozen=True, slots=True)
class ResetDrivers:
    """Effect: try every driver again."""


@dataclass(frozen=True, slots=True)
class KeepPause:
    """Effect: keep the pause latch for a body that starts anew."""

    paused: bool


Effect = (
    HeadEffect
    | HandEffect
    | ShowLights
    | Tell
    | RefuseIntent
    | PressButton
    | PokePart
    | ResetDrivers
    | KeepPause
)
