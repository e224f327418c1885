"""Temperature and supply of a Raspberry Pi, from files of kernel and firmware.

    sys/class/thermal/thermal_zone0/temp                 thousandths of a degree
    sys/class/hwmon/hwmon*/{name,in0_lcrit_alarm}        "rpi_volt": 1 after a dip of the supply
    sys/devices/platform/soc*/*firmware*/get_throttled   bits in hexadecimal, where it exists

Only the temperature is required. The alarm is the firmware's sticky bit, which the kernel reads
and clears every two seconds, so that a short dip is seen too. Of `get_throttled` only the bits
for the present moment are used.

Source: Linux, driver-api/thermal/sysfs-api ("temp"), drivers/hwmon/raspberrypi-hwmon.c;
Raspberry Pi documentation, "vcgencmd get_throttled" (bits). Untried on hardware.
"""

from pathlib import Path

from hardware.contract.errors import NotConnected
from hardware.contract.interfaces import BoardReading

TEMPERATURE = Path("sys/class/thermal/thermal_zone0/temp")
SENSORS = Path("sys/class/hwmon")
SUPPLY_SENSOR = "rpi_volt"
ALARM = "in0_lcrit_alarm"
FIRMWARE = "sys/devices/platform/soc*/*firmware*/get_throttled"
"""`soc/soc:firmware` up to the Pi 4; the paths of later boards contain an address."""

LEAST_C, MOST_C = -40.0, 125.0

UNDERVOLTAGE_NOW = 1 << 0
CAPPED_NOW = 1 << 1
THROTTLED_NOW = 1 << 2
SOFT_LIMIT_NOW = 1 << 3


class RaspberryPi:
    """Reads the files under a root.

    Args:
        root: Folder that holds `sys`.

    Raises:
        NotConnected: The computer does not report its temperature.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        if not (root / TEMPERATURE).exists():
            text = (
                f"{root / TEMPERATURE} is not there: on a computer that does not report its "
                'temperature write [board] driver = "none"'
            )
            raise NotConnected("board", text, "driver")
        self._alarm = self._supply_sensor()
        self._firmware = next(iter(sorted(root.glob(FIRMWARE))), None)

    def sample(self, now: float) -> BoardReading:
        """Return temperature, undervoltage and thermal throttling."""
        millidegrees = _number(self._root / TEMPERATURE, 10)
        bits = _number(self._firmware, 16) or 0
        alarm = _number(self._alarm, 10)
        return BoardReading(
            soc_c=_believable(millidegrees),
            undervoltage=bool(alarm) or bool(bits & UNDERVOLTAGE_NOW),
            throttled=bool(bits & (CAPPED_NOW | THROTTLED_NOW | SOFT_LIMIT_NOW)),
        )

    def close(self) -> None:
        """Do nothing: no file is kept open."""

    def _supply_sensor(self) -> Path | None:
        """Return the file of the alarm; the number of its sensor differs between boards."""
        for folder in sorted((self._root / SENSORS).glob("hwmon*")):
            try:
                name = (folder / "name").read_text(encoding="ascii", errors="replace").strip()
            except OSError:
                continue
            if name == SUPPLY_SENSOR:
                return folder / ALARM
        return None


def _believable(millidegrees: int | None) -> float | None:
    """Return degrees Celsius; None for a temperature that the chip cannot have."""
    if millidegrees is None or not LEAST_C <= millidegrees / 1000.0 <= MOST_C:
        return None
    return millidegrees / 1000.0


def _number(path: Path | None, base: int) -> int | None:
    """Return the number in a file; None if the file is missing or holds something else."""
    if path is None:
        return None
    try:
        return int(path.read_text(encoding="ascii", errors="replace").strip(), base)
    except (OSError, ValueError):
        return None
