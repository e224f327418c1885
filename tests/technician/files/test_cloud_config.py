import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technician.files import cloud_config
from technician.files.cloud_config import META_DATA, NETWORK_CONFIG, USER_DATA, Login
from technician.lists.records import Outside
from tests.technician.files.robots import HARD, LETTERS, NETWORKS, PEM, robot
from tests.unpacked import program

LOGIN = Login("technician", ("ssh-ed25519 AAAA technik@laptop",))


def edition(data: bytes) -> str:
    return f"{len(data):064x}"


def card(name: str = "wpa2", login: Login | None = LOGIN) -> dict[str, bytes]:
    outside = Outside(("ntp.example",), "http://u@proxy.example:1", HARD, PEM)
    return cloud_config.files(robot(NETWORKS[name], outside, "tok-1"), login, edition)


def user_data(name: str = "wpa2", login: Login | None = LOGIN) -> Any:
    head, _, rest = card(name, login)[USER_DATA].decode().partition("\n")
    assert head == "#cloud-config"
    return json.loads(rest)


def test_what_starts_the_card_is_written_last() -> None:
    assert list(card()) == ["karlsson.json", NETWORK_CONFIG, META_DATA, USER_DATA]


def test_nobody_can_log_in_with_a_password() -> None:
    found = user_data()
    assert found["ssh_pwauth"] is False
    assert [(one["name"], one["lock_passwd"]) for one in found["users"]] == [("technician", True)]
    assert not [key for one in found["users"] for key in one if "passwd" in key and key[0] != "l"]
    # Without this the image's own user would be made.
    assert user_data(login=None)["users"] == [{"name": "nobody", "lock_passwd": True}]


def test_name_time_zone_and_files() -> None:
    found = user_data()
    assert (found["hostname"], found["timezone"]) == ("karlsson-kaethe", "Europe/Berlin")
    written = {one["path"]: one for one in found["write_files"]}
    assert written["/var/lib/karlsson-robot/enrolment-token"]["content"] == "tok-1\n"
    assert all(one["owner"] == "root:root" for one in written.values())


def test_bytes_that_are_no_text_come_as_base64() -> None:
    written = {one["path"]: one for one in user_data("p12")["write_files"]}
    found = written["/etc/karlsson/wifi/client.p12"]
    assert (found["encoding"], base64.b64decode(found["content"])) == ("b64", b"\xff")


def test_only_user_data_holds_secrets() -> None:
    rest = b"".join(data for name, data in card().items() if name != USER_DATA).decode()
    assert not [secret for secret in (HARD, "tok-1", "proxy") if secret in rest]


def test_another_content_is_another_instance_and_tells_nothing_of_it() -> None:
    found = json.loads(card()[META_DATA])
    size = len(card()[USER_DATA])
    assert found["instance-id"] == f"kaethe-{size:064x}"[: len("kaethe-") + 12]
    assert found["local-hostname"] == "karlsson-kaethe"


TEXTS = st.text(LETTERS, max_size=30)


@given(st.dictionaries(TEXTS, TEXTS))
def test_whatever_stands_in_it_is_json_that_yaml_takes(document: dict[str, str]) -> None:
    text = cloud_config.as_yaml(document)
    assert json.loads(text) == document
    # YAML 1.2, 5.1 (printable) and 5.4 (line breaks of YAML 1.1, which PyYAML knows).
    assert not [
        one for one in text if one in "\x7f\x85\u2028\u2029\ufeff" or "\x80" <= one < "\xa0"
    ]


# Real PyYAML and cloud-init, where this computer has them.

CLOUD_INIT = program("cloud-init")
SYSTEM_PYTHON = "/usr/bin/python3"
READ_YAML = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))"


def by_yaml(text: str) -> Any:
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", READ_YAML],
        input=text.encode(),
        capture_output=True,
        timeout=20,
        check=False,
    )
    if b"No module named 'yaml'" in done.stderr:
        pytest.skip("needs PyYAML (Debian: python3-yaml)")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=20, max_size=60))
def test_yaml_reads_the_same_as_json(texts: list[str]) -> None:
    assert by_yaml(cloud_config.as_yaml({"texts": texts})) == {"texts": texts}


@pytest.mark.thorough
@pytest.mark.skipif(CLOUD_INIT is None, reason="needs cloud-init (Debian: cloud-init)")
@pytest.mark.parametrize("login", [LOGIN, None], ids=["login", "nobody"])
@pytest.mark.parametrize("name", ["wpa2", "p12"])
def test_cloud_init_finds_its_own_schema_in_it(
    name: str, login: Login | None, tmp_path: Path
) -> None:
    assert CLOUD_INIT
    path = tmp_path / USER_DATA
    path.write_bytes(card(name, login)[USER_DATA])
    done = subprocess.run(
        [*CLOUD_INIT.argv, "schema", "--config-file", str(path)],
        env=CLOUD_INIT.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Valid" in done.stdout
