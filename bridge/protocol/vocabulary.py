"""PURE. Names that body, robot, bridge and pages share: signals, marks, gestures, power. No I/O.

The body imports no other module of the protocol. A test compares the app's copy in
`pupil_app/js/wire/protocol.js` with it.
"""

from typing import Literal, get_args

SignalName = Literal[
    "asleep",
    "joining",
    "present",
    "hand",
    "hand_waiting",
    "seen",
    "understood",
    "not_understood",
    "speaking",
    "whispering",
    "resting",
    "on_break",
    "paused",
    "line_bad",
    "not_allowed",
    "no_bridge",
    "fault",
    "identify",
]
"""Signals of eyes, light and posture. `hand_waiting` is a hand up for more than 60 s, or a request
for help that nobody has answered. `understood` and `not_understood` answer a question of the
class and last for three seconds. `resting` means that the child only listens. `on_break` closes
the eyes, since neither picture nor sound flows. `no_bridge`: nobody is in, and nobody can come,
since the robot does not reach the bridge; `presence` tells `asleep` in its place. The body itself
shows `identify` after a long press."""

SIGNALS: tuple[SignalName, ...] = get_args(SignalName)

MarkName = Literal["understood", "not_understood"]
"""Answer of the child that stays as a mark in one eye, after the signal of that name is over."""

MARKS: tuple[MarkName, ...] = get_args(MarkName)

GestureName = Literal["nod", "shake", "applaud", "look_around"]
"""Short movements of head and hand."""

GESTURES: tuple[GestureName, ...] = get_args(GestureName)

PowerLevel = Literal["ok", "low", "very_low", "empty"]
"""Levels of the battery: below `ok` at most 20, 10 and 3 %, each until it is charged well above
that. `empty` ends a presence and lets nobody in."""

GaugeState = Literal["none", "known", "silent"]
"""State of the battery gauge: absent, answering, or not answering."""
