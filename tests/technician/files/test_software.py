import subprocess
from pathlib import Path

import pytest

from technician.files import software
from technician.files.software import CardPackage, WrongPackageError
from tests.technician.debs import deb


def test_the_fields_of_a_package_are_read(tmp_path: Path) -> None:
    found = software.fields(deb(tmp_path).read_bytes())
    assert found["Package"] == "karlsson-robot"
    assert found["Architecture"] == "arm64"
    assert software.fields(deb(tmp_path, pack="gzip").read_bytes()) == found


def test_what_is_no_package_or_only_the_head_of_one_is_named(tmp_path: Path) -> None:
    whole = deb(tmp_path).read_bytes()
    for content in (b"", b"PK\x03\x04", whole[:40], whole[: len(whole) // 2], whole[:-30]):
        with pytest.raises(WrongPackageError, match=r"^a\.deb: is no Debian package, or was cut"):
            software.check({"a.deb": content})


def test_a_package_whose_head_cannot_be_read_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongPackageError, match=r"control\.tar\.zst cannot be read here"):
        software.check({"a.deb": deb(tmp_path, pack="zstd").read_bytes()})


def test_a_package_for_another_computer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongPackageError, match="is for amd64, and a robot is arm64"):
        software.check({"a.deb": deb(tmp_path, arch="amd64").read_bytes()})


def test_the_robots_own_package_is_among_them_once(tmp_path: Path) -> None:
    robot, other = deb(tmp_path).read_bytes(), deb(tmp_path, "other", "all").read_bytes()
    assert [one.name for one in software.check({"r.deb": robot, "o.deb": other})] == [
        "r.deb",
        "o.deb",
    ]
    assert software.check({}) == []
    for wrong in ({"o.deb": other}, {"r.deb": robot, "s.deb": robot}):
        with pytest.raises(WrongPackageError, match="exactly one karlsson-robot package"):
            software.check(wrong)


PROGRAMS = {
    "dpkg": "",
    # Plain Debian bookworm knows no python3-lgpio.
    "apt-get": '[ ! -e offline ] || exit 100; case "$*" in *lgpio) exit 100 ;; esac',
    "dpkg-query": "printf 'espeak-ng, python3-lgpio, network-manager'",
    "systemctl": "",
}


class Card:
    """A boot partition with two packages, and programs that tell how they are called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = ("karlsson-robot_0.1.0+deb13_arm64.deb", "b 2.deb")
        for name in self.names:
            (folder / name).touch()
        programs = folder / "bin"
        programs.mkdir()
        for name, body in PROGRAMS.items():
            text = f'#!/bin/sh\necho "{name} $*" >>{folder}/told\n{body}\n'
            (programs / name).write_text(text, encoding="utf-8")
            (programs / name).chmod(0o755)

    def run(self) -> tuple[int, list[str]]:
        (self.folder / "told").unlink(missing_ok=True)
        script = software.script([CardPackage(name, b"") for name in self.names])
        for path in (software.BOOT, software.UNIT, software.SCRIPT):
            script = script.replace(
                path, str(self.folder / Path(path).name.replace("firmware", ""))
            )
        done = subprocess.run(
            ["sh", "-c", script],
            env={"PATH": f"{self.folder}/bin:/usr/bin:/bin"},
            capture_output=True,
            timeout=30,
            check=False,
        )
        return done.returncode, (self.folder / "told").read_text(encoding="utf-8").splitlines()

    def packages(self) -> list[str]:
        return [name for name in self.names if (self.folder / name).exists()]


def test_without_a_network_the_robot_is_installed_all_the_same_and_the_rest_is_tried_again(
    tmp_path: Path,
) -> None:
    card = Card(tmp_path)
    (tmp_path / "offline").touch()
    status, told = card.run()
    assert status
    assert told[0].startswith("dpkg --install")
    assert all(f"./{name}" in told[0] for name in card.names)
    assert card.packages() == list(card.names)

    (tmp_path / "offline").unlink()
    status, told = card.run()
    assert status == 0
    installed = [line.rpartition(" ")[2] for line in told if "install --no-install" in line]
    assert installed == ["espeak-ng", "network-manager"]
    assert told[-3:] == [
        "systemctl try-restart karlsson-robot.service",
        "systemctl disable karlsson-install.service",
        "systemctl daemon-reload",
    ]
    assert card.packages() == []


def test_nothing_is_removed_to_make_it_fit() -> None:
    text = software.script([CardPackage("a.deb", b"")])
    assert "--fix-broken --no-remove install" in text
    # Settings of the list lie there already.
    assert "--force-confold" in text
