"""Releases of the robot's software: archives, keys, and what is signed of them (record 60)."""
