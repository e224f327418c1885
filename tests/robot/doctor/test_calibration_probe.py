import os
from pathlib import Path

from robot.doctor.body import CalibrationReading
from robot.doctor.calibration_probe import read_calibration
from tests.robot.doctor.trees import healthy_tree, put

DAY_S = 86400.0


def dated(root: Path, name: str, unix_s: float) -> None:
    put(root, name, "")
    os.utime(root / name, (unix_s, unix_s))


def test_the_newest_file_counts(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    dated(root, "var/lib/karlsson-body/calibration-1000.toml", 10 * DAY_S)
    dated(root, "var/lib/karlsson-body/calibration-1.toml", 2 * DAY_S)
    assert read_calibration(root, "feetech", 15 * DAY_S) == CalibrationReading(5.0)


def test_the_bodys_own_configuration_says_where_it_lies(tmp_path: Path) -> None:
    put(tmp_path, "etc/karlsson/body.toml", '[body]\nstate = "/srv/body"\n')
    dated(tmp_path, "srv/body/calibration-1.toml", 0.0)
    assert read_calibration(tmp_path, "gpio", DAY_S) == CalibrationReading(1.0)


def test_the_calibration_of_another_robot_on_a_copied_card_does_not_count(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put(root, "sys/firmware/devicetree/base/serial-number", "2000\0")
    assert read_calibration(root, "feetech") == CalibrationReading(None)
    dated(root, "var/lib/karlsson-body/calibration-2000.toml", 0.0)
    assert read_calibration(root, "feetech", DAY_S) == CalibrationReading(1.0)
    put(root, "etc/karlsson/body.toml", '[body]\nserial = "R7"\n')
    assert read_calibration(root, "feetech") == CalibrationReading(None)


def test_a_body_that_was_never_calibrated_and_one_that_needs_it_not(tmp_path: Path) -> None:
    put(tmp_path, "etc/karlsson/body.toml", "not TOML")
    assert read_calibration(tmp_path, "gpio") == CalibrationReading(None)
    assert read_calibration(tmp_path, "simulated") == CalibrationReading(None, needed=False)
