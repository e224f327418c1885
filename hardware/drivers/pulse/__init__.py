"""Drivers of hobby servos: pulses from the header, from the kernel, or from a board."""
