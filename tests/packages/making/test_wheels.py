from pathlib import Path

import pytest

from packages.making import wheels
from packages.making.errors import PackageError
from packages.making.wheels import Wheelhouse
from packages.plans.targets import TargetSystem
from tests.packages.making.built import WHEEL, checkout, wheel

TARGET = TargetSystem("trixie", "arm64")
PIP = """
import pathlib, shutil, sys
given = sys.argv
folder = pathlib.Path(given[given.index("--dest") + 1])
pathlib.Path(__file__).with_name("asked").write_text("\\n".join(given))
source = pathlib.Path(__file__).with_name("index")
if not source.exists():
    sys.exit("no network")
for one in source.iterdir():
    shutil.copy(one, folder)
"""


def index(folder: Path, pip: str = PIP) -> Path:
    """Put in place of pip's wheel a program that copies from a folder; return that folder."""
    place = folder / ".bootstrap" / "pip-1-py3-none-any.whl" / "pip"
    place.mkdir(parents=True)
    (place / "__main__.py").write_text(pip, encoding="utf-8")
    return place / "index"


def test_wheels_are_asked_for_once_for_their_target_with_hashes(tmp_path: Path) -> None:
    made = wheel(tmp_path / "made")
    own = checkout(tmp_path / "own", made)
    source = index(own)
    wheel(source)
    house = Wheelhouse(own, tmp_path / "kept", TARGET)
    found = house.fetch()
    assert found == {"tiny": tmp_path / "kept" / "trixie-arm64" / WHEEL}
    asked = (source.parent / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[1] == "download"
    assert {"--require-hashes", "--no-deps", ":all:", "manylinux_2_28_aarch64"} <= set(asked)
    assert asked[asked.index("--python-version") + 1] == "3.13"
    # Now they are there: no network is needed any more.
    (source / WHEEL).unlink()
    source.rmdir()
    assert Wheelhouse(own, tmp_path / "kept", TARGET).fetch() == found
    # One that was changed since is not believed.
    found["tiny"].write_bytes(b"other")
    with pytest.raises(
        PackageError, match=r"trixie-arm64: pip could not fetch all [^\n]*\nno network"
    ):
        house.fetch()


def test_a_package_without_a_wheel_for_the_system_is_named(tmp_path: Path) -> None:
    own = checkout(tmp_path / "own", wheel(tmp_path / "made"))
    index(own).mkdir()
    with pytest.raises(PackageError, match="trixie-arm64: no wheel of tiny"):
        Wheelhouse(own, tmp_path / "kept", TARGET).fetch()


def test_only_what_the_extras_lead_to_goes_into_a_package(tmp_path: Path) -> None:
    other = wheel(
        tmp_path, "other-2-py3-none-any.whl", {"other-2.dist-info/METADATA": "Name: other\n"}
    )
    found = {"tiny": wheel(tmp_path), "other": other}
    own = checkout(tmp_path / "own", *found.values())
    house = Wheelhouse(own, tmp_path / "kept", TARGET)
    assert house.needed(["robot"], found) == [found["tiny"]]


def test_a_wheel_is_unpacked_without_what_nothing_opens(tmp_path: Path) -> None:
    wheels.unpack(wheel(tmp_path), tmp_path / "site")
    site = tmp_path / "site"
    assert {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()} == {
        "tiny/__init__.py",
        "tiny-1.0.dist-info/METADATA",
        "beside.py",
    }


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    bad = wheel(tmp_path, files={name: "x"})
    with pytest.raises(PackageError, match="leads out of its folder"):
        wheels.unpack(bad, tmp_path / "site")
