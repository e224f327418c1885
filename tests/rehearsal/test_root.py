import json
import tomllib
from pathlib import Path

from technician.files import cloud_config
from tests.rehearsal import root
from tests.technician.files import robots

TOKEN = "K7QF-2MXR-9TCH-4WDN"


def card(folder: Path) -> Path:
    robot = robots.robot(robots.NETWORKS["peap"], token=TOKEN)
    folder.mkdir()
    for name, data in cloud_config.files(robot, None, lambda data: "edition").items():
        (folder / name).write_bytes(data)
    return folder


def test_a_first_boot_places_what_the_card_brings_and_takes_it_off_the_card(tmp_path: Path) -> None:
    made = card(tmp_path / "card")
    found = root.boot(made, tmp_path / "r")
    assert found.host == "karlsson-kaethe"
    assert (found.state / "enrolment-token").read_text() == f"{TOKEN}\n"
    wifi = found.path / "etc/NetworkManager/system-connections/karlsson-wifi.nmconnection"
    assert wifi.stat().st_mode & 0o777 == 0o600
    config = tomllib.loads(found.robot_config.read_text(encoding="utf-8"))
    assert config["body"]["socket"] == str(found.socket)
    # Only the robot's own card forgets; what is left of the token is what cloud-init keeps.
    assert TOKEN.encode() in (made / "user-data").read_bytes()
    left = {str(path.relative_to(found.path)) for path in found.files_with({TOKEN.encode()})}
    assert left == {
        "var/lib/karlsson-robot/enrolment-token",
        "var/lib/cloud/instances/kaethe-edition/user-data.txt",
        "var/lib/cloud/instances/kaethe-edition/cloud-config.txt",
    }
    assert json.loads((found.path / "boot/firmware/karlsson.json").read_text())["robot"] == "kaethe"


def test_a_copied_card_has_everything_but_what_lives_in_memory(tmp_path: Path) -> None:
    first = root.boot(card(tmp_path / "card"), tmp_path / "r")
    (first.state / "robot.key").write_text("key")
    (first.path / root.RUNTIME / "starts.json").write_text("[]")
    copy = root.copied(first, tmp_path / "copy")
    assert (copy.state / "robot.key").read_text() == "key"
    assert list((copy.path / root.RUNTIME).iterdir()) == []
    assert (copy.path / "opt/karlsson/current").is_symlink()
    config = tomllib.loads(copy.robot_config.read_text(encoding="utf-8"))
    assert config["body"]["socket"] == str(copy.socket)
