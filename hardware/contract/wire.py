"""PURE. Messages of the body's UNIX socket: one JSON object per line. No I/O.

The agent sends intents; the body owns limits, trajectories and the dead man's
switch. Every connection gets every state. A connection that sends an intent other
than `press` and `poke` becomes the agent, and the previous agent is disconnected.

`seq` rises over all intents of one connection. An intent whose `seq` is not higher
than the last one is late or replayed; it is dropped and counted. `press` and `poke`
are exempt: they come from the room, not from the agent.

Intents that move the head may carry the time at which they were made: both ends run
on one machine and share its monotonic clock. Those older than STALE_S are dropped and
counted too.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from bridge.protocol.vocabulary import (
    GaugeState,
    GestureName,
    MarkName,
    PowerLevel,
    SignalName,
)

WIRE_VERSION = 3
LINE_BYTES = 4096

DEAD_MAN_S = 0.5
"""Longest time without `target` or `keep`; after it the head holds where it is."""

STALE_S = 0.3
"""An intent older than this moves nothing."""

Degrees = Annotated[float, Meta(ge=-360, le=360)]
Seq = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Ratio = Annotated[float, Meta(ge=0, le=1)]
Monotonic = Annotated[float, Meta(ge=0)]

DriverName = Literal[
    "simulated", "gpio", "pwm", "pca9685", "maestro", "feetech", "dynamixel", "find"
]
"""`find`: the body is not chosen yet."""

ButtonName = Literal["pause", "volume_up", "volume_down", "identify"]
"""`identify` is a long press of either volume button, or a button of its own."""
AxisName = Literal["pan", "tilt", "hand"]
PokeName = Literal[
    "block",
    "overheat",
    "unplug",
    "brown_out",
    "turn",
    "drain",
    "charge",
    "warm",
    "weaken",
    "repair",
]
FaultCode = Literal[
    "servo_silent",
    "servo_stalled",
    "servo_hot",
    "servo_bus",
    "servo_unplugged",
    "servo_brownout",
    "servo_checksum",
    "servo_id",
    "battery",
    "calibration",
    "lights",
    "driver",
]


class Intent(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of the messages from agent to body."""


class Target(Intent, frozen=True, tag="target"):
    """Turn the head there as fast as limits allow; feeds the dead man's switch."""

    seq: Seq
    pan_deg: Degrees
    tilt_deg: Degrees
    at_s: Monotonic | None = None
    """Time at which it was made, on the machine's monotonic clock."""


class Keep(Intent, frozen=True, tag="keep"):
    """The child is still there: feeds the dead man's switch, changes nothing."""

    seq: Seq
    at_s: Monotonic | None = None


class PerformGesture(Intent, frozen=True, tag="gesture"):
    """Make this gesture once, then look where the child looked.

    Does not feed the dead man's switch: a gesture moves only while `target` or `keep`
    arrive, and a new target ends it.
    """

    seq: Seq
    name: GestureName
    at_s: Monotonic | None = None


class Park(Intent, frozen=True, tag="park"):
    """Go to rest slowly and detach there; works without feeding."""

    seq: Seq


class Show(Intent, frozen=True, tag="show"):
    """Show this signal on eyes, light and posture until the next one."""

    seq: Seq
    signal: SignalName
    level: Ratio = 0.0
    """Loudness of the child's voice, for `speaking`."""
    near: bool = False
    """Eyes that look are narrow: the child sees an enlarged picture."""
    mark: MarkName | None = None
    """Answer of the child that stands in one eye."""


class RaiseHand(Intent, frozen=True, tag="raise_hand"):
    seq: Seq
    raised: bool


class Release(Intent, frozen=True, tag="release"):
    """Clear all faults and try the drivers again; somebody has looked at the robot."""

    seq: Seq


class Identify(Intent, frozen=True, tag="identify"):
    """Show which robot this is, as a long press of a volume button does.

    A body of before this intent refuses it as unknown, and goes on.
    """

    seq: Seq


class Press(Intent, frozen=True, tag="press"):
    """Press a simulated button; every other driver refuses."""

    seq: Seq
    button: ButtonName


class Poke(Intent, frozen=True, tag="poke"):
    """Let something happen to a simulated part; every other driver refuses.

    Lasts until `repair`, except `overheat`, `turn` and `drain`, which happen once.
    """

    seq: Seq
    what: PokeName
    part: AxisName = "pan"
    value: Annotated[float, Meta(ge=-180, le=180)] | None = None
    """Degrees for `turn`; degrees Celsius for `overheat` (a servo) and `warm` (the computer);
    remaining percent for `drain`. `charge` plugs a charger in, `weaken` makes the computer's
    supply too weak."""


class BodyReport(Struct, frozen=True, tag_field="type"):
    """Base of the messages from body to agent."""


class Greeting(BodyReport, frozen=True, tag="greeting"):
    """First line on every connection."""

    version: int
    driver: DriverName
    pan_min_deg: float
    pan_max_deg: float
    tilt_min_deg: float
    tilt_max_deg: float
    has_hand: bool


class Fault(Struct, frozen=True):
    """Failed part, in words for technician and log."""

    code: FaultCode
    part: str
    text: str


class PowerReport(Struct, frozen=True):
    """Battery and computer; None for an unknown value."""

    percent: float | None = None
    hours_left: float | None = None
    charging: bool | None = None
    soc_c: float | None = None
    undervoltage: bool = False
    throttled: bool = False
    level: PowerLevel = "ok"
    gauge: GaugeState = "none"


class ServoHealth(Struct, frozen=True):
    """Health of one servo that can report it."""

    axis: AxisName
    load: float | None = None
    """Share of its torque, signed."""
    temperature_c: float | None = None
    volts: float | None = None


class BodyState(BodyReport, frozen=True, tag="state"):
    """Sent on every change, 50 times a second while moving, and at least once a second."""

    at_s: float
    """Time on the machine's monotonic clock."""
    target_pan_deg: float
    target_tilt_deg: float
    commanded_pan_deg: float
    commanded_tilt_deg: float
    measured_pan_deg: float
    """Position from the servo if it can tell, else from the model of the servo."""
    measured_tilt_deg: float
    moving: bool
    at_limit: bool
    held: bool
    """The dead man's switch holds the head."""
    attached: bool
    signal: SignalName
    hand_raised: bool
    paused: bool
    """The class's button is latched; only the button changes it."""
    faults: tuple[Fault, ...] = ()
    battery_percent: float | None = None
    dropped: int = 0
    """Intents dropped since the start: late, stale, replayed or malformed."""
    gesture: GestureName | None = None
    power: PowerReport = PowerReport()
    servos: tuple[ServoHealth, ...] = ()
    near: bool = False
    mark: MarkName | None = None


class Pressed(BodyReport, frozen=True, tag="pressed"):
    """A volume button was pressed, or one of them long enough for `identify`.

    The pause button is in `state`.
    """

    button: ButtonName


class RefusedIntent(BodyReport, frozen=True, tag="refused"):
    code: Literal["malformed", "too_large", "unknown_type", "not_simulated", "fault"]
    text: str


AnyIntent = (
    Target | Keep | PerformGesture | Park | Show | RaiseHand | Release | Identify | Press | Poke
)
AnyReport = Greeting | BodyState | Pressed | RefusedIntent

encode = msgspec.json.Encoder().encode
decode_intent = msgspec.json.Decoder(AnyIntent).decode
decode_report = msgspec.json.Decoder(AnyReport).decode
