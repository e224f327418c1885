"""Signaling behind `/signal`: admission to the bridge, rooms and sessions."""
