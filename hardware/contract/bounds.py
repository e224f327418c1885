"""PURE. Bounds that the sections of several parts share. No I/O."""

from typing import Annotated

from msgspec import Meta

Pin = Annotated[int, Meta(ge=0, le=27)]
"""BCM number on the Raspberry Pi's header."""

BusId = Annotated[int, Meta(ge=0, le=253)]
"""Number of a servo on a serial bus; 254 addresses all of them."""

I2cBus = Annotated[int, Meta(ge=0, le=31)]
"""The N of /dev/i2c-N."""

I2cAddress = Annotated[int, Meta(ge=0x08, le=0x77)]
"""Seven bits; the I2C specification reserves the other addresses (UM10204, 3.1.12)."""

Percent = Annotated[float, Meta(ge=0, le=100)]
PathText = Annotated[
    str,
    Meta(
        pattern=r"^/[^\0]*\Z",
        max_length=100,
        description="an absolute path, which begins with /",
    ),
]
"""Path of a socket or a folder: a process finds it wherever it is started."""

PortText = Annotated[
    str,
    Meta(
        pattern=r"^/[^\0]*\Z",
        max_length=100,
        description="the path of a serial port, such as /dev/ttyACM0; `ls /dev/serial/by-id` shows "
        "names that last",
    ),
]

Volts = Annotated[float, Meta(ge=3, le=15)]
