"""Presence of the child in the robot: the state machine and its parts."""
