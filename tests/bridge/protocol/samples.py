"""The golden samples in `tests/messages/`, which both languages are tested against."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "messages"

ROADS = (
    "opening",
    "from_robot",
    "from_pupil",
    "from_teacher",
    "to_robot",
    "to_pupil",
    "to_teacher",
    "control_up",
    "control_down",
    "event_up",
    "event_down",
)


def load(name: str) -> Any:
    """Return what `NAME.json` holds."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def sdp(name: str) -> str:
    """Return a session description, line ends as they came."""
    return (FOLDER / "sdp" / name).read_bytes().decode()


def offers() -> list[str]:
    """Return the offers that must be let through."""
    entries = load("sdp")
    return [sdp(e["file"]) for e in entries if e["kind"] == "offer" and "refused" not in e]
