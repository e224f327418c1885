"""Relay for lessons whose networks let nothing but one TCP port through (docs/decisions/0040)."""
