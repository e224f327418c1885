"""A robot's system files, all well, under a folder; tests break one of them at a time."""

from pathlib import Path

from tests.robot.media.devices.card_tree import card_tree

WIRELESS = """\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   60.  -50.  -256        0      0      0      0     12        0
"""

FILES = {
    "proc/mounts": "/dev/root / ext4 rw,noatime 0 0\n/dev/mmcblk0p1 /boot/firmware vfat rw 0 0\n",
    "proc/meminfo": "MemTotal:        1900000 kB\nMemAvailable:    1200000 kB\n",
    "proc/net/wireless": WIRELESS,
    "sys/block/mmcblk0/device/life_time": "0x01 0x02\n",
    "sys/block/mmcblk0/device/pre_eol_info": "0x01\n",
    "sys/fs/ext4/mmcblk0p2/errors_count": "0\n",
    "sys/class/thermal/thermal_zone0/temp": "48312\n",
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
    "sys/class/hwmon/hwmon2/name": "rpi_volt\n",
    "sys/class/hwmon/hwmon2/in0_lcrit_alarm": "0\n",
    "sys/class/net/wlan0/wireless/status": "",
    "sys/class/net/eth0/device/uevent": "",
    "sys/class/net/eth0/carrier": "0\n",
    "sys/class/rtc/rtc0/name": "rpi_rtc\n",
    "etc/karlsson/body.toml": '[body]\ndriver = "feetech"\nstate = "/var/lib/karlsson-body"\n',
    "var/lib/karlsson-body/calibration-1000.toml": "",
}

COMMANDS = {
    "timedatectl": 'case "$1$2" in *NTP*) echo NTP=yes; echo NTPSynchronized=yes;; esac',
    "chronyc": "echo C0A80101,ntp.school.example,3,1700000000.0,0.0,0.0,0.0,1,1,1,1,1,64,Normal",
    "systemctl": "echo ActiveState=inactive; echo StatusText=",
}


def healthy_tree(root: Path) -> Path:
    """Make the files; return the root."""
    card_tree(root, "cp")
    for name, text in FILES.items():
        put(root, name, text)
    for name, script in COMMANDS.items():
        put_command(root, name, script)
    return root


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def put_command(root: Path, name: str, script: str) -> None:
    """Put a program of the system there."""
    path = root / "usr/bin" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
