"""The kernel's PWM files in a temporary folder, refusing what drivers/pwm/{sysfs,core}.c refuse.

Writes of `hardware.drivers.pulse.sysfs` go through `put`, which plays the kernel; reads are of
real files, rights are real modes, and the chip's device is a real link.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.drivers.pulse import sysfs

FILES = {"period": "0", "duty_cycle": "0", "enable": "0", "polarity": "normal"}


class KernelPwm:
    """Chips below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root / "class" / "pwm"
        self.root.mkdir(parents=True)
        self.busy: set[tuple[str, int]] = set()
        """Channels that another driver of the kernel has."""
        self.late = 0
        """Number of looks at a channel's rights before udev has set them."""
        self.gone = False
        self.refuses: int | None = None
        """Error number of every write."""
        self.writes: list[tuple[str, str]] = []

    def add_chip(self, name: str, device: str, channels: int) -> Path:
        folder = self.root.parent.parent / "devices" / device / "pwm" / name
        folder.mkdir(parents=True)
        (folder / "npwm").write_text(f"{channels}\n")
        for file in ("export", "unexport"):
            (folder / file).touch()
        (folder / "device").symlink_to(folder.parent.parent)
        (self.root / name).symlink_to(folder)
        return folder

    def put(self, path: Path, text: str) -> None:
        if self.gone:
            raise _error(errno.ENODEV)
        if self.refuses is not None:
            raise _error(self.refuses)
        self.writes.append((path.name, text))
        if path.name in ("export", "unexport"):
            self._export(path.parent, int(text), path.name == "export")
            return
        if not path.exists():
            raise _error(errno.ENOENT)
        self._set(path, text)

    def writable(self, path: str | Path, mode: int) -> bool:
        if self.late > 0:
            self.late -= 1
            return False
        return os.access(path, mode)

    def pulse_us(self, chip: str, channel: int) -> float | None:
        """The pulse that leaves; None where none does."""
        folder = self.root / chip / f"pwm{channel}"
        if not folder.exists() or _read(folder / "enable") != "1":
            return None
        return int(_read(folder / "duty_cycle")) / 1e3

    def _export(self, chip: Path, channel: int, export: bool) -> None:
        folder = chip / f"pwm{channel}"
        if channel >= int(_read(chip / "npwm")):
            raise _error(errno.ENODEV)
        if not export:
            if not folder.exists():
                raise _error(errno.ENODEV)
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
            return
        if folder.exists() or (chip.name, channel) in self.busy:
            raise _error(errno.EBUSY)
        folder.mkdir()
        for name, value in FILES.items():
            (folder / name).write_text(f"{value}\n")

    def _set(self, path: Path, text: str) -> None:
        state = {name: _read(path.parent / name) for name in FILES}
        if path.name == "polarity":
            if text not in ("normal", "inversed"):
                raise _error(errno.EINVAL)
            if state["enable"] == "1":
                raise _error(errno.EBUSY)  # the chip of a Pi changes it only while it is off
        elif not text.isdigit() or (path.name == "enable" and text not in ("0", "1")):
            raise _error(errno.EINVAL)
        state[path.name] = text
        # pwm_apply_state: no period, or a pulse longer than it, is never taken.
        if int(state["period"]) == 0 or int(state["duty_cycle"]) > int(state["period"]):
            raise _error(errno.EINVAL)
        path.write_text(f"{text}\n")


def _read(path: Path) -> str:
    return path.read_text().strip()


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@contextmanager
def kernel_pwm(root: Path) -> Iterator[KernelPwm]:
    """Play the kernel as long as this lasts."""
    kernel = KernelPwm(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sysfs, "put", kernel.put)
        patch.setattr(sysfs, "writable", kernel.writable)
        yield kernel
