"""Wording of the fleet's pages for a robot and for an errand."""

import json
from typing import Any, NamedTuple

from bridge.base.words import Language, Words
from bridge.fleet import words
from bridge.fleet.board import PostedErrand
from bridge.fleet.rows import FleetRow
from bridge.protocol.fleet import ErrandName

ERRAND_WORDS: dict[ErrandName, Words] = {
    "doctor": Words("Doctor", "Doctor"),
    "log_bundle": Words("Protokoll", "Log"),
    "identify": Words("Winken", "Wink"),
    "restart": Words("Neustart", "Restart"),
}


class RobotLine(NamedTuple):
    """One robot of the table.

    Args:
        look: Key of a mark's look.
        eyes: Eyes of its face.
        to_do: What needs somebody, in words.
    """

    row: FleetRow
    look: str
    eyes: str
    state: str
    to_do: tuple[str, ...]


class DoctorLine(NamedTuple):
    """One thing of a doctor's report that is to be mended."""

    is_failed: bool
    name: str
    text: str
    remedy: str


def line_of(row: FleetRow, language: Language) -> RobotLine:
    """Return what the table says of a robot."""
    to_do = [words.named(words.ALARMS, kind, language) for kind in row.alarms]
    to_do += [words.named(words.PARTS, part, language) for part in row.broken]
    if row.weak_supply:
        to_do.append(words.of(words.WEAK_SUPPLY, language))
    to_do += [words.named(words.PARTS, part, language) for part in row.doctor_failed]
    look = {"free": "good", "lesson": "lesson", "fault": "bad", "paused": "reserved"}
    eyes = "open" if row.is_here else "dashes"
    if row.state == "fault":
        eyes = "crosses"
    state = words.named(words.STATES, row.state, language)
    return RobotLine(row, look.get(row.state, "quiet"), eyes, state, tuple(dict.fromkeys(to_do)))


def findings(posted: PostedErrand) -> list[DoctorLine]:
    """Return what a doctor's report wants to be mended; what cannot be read is left out.

    The report comes from a robot, and a robot may be wrong: nothing of its form is relied upon.
    """
    answer = posted.answer
    if posted.errand != "doctor" or answer is None or not answer.data:
        return []
    try:
        report = json.loads(answer.data)
    except ValueError:
        return []
    checks = report.get("checks") if isinstance(report, dict) else None
    found = []
    for check in checks if isinstance(checks, list) else ():
        if not isinstance(check, dict) or check.get("outcome") not in ("failed", "weak"):
            continue
        name, text, remedy = (_text(check.get(key)) for key in ("name", "text", "remedy"))
        found.append(DoctorLine(check["outcome"] == "failed", name, text, remedy))
    return found[:40]


def _text(value: Any) -> str:
    return "".join(c for c in value if c.isprintable())[:400] if isinstance(value, str) else ""
