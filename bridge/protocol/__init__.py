"""PURE. The wire: the only thing that robot, bridge and pages share. No I/O.

`PROTOCOL.md` beside this file is the normative text.
"""

PROTOCOL_VERSION = 1
"""Raised when an older peer could no longer understand us."""
