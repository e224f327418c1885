"""Requests of a technician to a running robot: identify, restart, doctor, log bundle."""
