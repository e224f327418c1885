"""PURE. Messages of the body's UNIX socket: one JSON object a line. No I/O.

The agent sends intents; the body owns limits, trajectories and the dead man's
switch. Everybody connected is told every state; whoever sends an intent other
than `press` becomes the agent, and the agent before is disconnected.

`seq` counts up over all intents of one connection; an intent whose `seq` is not
higher than the last one is dropped and counted (late or replayed). `press` is
exempt: it comes from the room, not from the agent.
"""

from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Struct

WIRE_VERSION = 1
LINE_BYTES = 4096

DEAD_MAN_S = 0.5
"""So long without `target` or `keep`, and the head holds where it is."""

Degrees = Annotated[float, Meta(ge=-360, le=360)]
Seq = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Ratio = Annotated[float, Meta(ge=0, le=1)]

SignalName = Literal[
    "asleep",
    "joining",
    "present",
    "hand",
    "hand_waiting",
    "seen",
    "speaking",
    "whispering",
    "resting",
    "on_break",
    "paused",
    "line_bad",
    "not_allowed",
    "fault",
]
SIGNALS: tuple[str, ...] = get_args(SignalName)
ButtonName = Literal["pause", "volume_up", "volume_down"]
FaultCode = Literal[
    "servo_silent",
    "servo_stalled",
    "servo_hot",
    "servo_bus",
    "lights",
    "driver",
]


class Intent(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Agent to body."""


class Target(Intent, frozen=True, tag="target"):
    """Turn the head there, as fast as limits allow; feeds the dead man's switch."""

    seq: Seq
    pan_deg: Degrees
    tilt_deg: Degrees


class Keep(Intent, frozen=True, tag="keep"):
    """The child is still there: feeds the dead man's switch, changes nothing."""

    seq: Seq


class Park(Intent, frozen=True, tag="park"):
    """Go to rest slowly and detach there; needs no feeding."""

    seq: Seq


class Show(Intent, frozen=True, tag="show"):
    """Show this signal on eyes, light and posture until the next one."""

    seq: Seq
    signal: SignalName
    level: Ratio = 0.0
    """Loudness of the child's voice, for `speaking`."""


class RaiseHand(Intent, frozen=True, tag="raise_hand"):
    seq: Seq
    raised: bool


class Release(Intent, frozen=True, tag="release"):
    """A fault was looked at: clear it and try the drivers again."""

    seq: Seq


class Press(Intent, frozen=True, tag="press"):
    """Press a simulated button. Refused by every driver but the simulated one."""

    seq: Seq
    button: ButtonName


class Report(Struct, frozen=True, tag_field="type"):
    """Body to agent."""


class Greeting(Report, frozen=True, tag="greeting"):
    """First line on every connection."""

    version: int
    driver: Literal["simulated", "gpio", "feetech"]
    pan_min_deg: float
    pan_max_deg: float
    tilt_min_deg: float
    tilt_max_deg: float
    has_hand: bool


class Fault(Struct, frozen=True):
    """A part that failed, in words for technician and log."""

    code: FaultCode
    part: str
    text: str


class State(Report, frozen=True, tag="state"):
    """Sent on every change, 50 times a second while moving, and at least once a second."""

    at_s: float
    """Monotonic clock of the machine."""
    target_pan_deg: float
    target_tilt_deg: float
    commanded_pan_deg: float
    commanded_tilt_deg: float
    measured_pan_deg: float
    """From the servo where it can tell, else the model of the servo."""
    measured_tilt_deg: float
    moving: bool
    at_limit: bool
    held: bool
    """The dead man's switch holds the head."""
    attached: bool
    signal: SignalName
    hand_raised: bool
    paused: bool
    """The class's button is latched. Read here; nothing but the button changes it."""
    faults: tuple[Fault, ...] = ()
    battery_percent: float | None = None
    dropped: int = 0
    """Intents dropped since start: late, replayed or malformed."""


class Pressed(Report, frozen=True, tag="pressed"):
    """A volume button was pressed (the pause button is in `state`)."""

    button: ButtonName


class RefusedIntent(Report, frozen=True, tag="refused"):
    code: Literal["malformed", "too_large", "unknown_type", "not_simulated", "fault"]
    text: str


AnyIntent = Target | Keep | Park | Show | RaiseHand | Release | Press
AnyReport = Greeting | State | Pressed | RefusedIntent

encode = msgspec.json.Encoder().encode
decode_intent = msgspec.json.Decoder(AnyIntent).decode
decode_report = msgspec.json.Decoder(AnyReport).decode
