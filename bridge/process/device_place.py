"""Places of devices: by a number, which changes, and by udev's links, which do not.

udev links by-id/... (make and serial number) and by-path/... (socket) to the numbered device. A
device that is plugged in again while its old number is still in use gets another number: then it
is found by the links that led to it before.
"""

from collections.abc import Sequence
from pathlib import Path


class DevicePlace:
    """One device, under whatever number it appears.

    Args:
        path: As configured: a number such as /dev/ttyUSB0, or a link.
        folders: Folders of udev's links, the most telling one first.
    """

    def __init__(self, path: str, folders: Sequence[Path]) -> None:
        self.path = path
        self._folders = tuple(folders)
        self._links: tuple[Path, ...] = ()

    def now(self) -> str:
        """Return the path to open: a remembered link of this device, or the configured path."""
        for link in self._links:
            if link.exists():
                return str(link)
        return self.path

    def opened(self) -> str | None:
        """Remember the links of the device that was opened by its number.

        Returns:
            The lasting name that the configuration should have, if there is one.
        """
        path = Path(self.path)
        if self._links or path.is_symlink():
            return None
        device = path.resolve()
        self._links = tuple(link for link in links(self._folders) if link.resolve() == device)
        return str(self._links[0]) if self._links else None


def links(folders: Sequence[Path]) -> list[Path]:
    """Return every link in these folders; none where no device is plugged in, or without udev."""
    found: list[Path] = []
    for folder in folders:
        try:
            found += sorted(folder.iterdir())
        except OSError:
            continue
    return found


def present(folders: Sequence[Path], devices: Path, numbered: Sequence[str]) -> list[str]:
    """Return the names of the devices that are plugged in, by id where they have one.

    Args:
        folders: As for `DevicePlace`; names are taken from the first.
        devices: Folder of the numbered devices.
        numbered: Patterns of their names.
    """
    by_id = links(folders[:1])
    linked = {link.resolve() for link in by_id}
    others = [path for glob in numbered for path in sorted(devices.glob(glob))]
    return [str(path) for path in by_id + [p for p in others if p.resolve() not in linked]]
