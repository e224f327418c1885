import base64
import json
from typing import Any

import pytest

from technician.files import cloud_config, first_boot
from tests.rehearsal.first_boot import BootFile, CardNotUnderstood, read
from tests.technician.files import robots


def card(**more: Any) -> bytes:
    return b"#cloud-config\n" + json.dumps({"hostname": "k", **more}).encode()


@pytest.mark.parametrize("network", robots.NETWORKS)
def test_every_card_is_read_whole(network: str) -> None:
    robot = robots.robot(robots.NETWORKS[network], token="K7QF-2MXR-9TCH-4WDN")
    asked = cloud_config.user_data(robot, cloud_config.Login("technician", ("ssh-ed25519 AAAA",)))
    found = read(b"#cloud-config\n" + cloud_config.as_yaml(asked).encode())
    placed = {file.path: (file.content, f"{file.mode:04o}") for file in found.files}
    for wanted in first_boot.files(robot):
        assert placed[wanted.path] == (wanted.content, wanted.mode)
    assert placed["/etc/hostname"] == (b"karlsson-kaethe\n", "0644")
    commands = first_boot.commands(robot)
    assert found.left_out[0] == "user technician"
    assert "raspi-config nonint do_i2c 0" in found.left_out
    # All but the one that takes the secrets off the card.
    assert len(found.left_out) == len(commands)


def test_what_takes_the_secrets_off_the_card_is_understood_and_no_other_command_is() -> None:
    robot = robots.robot()
    forget = ["sh", "-c", first_boot.forget(robot)]
    left = b'#cloud-config\n{"hostname": "karlsson-kaethe", "manage_etc_hosts": true}\n'
    found = read(card(runcmd=[forget, ["sh", "-c", "rm -rf /"], ["reboot"]]))
    assert found.files[-1] == BootFile("/boot/firmware/user-data", left)
    assert found.left_out == ("sh -c 'rm -rf /'", "reboot")


def test_bytes_that_are_no_text_are_placed_as_they_are() -> None:
    content = base64.b64encode(b"\xff\0").decode()
    file = {"path": "/a", "permissions": "0600", "encoding": "b64", "content": content}
    assert read(card(write_files=[file])).files[0] == BootFile("/a", b"\xff\0", 0o600)


@pytest.mark.parametrize(
    ("user_data", "told"),
    [
        (b"#!/bin/sh\n", "begins with '#!/bin/sh"),
        (b"#cloud-config\n{\n,", "line 3 is not readable"),
        (card(packages=["vim"]), "packages: the rehearsal does not know"),
        (card(write_files=[{"path": "etc/x", "content": ""}]), "'etc/x' is no absolute path"),
        (card(write_files=[{"path": "/../x", "content": ""}]), "'/../x' is no absolute path"),
        (
            card(write_files=[{"path": "/x", "content": "", "encoding": "gzip"}]),
            "/x: encoding 'gzip'",
        ),
    ],
)
def test_what_is_not_understood_is_named(user_data: bytes, told: str) -> None:
    with pytest.raises(CardNotUnderstood, match=told):
        read(user_data)
