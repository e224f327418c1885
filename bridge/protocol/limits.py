"""PURE. Sizes and rates of the wire. No I/O.

A peer can run into every bound here; each has its refusal code in `errors`.
"""

MESSAGE_BYTES = 32 * 1024
"""Longest WebSocket message. A browser's offer takes 5 to 8 KiB."""

FORWARDED_BYTES = MESSAGE_BYTES + 1024
"""Longest message to the robot: the longest of a child, and the fields that the bridge adds.
If both limits were equal, a child could send a message that ends the robot's link."""

SDP_BYTES = 16 * 1024
"""Longest session description."""

CHANNEL_MESSAGE_BYTES = 1024
"""Longest message of a data channel, except `presence`."""

NESTING = 8
"""Largest nesting depth of JSON objects and arrays."""

CANDIDATES_PER_ATTEMPT = 20
"""Remote candidates accepted for one peer connection."""

SIGNAL_RATE_HZ = 20.0
"""Sustained rate of messages of one WebSocket."""

SIGNAL_BURST = 60
"""Messages that one WebSocket may send at once."""

CHANNEL_RATE_HZ = 60.0
"""Rate of messages on each data channel: `look` at 20 Hz, `beat` at 5 Hz, and a reserve."""

CHANNEL_BURST = 120

BEAT_INTERVAL_S = 0.2
"""Interval of the child's `beat` on `control`; the robot answers each with `pose`."""

SILENT_AFTER_S = 0.3
"""Time without a beat after which commands are repeated through the bridge."""

STALE_AFTER_S = 0.3
"""Lateness, compared with the fastest message, from which a `control` message is dropped."""

LOST_AFTER_S = 1.0
"""Time without a beat after which both sides report that the line is gone."""

REBUILD_AFTER_S = 2.0
"""Time without a beat after which the app builds a new peer connection beside the old one."""

PATIENCE_S = 1.0
"""Time without a sign of the bridge, after a `ping`, after which a WebSocket is given up."""

HANDOVER_S = 1.0
"""Time for which the robot sends over the old peer connection after the next one has connected."""

GRACE_S = 60.0
"""Time for which the robot keeps the presence of a child whose line is gone."""

OFFER_NONCE_LIFE_S = 60.0
"""Interval at which the robot makes a new nonce for offers; each is valid for twice as long."""

CROP_RATE_HZ = 20.0
"""Most `crop` messages a second."""

UNDERSTOOD_S = 60.0
"""Time after which `understood` falls by itself."""

SEALED_BYTES = 24 * 1024
"""Longest `data` of a `sealed` message, as text."""

SEALED_RATE_HZ = 20.0
"""Sustained rate of `sealed`, `sealed_ack` and `sealed_ask` on one WebSocket, besides others."""

SEALED_BURST = 40
"""Sealed messages that one WebSocket may send at once."""

SHEET_BYTES = 2 * 1024 * 1024
"""Longest sheet as it is sent."""

SHEETS_HELD = 4
"""Sheets that the robot holds in each direction."""

SHEET_PIXELS = 12_000_000
"""Largest picture of a sheet that is decoded."""
