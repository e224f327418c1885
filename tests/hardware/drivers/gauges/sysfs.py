"""A folder that looks like a Raspberry Pi's /sys, as far as the board is concerned."""

from pathlib import Path


class Sysfs:
    """Begins at 45 degrees, with a supply that is strong enough, and nothing of the firmware."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.temperature(45.0)
        self.alarm(False)

    def temperature(self, celsius: float) -> None:
        self.write("sys/class/thermal/thermal_zone0/temp", f"{round(celsius * 1000)}\n")

    def alarm(self, on: bool, name: str = "rpi_volt") -> None:
        self.write("sys/class/hwmon/hwmon0/name", "cpu_fan\n")
        self.write("sys/class/hwmon/hwmon2/name", f"{name}\n")
        self.write("sys/class/hwmon/hwmon2/in0_lcrit_alarm", f"{int(on)}\n")

    def firmware(self, bits: str) -> None:
        self.write("sys/devices/platform/soc/soc:firmware/get_throttled", f"{bits}\n")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="ascii")
