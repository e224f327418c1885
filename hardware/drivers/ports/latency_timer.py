"""Latency timers of USB adapters. FTDI's hold answers back for 16 ms as shipped.

The serial driver's low-latency mode ends that without any rights. Where it does not, the
timer's own file is written, and where that is refused the remedy is named.
"""

from pathlib import Path

TTYS = Path("/sys/class/tty")
WANTED_MS = 1
RULE = (
    'ACTION=="add", SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR{latency_timer}="1" '
    "in /etc/udev/rules.d/60-karlsson-latency.rules"
)


def hurry(path: str) -> str | None:
    """Set the timer of this port's adapter to 1 ms.

    Returns:
        What is wrong and what to do, or None.
    """
    timer = TTYS / Path(path).resolve().name / "device" / "latency_timer"
    before_ms = _read_ms(timer)
    if before_ms is None or before_ms <= WANTED_MS:
        return None
    try:
        timer.write_text(f"{WANTED_MS}\n", encoding="ascii")
    except OSError:
        refused = True
    else:
        refused = False
    left_ms = _read_ms(timer)
    if not refused and left_ms is not None and left_ms <= WANTED_MS:
        return None
    return (
        f"its adapter holds each answer back for {left_ms or before_ms} ms: "
        f"`echo {WANTED_MS} | sudo tee {timer}`, or for good {RULE}"
    )


def _read_ms(timer: Path) -> int | None:
    try:
        return int(timer.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
