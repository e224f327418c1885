"""Drivers of battery gauges and of the computer's own sensors."""
