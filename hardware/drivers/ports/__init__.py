"""Doors to the kernel: I2C, SPI and serial ports."""
