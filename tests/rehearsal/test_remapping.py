import tomllib

from technician.files import settings
from technician.lists.records import Outside
from tests.rehearsal.remapping import body_toml, remapped
from tests.technician.files import robots


def test_a_cards_own_configuration_stays_but_for_paths_and_devices() -> None:
    text = settings.robot_toml(robots.robot(outside=Outside(ca=robots.PEM)))
    before = tomllib.loads(text)
    changed, told = remapped(text, "/tmp/r")
    after = tomllib.loads(changed)
    assert after["bridge"] == before["bridge"]
    assert after["robot"] == before["robot"]
    assert after["sound"] == before["sound"]
    assert after["body"]["socket"] == "/tmp/r/run/karlsson/body.sock"
    assert after["network"]["ca_file"] == f"/tmp/r{before['network']['ca_file']}"
    assert after["camera"] == {"source": "classroom:"}
    assert after["speaker"] == {"sink": "classroom:"}
    assert "camera.source: /dev/video0 -> classroom:" in told
    assert "network.ca_file: in the robot's folder" in told
    assert len(told) == 5


def test_what_is_simulated_already_is_no_change() -> None:
    text = '[camera]\nsource = "classroom:"\n[microphone]\nsource = "classroom:"\n'
    changed, told = remapped(text + '[speaker]\nsink = "classroom:"\n', "/r")
    assert told == ("body.socket: in the robot's folder",)
    assert tomllib.loads(changed)["body"]["socket"] == "/r/run/karlsson/body.sock"


def test_a_simulated_body_listens_where_the_agent_looks_for_it() -> None:
    body = tomllib.loads(body_toml("/r"))["body"]
    assert body == {
        "driver": "simulated",
        "socket": "/r/run/karlsson/body.sock",
        "state": "/r/var/lib",
    }
