"""Device files of adapters, with the links that udev makes."""

from pathlib import Path


def plug(dev: Path, number: str, by_id: str | None, by_path: str) -> Path:
    """Make the file and its links, as when an adapter is plugged in."""
    device = dev / number
    device.touch()
    for folder, name in (("by-id", by_id), ("by-path", by_path)):
        if name is not None:
            (dev / folder / name).unlink(missing_ok=True)
            (dev / folder / name).symlink_to(device)
    return device
