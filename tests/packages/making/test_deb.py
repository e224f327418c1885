import os
import subprocess
from pathlib import Path

import pytest

from packages.making import deb
from packages.making.errors import PackageError
from packages.plans import control
from packages.plans.products import ROBOT
from packages.plans.targets import TargetSystem

EPOCH_S = 1_790_000_000
CONTROL = {
    "control": control.control(ROBOT, "0.2.0", TargetSystem("trixie", "arm64"), 10),
    "postinst": "#!/bin/sh\nexit 0\n",
}


def tree(folder: Path) -> Path:
    """Make a small tree, with another time and mask at each call."""
    os.umask(0o022)
    (folder / "opt/karlsson").mkdir(parents=True)
    (folder / "opt/karlsson/file").write_text("content", encoding="utf-8")
    (folder / "opt/karlsson/file").chmod(0o644)
    (folder / "opt/karlsson/link").symlink_to("file")
    return folder


def tool(*arguments: str) -> str:
    command = ["dpkg-deb", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout


def test_the_same_files_make_the_same_bytes_and_they_are_roots(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        folder = tree(tmp_path / name)
        assert deb.installed_bytes(folder) == 7 + 4
        (folder / "opt").chmod(0o700 if name == "a" else 0o775)
        made.append(tmp_path / f"{name}.deb")
        deb.build(folder, CONTROL, made[-1], EPOCH_S)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert tool("--field", str(made[0]), "Version").strip() == "0.2.0+deb13"
    listed = tool("--contents", str(made[0])).splitlines()
    assert all("root/root" in line and "2026-09-21" in line for line in listed)
    assert all(line.startswith(("drwxr-xr-x", "-rw-r--r--", "lrwx")) for line in listed)
    assert "9a0364b9e99bb480dd25e1f0284c8555  opt/karlsson/file" in tool(
        "--info", str(made[0]), "md5sums"
    )
    assert not list(tmp_path.glob("*.part"))


def test_what_dpkg_refuses_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="dpkg-deb: "):
        deb.build(tree(tmp_path / "a"), {"control": "Package: A B\n"}, tmp_path / "a.deb", EPOCH_S)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_machine_without_dpkg_is_told_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackageError, match="apt-get install dpkg"):
        deb.build(tree(tmp_path / "a"), CONTROL, tmp_path / "a.deb", EPOCH_S)
