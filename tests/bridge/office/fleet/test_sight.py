import json

import pytest

from bridge.fleet.board import PostedErrand
from bridge.fleet.rows import FleetRow
from bridge.fleet.talk import ErrandAnswer
from bridge.office.fleet.sight import DoctorLine, findings, line_of


def posted(data: bytes) -> PostedErrand:
    return PostedErrand(1, "otto", "doctor", "de", 0, ErrandAnswer("otto", "2 Fehler", None, data))


def test_a_robot_is_told_in_words() -> None:
    row = FleetRow(
        "otto",
        "Otto",
        "fault",
        broken=("camera",),
        weak_supply=True,
        alarms=("not_charging",),
        doctor_failed=("camera", "new_part"),
    )
    line = line_of(row, "de")
    assert (line.look, line.eyes, line.state) == ("bad", "crosses", "Fehler")
    assert line.to_do == (
        "abends nicht am Ladegerät",
        "Kamera",
        "Netzteil zu schwach",
        "new part",
    )
    away = line_of(FleetRow("otto", "Otto", "away"), "en")
    assert (away.look, away.eyes, away.state, away.to_do) == ("quiet", "dashes", "away", ())


def test_a_report_tells_what_to_mend() -> None:
    checks = [
        {"name": "camera", "outcome": "failed", "text": "no picture\x1b", "remedy": "plug it in"},
        {"name": "wifi", "outcome": "weak", "text": "-80 dBm"},
        {"name": "lights", "outcome": "good", "text": "fine"},
    ]
    assert findings(posted(json.dumps({"checks": checks}).encode())) == [
        DoctorLine(True, "camera", "no picture", "plug it in"),
        DoctorLine(False, "wifi", "-80 dBm", ""),
    ]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"7", b'{"checks": 7}', b'{"checks": [7, {"outcome": []}]}']
)
def test_a_report_of_another_form_tells_nothing(data: bytes) -> None:
    assert findings(posted(data)) == []
