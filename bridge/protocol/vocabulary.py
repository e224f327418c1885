"""PURE. Names that body, robot, bridge and pages share: signals, gestures, power. No I/O.

The body imports this module alone of the whole protocol; the app's copy in
`pupil_app/js/wire/protocol.js` is held against it by a test.
"""

from typing import Literal, get_args

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
    "identify",
]
"""What eyes, light and posture show. `hand_waiting` is a hand up for more than 60 s; `resting` is
only listening; `on_break` has eyes closed, since neither picture nor sound flows; `identify` is
shown by the body itself after a long press."""

SIGNALS: tuple[SignalName, ...] = get_args(SignalName)

GestureName = Literal["nod", "shake", "applaud", "look_around"]
"""A short movement of the head and the hand."""

GESTURES: tuple[GestureName, ...] = get_args(GestureName)

PowerLevel = Literal["ok", "low", "very_low", "empty"]
"""At most 20, 10 and 3 % of the battery, each until it is charged well above that. `empty` ends a
stay and lets nobody in."""

GaugeState = Literal["none", "known", "silent"]
"""Whether the robot has a gauge for its battery, and whether that answers."""
