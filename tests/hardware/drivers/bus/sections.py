"""Sections of the body's file for tests: three servos on an emulated bus."""

from typing import Any, Literal

from hardware.drivers.bus.config import BusServo, Dynamixel, Feetech

PAN, TILT, HAND = 1, 2, 3
ANSWER_S = 0.2
"""The servos share a busy machine, and even its interpreter."""


def feetech(port: str, series: Literal["sts", "scs"] = "sts", **more: Any) -> Feetech:
    return Feetech(port=port, series=series, **{**_common(), "lights": "none", **more})


def dynamixel(port: str, **more: Any) -> Dynamixel:
    common = _common()
    del common["buttons"]
    return Dynamixel(port=port, **{**common, **more})


def _common() -> dict[str, Any]:
    return {
        "pan": BusServo(id=PAN),
        "tilt": BusServo(id=TILT),
        "hand": BusServo(id=HAND),
        "buttons": "none",
        "answer_s": ANSWER_S,
        "stall_s": 0.1,
        "battery_empty_v": 6.4,
        "battery_full_v": 8.4,
    }
