"""The body's file, its calibration, what contradicts itself, and opening what it names."""
