"""Configuration of the body: its file, its calibration, contradictions, and opening drivers."""
