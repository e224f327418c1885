"""The drawing of Karlsson shows the eyes and the posture that the robot really has."""

import json
import subprocess
from typing import Any

import pytest

from hardware.signals import CLOSED, HALF, OPEN, SIGNAL_TABLE
from hardware.wire import SignalName
from tests.pupil_app import pages

EYES = {"closed": CLOSED, "half": HALF, "open": OPEN}


@pytest.fixture(scope="module")
def looks() -> Any:
    """Return the app's own table."""
    script = f"import {{ LOOKS }} from {json.dumps((pages.APP / 'js/posture.js').as_uri())};"
    said = subprocess.run(
        ["node", "--input-type=module", "-e", f"{script} console.log(JSON.stringify(LOOKS))"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(said.stdout)


def test_both_know_the_same_signals(looks: Any) -> None:
    assert set(looks) == set(SIGNAL_TABLE)


@pytest.mark.parametrize("signal", SIGNAL_TABLE)
def test_the_drawing_looks_as_the_robot_does(looks: Any, signal: SignalName) -> None:
    drawn, real = looks[signal], SIGNAL_TABLE[signal]
    assert EYES[drawn["eyes"]] == real.eyes_at(1.0)
    assert EYES[drawn.get("eyesFirst", drawn["eyes"])] == real.eyes_at(0.0)
    assert drawn.get("parked", False) == (real.posture == "down")
