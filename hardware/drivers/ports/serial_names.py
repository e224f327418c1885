"""Names of serial adapters, and why one cannot be opened."""

import errno
import grp
from pathlib import Path

from bridge.process.device_place import DevicePlace, present
from hardware.contract.wire import FaultCode

DEVICES = Path("/dev")
BY_ID = Path("/dev/serial/by-id")
BY_PATH = Path("/dev/serial/by-path")
NUMBERED = ("ttyUSB*", "ttyACM*")
GROUP = "dialout"
"""Group of serial ports on Debian and Raspberry Pi OS."""

TAKEN = (errno.EBUSY, errno.EAGAIN)
GONE = (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO)


class SerialPlace(DevicePlace):
    """One adapter, under whatever number it appears.

    Args:
        path: As configured: a number such as /dev/ttyUSB0, or a link.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path, (BY_ID, BY_PATH))


def found() -> list[str]:
    """Return the names of the adapters that are plugged in, by id where they have one."""
    return present((BY_ID, BY_PATH), DEVICES, NUMBERED)


def refusal(path: str, error: BaseException) -> tuple[FaultCode, str]:
    """Return the fault of a port that cannot be opened, with its reason and what to do."""
    number = getattr(error, "errno", None)
    if number in (errno.EACCES, errno.EPERM):
        group = _group(path)
        text = (
            f"may not be opened: its user is not in the group {group}: "
            f"`sudo usermod -aG {group} USER`, then log in anew, or restart the service"
        )
        return "driver", text
    if number in TAKEN:
        text = (
            f"is in use by another program: `sudo fuser -v {path}` names it; stop it "
            "(also a console or ModemManager)"
        )
        return "driver", text
    if number in GONE:
        names = found()
        there = f"there now: {', '.join(names)}" if names else "no serial adapter is there now"
        return "servo_unplugged", f"is not there: plug it in, or name another port; {there}"
    return "driver", f"cannot be used as a serial port: {error}"


def _group(path: str) -> str:
    """Return the group that may use the port; root's own ports belong to the usual one."""
    try:
        number = Path(path).stat().st_gid
        return grp.getgrgid(number).gr_name if number else GROUP
    except (OSError, KeyError):
        return GROUP
