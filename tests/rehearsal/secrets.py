"""Secrets that must be nowhere on a robot that was handed back, in every form that was written."""

import json
from collections.abc import Sequence

from technician.files import keyfile
from tests.rehearsal import sheet
from tests.rehearsal.simulated_robot import SimulatedRobot

LEAST = 6
"""Shorter ones stand everywhere."""


def of(
    robot: SimulatedRobot, rows: Sequence[sheet.Row], token: str, pupil: str
) -> frozenset[bytes]:
    """Return the secrets of a robot: its token, key and child, and its school's network."""
    found = {token, pupil, *forms(sheet.secrets(rows))}
    key = robot.root.state / "robot.key"
    if key.exists():
        found |= {line for line in key.read_text().splitlines() if not line.startswith("-")}
    return frozenset(text.encode() for text in found if len(text) >= LEAST)


def forms(texts: frozenset[str]) -> set[str]:
    """Return texts as they are, as NetworkManager keeps them, and as `user-data` holds those."""
    kept = set(texts) | {keyfile.escaped(one) for one in texts} | {keyfile.ssid(t) for t in texts}
    return kept | {json.dumps(one, ensure_ascii=False)[1:-1] for one in kept}
