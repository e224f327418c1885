"""Open I2C buses, SPI buses and serial ports."""
