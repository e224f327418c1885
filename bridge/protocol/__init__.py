"""PURE. Wire protocol, which robot, bridge and pages share. No I/O.

`PROTOCOL.md` beside this file is the normative text.
"""

PROTOCOL_VERSION = 1
"""Version number; it rises when an older peer could no longer understand a newer one."""
