"""Names of serial adapters: by their number, which changes, and by their id, which does not.

udev links /dev/serial/by-id/... (make and serial number) and /dev/serial/by-path/... (socket)
to the numbered device. An adapter that is plugged in again while its old number is still in
use gets another number: then it is found by the links that led to it before.
"""

import errno
import grp
from pathlib import Path

from hardware.contract.wire import FaultCode

DEVICES = Path("/dev")
BY_ID = Path("/dev/serial/by-id")
BY_PATH = Path("/dev/serial/by-path")
NUMBERED = ("ttyUSB*", "ttyACM*")
GROUP = "dialout"
"""Group of serial ports on Debian and Raspberry Pi OS."""

TAKEN = (errno.EBUSY, errno.EAGAIN)
GONE = (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO)


class SerialPlace:
    """One adapter, under whatever number it appears.

    Args:
        path: As configured: a number such as /dev/ttyUSB0, or a link.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._links: tuple[Path, ...] = ()

    def now(self) -> str:
        """Return the path to open: a remembered link of this adapter, or the configured path."""
        for link in self._links:
            if link.exists():
                return str(link)
        return self.path

    def opened(self) -> str | None:
        """Remember the links of the adapter that was opened by its number.

        Returns:
            The lasting name that the configuration should have, if there is one.
        """
        path = Path(self.path)
        if self._links or path.is_symlink():
            return None
        self._links = tuple(links_of(path))
        return str(self._links[0]) if self._links else None


def links_of(path: Path) -> list[Path]:
    """Return the links that lead to this device, by id first."""
    device = path.resolve()
    return [link for link in _links() if link.resolve() == device]


def found() -> list[str]:
    """Return the names of the adapters that are plugged in, by id where they have one."""
    links = [link for link in _links() if link.parent == BY_ID]
    linked = {link.resolve() for link in links}
    numbered = [path for glob in NUMBERED for path in sorted(DEVICES.glob(glob))]
    return [str(path) for path in links + [p for p in numbered if p.resolve() not in linked]]


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


def _links() -> list[Path]:
    found: list[Path] = []
    for folder in (BY_ID, BY_PATH):
        try:
            found += sorted(folder.iterdir())
        except OSError:
            continue  # no adapter is plugged in, or there is no udev
    return found


def _group(path: str) -> str:
    """Return the group that may use the port; root's own ports belong to the usual one."""
    try:
        number = Path(path).stat().st_gid
        return grp.getgrgid(number).gr_name if number else GROUP
    except (OSError, KeyError):
        return GROUP
