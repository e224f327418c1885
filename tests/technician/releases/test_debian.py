"""Real Debian packages, made by dpkg-deb."""

import shutil
import subprocess
from pathlib import Path

import pytest

from technician.releases.debian import opened
from technician.releases.errors import ReleaseError
from tests.technician.releases.makers import a_release

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")


def package(
    place: Path, version: str = "1.5.0", machine: str = "arm64", python: str = "3.11"
) -> Path:
    tree = place / f"tree-{version}-{machine}"
    folder = a_release(tree / "opt/karlsson/releases" / version, version)
    if python:
        (folder / "lib" / f"python{python}").mkdir()
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        f"Package: karlsson-robot\nVersion: 1.0+deb12\nArchitecture: {machine}\n"
        "Maintainer: K <k@example.org>\nDescription: a robot\n",
        encoding="utf-8",
    )
    path = place / f"karlsson-robot_{version}_{machine}.deb"
    subprocess.run(["dpkg-deb", "-Znone", "-b", tree, path], check=True, capture_output=True)
    return path


def test_a_package_says_what_it_is_for(tmp_path: Path) -> None:
    with opened(package(tmp_path), tmp_path) as found:
        assert (found.version, found.platform) == ("1.5.0", "aarch64-py311")
        assert (found.folder / "bin" / "karlsson-robot").exists()
    assert not found.folder.exists()
    with opened(package(tmp_path, "1.6.0", "amd64", "3.13"), tmp_path) as found:
        assert found.platform == "x86_64-py313"


@pytest.mark.thorough
def test_what_is_no_package_of_a_robot_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.deb"
    with pytest.raises(ReleaseError, match=r"notes\.deb: is not there"), opened(wrong, tmp_path):
        pass
    wrong.write_text("no package", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is no Debian package"), opened(wrong, tmp_path):
        pass
    other = package(tmp_path, "1.7.0", "armhf")
    with pytest.raises(ReleaseError, match="is for armhf"), opened(other, tmp_path):
        pass
    bare = package(tmp_path, "1.8.0", python="")
    with pytest.raises(ReleaseError, match="for which Python"), opened(bare, tmp_path):
        pass
    bridge = package(tmp_path, "next")
    with pytest.raises(ReleaseError, match="holds no release"), opened(bridge, tmp_path):
        pass


def test_without_dpkg_the_way_round_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = package(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReleaseError, match="dpkg-deb is not installed"), opened(made, tmp_path):
        pass
