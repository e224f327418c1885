"""Technician's tools at the bench: calibrate, test, watch, and a local page."""
