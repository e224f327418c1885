"""PURE. Events that reach the body, and effects that it asks for. No I/O."""

from dataclasses import dataclass

from hardware.body.hand import HandEffect
from hardware.body.head import HeadEffect
from hardware.contract import wire
from hardware.contract.interfaces import DriverReport, LightState, Pose


@dataclass(frozen=True, slots=True)
class AgentConnected:
    """Event: a new agent has connected; its `seq` starts anew."""


@dataclass(frozen=True, slots=True)
class AgentGone:
    """Event: the agent's connection ended."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Event: a line arrived that is not an intent."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """Event: the driver reported the head's pose; None before its servos first answered."""

    pose: Pose | None
    by_servo: bool


@dataclass(frozen=True, slots=True)
class Commanded:
    """Event: a driver commanded this pose, after its limits."""

    pose: Pose


@dataclass(frozen=True, slots=True)
class Felt:
    """Event: health of the servos."""

    servos: tuple[wire.ServoHealth, ...]


@dataclass(frozen=True, slots=True)
class Powered:
    """Event: state of battery and computer."""

    power: wire.PowerReport


@dataclass(frozen=True, slots=True)
class ProcessEnds:
    """Event: the process ends, so the head goes to rest fast."""


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
    """Effect: show this on eyes and light."""

    state: LightState


@dataclass(frozen=True, slots=True)
class Tell:
    """Effect: send this report to every connection."""

    report: wire.AnyReport


@dataclass(frozen=True, slots=True)
class RefuseIntent:
    """Effect: send this refusal to the sender of the intent."""

    report: wire.RefusedIntent


@dataclass(frozen=True, slots=True)
class PressButton:
    """Effect: press the simulated button."""

    button: wire.ButtonName


@dataclass(frozen=True, slots=True)
class PokePart:
    """Effect: let this happen to the simulated body."""

    poke: wire.Poke


@dataclass(frozen=True, slots=True)
class ResetDrivers:
    """Effect: try every driver again."""


@dataclass(frozen=True, slots=True)
class KeepPause:
    """Effect: store the pause for the next start of the process."""

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
