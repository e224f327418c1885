from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from hardware.config.config import load
from hardware.contract.interfaces import Pose
from hardware.motion.config import Motion, NoView, contradiction
from hardware.motion.trajectory import TICK_S, Axis

PLAIN = '[body]\ndriver = "simulated"\n'


def test_the_defaults_fit_together() -> None:
    assert contradiction(Motion()) is None


def test_half_a_turn_takes_at_most_one_and_a_half_seconds_with_the_defaults() -> None:
    motion = Motion()
    axis = Axis(motion.pan_min_deg, motion.pan_max_deg, motion.pan_min_deg, motion.window)
    steps = 0
    while not axis.settled(motion.pan_max_deg):
        axis.step(motion.pan_max_deg, motion.speed_deg_s, motion.acceleration_deg_s2)
        steps += 1
    assert motion.pan_max_deg - motion.pan_min_deg == 180
    assert steps * TICK_S <= 1.5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("pan_min_deg = 50\npan_max_deg = 40", "pan_min_deg", id="order"),
        pytest.param("rest_tilt_deg = -60", "rest_tilt_deg", id="rest-outside"),
        pytest.param(
            "[[motion.no_view]]\npan_min_deg = 30\npan_max_deg = 20",
            r"no_view\[0\].pan_min_deg",
            id="empty-zone",
        ),
        pytest.param(
            "[[motion.no_view]]\npan_min_deg = -10\npan_max_deg = 10", "rests in it", id="rest-in"
        ),
        pytest.param(
            "[[motion.no_view]]\npan_min_deg = 10\npan_max_deg = 20\n" * 9, "at most 8", id="many"
        ),
        pytest.param("stop_acceleration_deg_s2 = 300", "stopping takes", id="slow-brake"),
        pytest.param("jerk_deg_s3 = 1000", "stopping takes", id="soft-brake"),
        pytest.param('idle_tilt = "drop"', "idle_tilt", id="idle"),
        pytest.param("[[motion.no_view]]\nleft = 1", "pan_min_deg", id="unknown-key"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "body.toml"
    path.write_text(f"{PLAIN}[motion]\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        load(path, {})


def test_a_zone_without_heights_is_a_strip(tmp_path: Path) -> None:
    path = tmp_path / "body.toml"
    text = f"{PLAIN}[[motion.no_view]]\npan_min_deg = 20\npan_max_deg = 40\n"
    path.write_text(text, encoding="utf-8")
    motion = load(path, {}).motion
    assert motion.no_view == (NoView(20.0, 40.0),)
    assert not motion.zones().allowed(Pose(30, 35))


def test_the_drivers_servos_decide_how_a_head_is_silent() -> None:
    assert Motion().idle("gpio") == (True, False)
    assert Motion().idle("feetech") == (False, False)
    assert Motion(idle_pan="hold", idle_tilt="detach").idle("gpio") == (False, True)
