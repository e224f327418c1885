"""The app draws the robot's head as the robot's own drawing does."""

import json
import subprocess
from typing import Any

import pytest

from hardware.papers.pose.perspective import Turn, turn
from tests.pupil_app import pages

POSES = [(pan, tilt) for pan in range(-100, 101, 20) for tilt in (-50.0, -30.0, 0.0, 12.5, 40.0)]


@pytest.fixture(scope="module")
def drawn() -> Any:
    """Return how the app turns the head into every pose."""
    script = (
        f"import {{ turn }} from {json.dumps((pages.APP / 'js/page/posture.js').as_uri())};"
        f"console.log(JSON.stringify({json.dumps(POSES)}.map((pose) => turn(...pose))))"
    )
    said = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, check=True, timeout=60
    )
    return json.loads(said.stdout)


def numbers(found: Turn) -> list[float]:
    parts = [found.face_x, found.face_y, found.face_width, found.face_height, found.head_y]
    return [*parts, *(part for x, width, _ in found.ears for part in (x, width))]


def test_both_turn_the_head_alike(drawn: Any) -> None:
    for pose, app in zip(POSES, drawn, strict=True):
        own = turn(*pose)
        parts = [app[name] for name in ("faceX", "faceY", "faceWidth", "faceHeight", "headY")]
        parts += [part for ear in app["ears"] for part in (ear["x"], ear["width"])]
        assert parts == pytest.approx(numbers(own), abs=0.11), pose
        assert [ear["front"] for ear in app["ears"]] == [ear[2] for ear in own.ears]
