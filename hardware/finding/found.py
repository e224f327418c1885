"""PURE. Parts of a body that answered, or did not. No I/O."""

from dataclasses import dataclass
from typing import Literal

PortKind = Literal[
    "feetech",
    "dynamixel",
    "maestro",
    "silent",
    "talks",
    "foreign",
    "modem",
    "console",
    "second",
    "taken",
    "forbidden",
    "gone",
    "unusable",
    "late",
]
"""Kind of port, by what is at it.

talks: sends without being asked; foreign: answers what nobody here knows; second: the other port
of a Maestro; taken: another program has it; forbidden: this user may not open it; gone: it is not
there; late: did not end in time."""

UNASKED: tuple[PortKind, ...] = ("taken", "forbidden", "gone", "unusable", "late")
"""Kinds of ports that should have been asked, and were not."""

I2cTrouble = Literal["", "off", "forbidden", "held", "broken", "late"]
PinTrouble = Literal["", "none", "forbidden", "no_library"]

ChipKind = Literal["pca9685", "ina219", "max17048", "ht16k33", "veml7700", "bh1750", "unknown"]

BUS_KINDS: tuple[PortKind, ...] = ("feetech", "dynamixel")


@dataclass(frozen=True, slots=True)
class FoundServo:
    """A servo that answered.

    Args:
        baud: Baud rate at which it answers.
        model: Name of its model; empty if it is not known here.
        series: Of Feetech's servos.
        volts: Its supply.
    """

    id: int
    baud: int
    model: str = ""
    series: Literal["sts", "scs"] = "sts"
    volts: float | None = None


@dataclass(frozen=True, slots=True)
class FoundPort:
    """One serial port.

    Args:
        name: Path that lasts, where there is one.
        servos: Those that answered, by rising id.
        doubled: Ids that two servos share.
        baud: Baud rate of a Maestro.
        crc: The Maestro wants checksums.
    """

    name: str
    kind: PortKind
    servos: tuple[FoundServo, ...] = ()
    doubled: tuple[int, ...] = ()
    baud: int = 0
    crc: bool = False


@dataclass(frozen=True, slots=True)
class FoundChip:
    """A chip on I2C.

    Args:
        is_certain: It was recognised by its registers, not by its address alone.
    """

    bus: int
    address: int
    kind: ChipKind
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class FoundPins:
    """Pins of the header.

    Args:
        chips: Devices through which pins are driven.
        trouble: Why they cannot be used; empty if they can.
    """

    chips: tuple[str, ...] = ()
    trouble: PinTrouble = ""


@dataclass(frozen=True, slots=True)
class FoundBody:
    """Everything that was found.

    Args:
        i2c_trouble: Why I2C could not be asked; empty if it was.
        running: Driver of a body that runs now; empty if none does.
    """

    ports: tuple[FoundPort, ...] = ()
    chips: tuple[FoundChip, ...] = ()
    i2c_trouble: I2cTrouble = ""
    pins: FoundPins = FoundPins()
    running: str = ""
