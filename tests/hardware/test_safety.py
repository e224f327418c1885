import pytest

from hardware.body.head import HeadMotion
from hardware.body.head_axes import HeadAxes
from hardware.motion.config import Motion
from hardware.motion.trajectory import Axis, StepGrid
from tests.hardware.safety import drive
from tests.hardware.watched_body import Broken


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 1000, 2000])
def test_nothing_that_happens_breaks_a_promise(seed: int) -> None:
    counts = drive(8000, seed)
    assert counts["moves"] > 500


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        pytest.param(HeadMotion, "_must_brake", lambda *_: False, id="dead-mans-switch"),
        pytest.param(HeadAxes, "_route", lambda _, target: target, id="zones"),
        pytest.param(Axis, "brake", lambda axis, _: axis.position_deg, id="brake"),
        pytest.param(StepGrid, "take", lambda *_: True, id="clock"),
        pytest.param(Motion, "window", 2, id="jerk"),
    ],
)
def test_a_body_with_a_flaw_is_found_out(
    kind: type, name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, name, wrong)
    with pytest.raises((Broken, AssertionError)):
        drive(20000, 0)
