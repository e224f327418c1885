"""What a technician uses at the bench: calibrate, test, watch, and the same as a local page."""
