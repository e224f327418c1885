"""PURE. Sizes and rates of the wire. No I/O.

Every number here is a bound that a peer can run into; each has its refusal
code in `errors`.
"""

MESSAGE_BYTES = 32 * 1024
"""One WebSocket message. A browser's offer takes 5 to 8 KiB."""

SDP_BYTES = 16 * 1024
"""One session description."""

CHANNEL_MESSAGE_BYTES = 1024
"""One message of a data channel, except `presence`."""

NESTING = 8
"""Depth of JSON objects and arrays."""

CANDIDATES_PER_ATTEMPT = 20
"""Remote candidates accepted for one peer connection."""

SIGNAL_RATE_HZ = 20.0
"""Messages a second that one WebSocket may send for long."""

SIGNAL_BURST = 60
"""Messages that one WebSocket may send at once."""

CHANNEL_RATE_HZ = 60.0
"""Messages a second on each data channel: look at 20 Hz, beat at 5 Hz, and room."""

CHANNEL_BURST = 120

BEAT_INTERVAL_S = 0.2
"""The child sends `beat` this often on `control`; the robot answers each with `pose`."""

SILENT_AFTER_S = 0.3
"""So long without a beat, and commands are repeated through the bridge."""

STALE_AFTER_S = 0.3
"""A `control` message that arrives this much later than the fastest one is dropped."""

LOST_AFTER_S = 1.0
"""So long without a beat, and both sides say that the line is gone."""

REBUILD_AFTER_S = 2.0
"""So long without a beat, and the app builds a new peer connection beside the old one."""

GRACE_S = 60.0
"""The robot keeps a presence this long for a child whose line is gone."""

OFFER_NONCE_LIFE_S = 60.0
"""The robot makes a new nonce for offers this often; one counts for twice as long."""
