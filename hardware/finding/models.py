"""PURE. Models of servos by the number that they tell, and ports by their names. No I/O.

Sources: Robotis e-Manual, control tables ("Model Number" of each model); Feetech's memory tables,
addresses 3 and 4.
"""

import re
from collections.abc import Mapping
from typing import Literal

DYNAMIXELS: Mapping[int, str] = {
    1020: "XM430-W350",
    1030: "XM430-W210",
    1060: "XL430-W250",
    1070: "XC430-W150",
    1080: "XC430-W240",
    1190: "XL330-M077",
    1200: "XL330-M288",
    1210: "XC330-T181",
    1220: "XC330-T288",
    1230: "XC330-M181",
    1240: "XC330-M288",
}

FEETECHS: Mapping[tuple[int, int], str] = {
    (9, 3): "STS3215",
    (9, 11): "STS3250",
    (5, 4): "SCS0009",
}
"""By the bytes at addresses 3 and 4."""

MOST_SCS = 1023
"""Greatest position of an SCS servo."""

_MODEM = re.compile(
    r"modem|huawei|zte|quectel|sierra|simcom|telit|fibocom|u-?blox|gps|alcatel", re.IGNORECASE
)
_MAESTRO = re.compile(r"pololu", re.IGNORECASE)
_SECOND = re.compile(r"-if0[1-9]")


def leave_alone(name: str) -> Literal["modem", "second"] | None:
    """Return why a port is not asked by its name alone, or None."""
    if _MODEM.search(name):
        return "modem"
    if _MAESTRO.search(name) and _SECOND.search(name):
        return "second"
    return None


def is_maestro(name: str) -> bool:
    """Return whether a port's name says that it is a Maestro's: no servo is asked there."""
    return bool(_MAESTRO.search(name))


def series_of(model: tuple[int, int], limit: bytes) -> Literal["sts", "scs"]:
    """Return the series of a Feetech servo.

    Args:
        model: Bytes at addresses 3 and 4.
        limit: Its greatest position as two bytes, whose order tells the series of a model that is
            not known.
    """
    if model[0] == 9:
        return "sts"
    if model[0] == 5:
        return "scs"
    big, little = int.from_bytes(limit, "big"), int.from_bytes(limit, "little")
    return "scs" if 0 < big <= MOST_SCS < little else "sts"
