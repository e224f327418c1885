"""Measurements: what a child sees and hears, how late, and what it costs."""
