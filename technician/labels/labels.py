"""PURE. Data of the sheet of labels: name, serial number, PIN, address, Wi-Fi key, code. No I/O.

The code leads to the robot's own page in the school's network; the PIN, which is not in the code,
opens it for who stands beside the robot. The key lets whoever holds the robot into the robot's
own Wi-Fi, which is on for minutes alone.
"""

import io
from collections.abc import Sequence
from typing import Any, Literal

import segno

from bridge.process import pin
from technician.lists.records import ListedRobot

Language = Literal["de", "en"]

PER_SHEET = 24
"""Labels of 70 by 37 mm on A4, three in a row, as every shop has them."""

WORDS = {
    "de": {
        "title": "Etiketten für Roboter",
        "serial": "Seriennummer",
        "code": "Code zu {address}",
        "key": "Schlüssel seines WLANs",
    },
    "en": {
        "title": "Labels for robots",
        "serial": "Serial number",
        "code": "Code to {address}",
        "key": "Key of its Wi-Fi",
    },
}


def labels(robots: Sequence[ListedRobot], language: Language, used: int = 0) -> dict[str, Any]:
    """Return the data of `labels.typ`.

    Args:
        robots: In the order of the list.
        language: Language of the words.
        used: How many labels of the first sheet are gone already.
    """
    words = WORDS[language]
    return {
        "language": language,
        "title": words["title"],
        "serial": words["serial"],
        "key": words["key"],
        "used": used % PER_SHEET,
        "labels": [_label(robot, words["code"]) for robot in robots],
    }


def address(robot: ListedRobot) -> str:
    """Return the address of a robot's own page."""
    return f"http://{robot.host}.local"


def _label(robot: ListedRobot, described: str) -> dict[str, str]:
    to = address(robot)
    out = io.BytesIO()
    segno.make(to, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return {
        "name": robot.name,
        "host": robot.host,
        "serial": robot.serial,
        "pin": pin.shown(robot.pin) if robot.pin else "",
        "key": robot.hotspot_key,
        "code": out.getvalue().decode(),
        "alt": described.format(address=to),
    }
