import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from robot.handover.protocol import Wiped
from robot.handover.wiping import InUse, alone, at_work, wipe

STATE = "var/lib/karlsson-robot"
CANARIES = ("Käpt'n Lena", "canary-psk-0815", "canary-token", "canary-key-of-robot", "SchulNetz42")

FILES = {
    f"{STATE}/robot.key": "-----BEGIN PRIVATE KEY-----\ncanary-key-of-robot\n-----END-----\n",
    "etc/credstore/karlsson-robot.key": "canary-credential",
    f"{STATE}/robot.key.new": "canary-key-of-robot-2",
    f"{STATE}/enrolment.json": json.dumps({"robot": "karlsson-1", "token_hash": "canary-hash"}),
    f"{STATE}/enrolment-token": "canary-token\n",
    f"{STATE}/class.json": '{"volume": 3}',
    f"{STATE}/views.json": '{"views": [{"slot": "board", "pan_deg": 31.5}]}',
    f"{STATE}/outfit.json": json.dumps({"outfit": {"nickname": "Käpt'n Lena"}, "loan": "l" * 22}),
    f"{STATE}/.outfit.json.0123": "Käpt'n Lena",
    f"{STATE}/sheets/1.webp": "x",
    "etc/NetworkManager/system-connections/karlsson-wifi.nmconnection": (
        "[wifi]\nssid=SchulNetz42\n[wifi-security]\npsk=canary-psk-0815\n"
    ),
    "etc/karlsson/wifi/client.key": "canary-client-key",
    "etc/apt/apt.conf.d/80karlsson-proxy": 'Acquire::http::Proxy "http://u:p@proxy";',
    "usr/local/share/ca-certificates/karlsson-school.crt": "-----BEGIN CERTIFICATE-----",
    "var/lib/cloud/instances/i-1/user-data.txt": "token: canary-token, psk canary-psk-0815",
    "var/lib/cloud/instances/i-1/obj.pkl": "canary-psk-0815",
    "run/karlsson-robot/starts.json": "{}",
}
STAYS = {
    "etc/karlsson/robot.toml": '[robot]\nid = "karlsson-1"\n',
    "etc/NetworkManager/system-connections/workshop.nmconnection": "[wifi]\nssid=Workshop\n",
    "var/lib/karlsson-body/calibration-1.toml": "serial = '1'",
    "var/lib/cloud/instances/i-1/sem/config_users": "done",
    "boot/firmware/user-data": "#cloud-config\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {**FILES, **STAYS}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def wiped(root: Path, *, keep_key: bool = False, keep_network: bool = False) -> Wiped:
    return wipe(root / STATE, root, keep_key=keep_key, keep_network=keep_network)


def test_names_tokens_and_keys_are_found_nowhere_afterwards(root: Path) -> None:
    done = wiped(root)
    assert done.is_clean
    assert {path for path, _ in texts(root)} == set(STAYS)
    for _, text in texts(root):
        assert not [canary for canary in CANARIES if canary in text]
    assert {entry.path for entry in done.removed} == {str(root / name) for name in FILES}
    assert done.secrets >= len(CANARIES)
    assert not [canary for canary in CANARIES if canary in repr(done)]


def test_wiping_twice_finds_nothing_more(root: Path) -> None:
    wiped(root)
    assert wiped(root) == Wiped()


def test_key_and_network_stay_where_the_robot_stays(root: Path) -> None:
    done = wiped(root, keep_key=True, keep_network=True)
    assert done.is_clean
    assert {Path(entry.path).name for entry in done.kept} == {
        *(
            "robot.key",
            "karlsson-robot.key",
            "enrolment.json",
            "karlsson-wifi.nmconnection",
            "client.key",
        ),
        *("80karlsson-proxy", "karlsson-school.crt"),
    }
    left = dict(texts(root))
    assert "canary-key-of-robot" in left[f"{STATE}/robot.key"]
    assert "Käpt'n Lena" not in "".join(left.values())


@pytest.mark.parametrize(
    "name", ["etc/karlsson/notes.txt", "boot/firmware/user-data", "var/log/cloud-init.log"]
)
def test_a_secret_that_lies_somewhere_else_too_is_found(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("psk was canary-psk-0815, said Mr Miller")
    done = wiped(root)
    assert not done.is_clean
    assert done.found == (str(path),)
    assert path.exists()


def test_what_cannot_be_removed_is_told_with_its_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name == "views.json":
            raise PermissionError(13, "")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    done = wiped(root)
    assert not done.is_clean
    assert [Path(entry.path).name for entry in done.failed] == ["views.json"]
    assert "has no right to it" in done.failed[0].what
    assert [Path(path).name for path in done.left] == ["views.json"]
    assert "views.json" not in repr(done.removed)


def test_a_link_is_removed_and_not_what_it_leads_to(root: Path) -> None:
    (root / STATE / "link").symlink_to(root / "etc/karlsson")
    assert wiped(root).is_clean
    assert (root / "etc/karlsson/robot.toml").exists()
    assert not os.path.lexists(root / STATE / "link")


def test_a_robot_that_runs_is_not_wiped(root: Path) -> None:
    folder = root / STATE
    with at_work(folder), at_work(folder), pytest.raises(InUse), alone(folder):
        raise AssertionError
    with alone(folder):
        pass


def test_a_folder_that_is_not_there_is_held_by_nobody(tmp_path: Path) -> None:
    with at_work(tmp_path / "no"), alone(tmp_path / "no"):
        assert wipe(tmp_path / "no", tmp_path) == Wiped()
