"""State of this process for systemd: sd_notify(3) without a dependency.

Outside systemd no call has an effect.
"""

import os
import socket
import time

STATUS_CHARACTERS = 1000
"""Longest status; the size of a datagram is limited."""


MISTAKE_S = 5.0
"""Time between two starts with a mistake that only a person can correct."""


def notify(state: str) -> None:
    """Send one state, such as `READY=1`, to the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        sock.setblocking(False)
        try:
            sock.sendto(state.encode(), address)
        except (BlockingIOError, FileNotFoundError, ConnectionRefusedError):
            return  # systemd is reloading; the next call will reach it


def _line(text: str) -> str:
    """Return a status as one line: systemd would read a second line as another message."""
    return " ".join(text.split())[:STATUS_CHARACTERS]


def ready(status: str) -> None:
    """Report that the process serves now."""
    notify(f"READY=1\nSTATUS={_line(status)}")


def status(text: str) -> None:
    """Report a status text, which `systemctl status` shows."""
    notify(f"STATUS={_line(text)}")


def stopping() -> None:
    """Report that the process ends on purpose."""
    notify("STOPPING=1")


def mistaken(text: str) -> None:
    """Report a mistake that a person has to correct, and wait before the process ends.

    The service manager starts it again at once, as it should after a failure. Without the wait a
    wrong configuration would fill a core and the log.
    """
    if os.environ.get("NOTIFY_SOCKET"):
        status(text)
        time.sleep(MISTAKE_S)


def watchdog_interval_s() -> float | None:
    """Return the interval at which to call `alive`, or None without a watchdog."""
    interval_us = os.environ.get("WATCHDOG_USEC", "")
    pid = os.environ.get("WATCHDOG_PID", "")
    if not interval_us.isdigit() or (pid and pid != str(os.getpid())):
        return None
    return int(interval_us) / 1e6 / 2


def alive(status: str = "") -> None:
    """Feed the watchdog. Call this only after real work has succeeded."""
    notify("WATCHDOG=1" + (f"\nSTATUS={_line(status)}" if status else ""))
