from pathlib import Path

import msgspec
import pytest

from robot.settings.config import RobotConfig
from robot.settings.enrolment import EnrolmentRecord
from robot.setup import record
from robot.setup.look import look, mark, read_body
from robot.setup.record import SetupRecord
from robot.setup.steps import BodyReading
from tests.robot.doctor.trees import put
from tests.robot.schools import config_for


def robot_in(folder: Path) -> RobotConfig:
    config = config_for(folder, "ws://127.0.0.1:1/signal", camera="classroom:", speaker="null:")
    return msgspec.structs.replace(config, robot=msgspec.structs.replace(config.robot, id=""))


def test_a_blank_card_has_nothing(tmp_path: Path) -> None:
    config = robot_in(tmp_path)
    reading = look(config, tmp_path / "robot.toml", tmp_path)
    assert reading.body == BodyReading()
    assert (reading.calibrated, reading.robot, reading.name) == (False, "", "")
    assert reading.record == SetupRecord()


def test_everything_is_read_from_the_disk(tmp_path: Path) -> None:
    config = robot_in(tmp_path)
    put(tmp_path, "etc/karlsson/body.toml", '[body]\ndriver = "feetech"\n')
    put(tmp_path, "var/lib/karlsson-body/calibration-1.toml", "")
    kept = EnrolmentRecord(robot="kaethe", name="Käthe")
    config.state_dir.mkdir(exist_ok=True)
    (config.state_dir / "enrolment.json").write_bytes(msgspec.json.encode(kept))
    record.write(config.state_dir, SetupRecord("m", 1.0, "Käthe"))
    reading = look(config, tmp_path / "robot.toml", tmp_path)
    assert reading.body.driver == "feetech"
    assert reading.calibrated
    assert (reading.robot, reading.name) == ("kaethe", "Käthe")
    assert reading.record.heard_name == "Käthe"


def test_a_token_that_waits_is_no_enrolment_and_an_id_needs_a_key(tmp_path: Path) -> None:
    config = config_for(tmp_path, "ws://127.0.0.1:1/signal", camera="classroom:")
    config.state_dir.mkdir(exist_ok=True)

    def known() -> tuple[str, bool]:
        reading = look(config, tmp_path / "robot.toml", tmp_path)
        return reading.robot, reading.token_waits

    assert known() == ("", False)
    (config.state_dir / "enrolment-token").write_text("K7QF-2MXR-9TCH-4WDN")
    assert known() == ("", True)
    (config.state_dir / "enrolment-token").unlink()
    (config.state_dir / "robot.key").write_text("a key")
    assert known() == (config.robot.id, False)


def test_a_simulated_body_counts_as_calibrated(tmp_path: Path) -> None:
    put(tmp_path, "etc/karlsson/body.toml", '[body]\ndriver = "simulated"\n')
    assert look(robot_in(tmp_path), tmp_path / "robot.toml", tmp_path).calibrated


@pytest.mark.parametrize("text", ["[body", "body = 3", "", "[body]\ndriver = 3\n"])
def test_a_file_that_says_no_driver_is_none(tmp_path: Path, text: str) -> None:
    put(tmp_path, "etc/karlsson/body.toml", text)
    reading = read_body(tmp_path)
    assert reading.driver == ""
    assert ("no TOML" in reading.wrong) == (text == "[body")


def test_the_mark_changes_with_each_file_that_a_test_depends_on(tmp_path: Path) -> None:
    robot = tmp_path / "robot.toml"
    marks = {mark(robot, tmp_path)}
    for name in (
        "robot.toml",
        "etc/karlsson/body.toml",
        "var/lib/karlsson-body/calibration-1.toml",
    ):
        put(tmp_path, name, "one")
        marks.add(mark(robot, tmp_path))
        put(tmp_path, name, "two")
        marks.add(mark(robot, tmp_path))
    assert len(marks) == 7
    assert mark(robot, tmp_path) in marks
