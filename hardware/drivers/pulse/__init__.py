"""Hobby servos: pulses from the header, from the kernel, or from a board on I2C."""
