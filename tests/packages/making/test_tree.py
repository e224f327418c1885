import gzip
import importlib.metadata
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from packages.making.tree import PackageTree, further_units, vendor_files
from packages.plans.products import BRIDGE, ROBOT, Product
from packages.plans.targets import TargetSystem
from robot.local_page.page_files import load_page_files
from tests.packages.making.built import wheel

ROOT = Path(__file__).parents[3]
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
DEBIAN = {"3.11": "bookworm", "3.13": "trixie"}.get(HERE, "trixie")


def laid_out(folder: Path, product: Product) -> Path:
    tree = PackageTree(folder / "tree", ROOT, product, "0.2.0", TargetSystem(DEBIAN, "arm64"))
    tree.lay_out([wheel(folder)], {"/usr/share/man/man1/a.1": "page", "/usr/share/b": "text"})
    return tree.folder


def test_a_release_is_an_environment_that_runs_where_it_lies(tmp_path: Path) -> None:
    # Only a part of the code, which needs no library.
    product = replace(ROBOT, code=("bridge/__init__.py",), without=())
    folder = laid_out(tmp_path, product)
    release = folder / "opt/karlsson/releases/0.2.0"
    assert (release / "bin/python").readlink() == Path(
        f"/usr/bin/python{TargetSystem(DEBIAN, '').python}"
    )
    assert (folder / "usr/bin/karlsson-body").readlink() == Path(
        "/opt/karlsson/current/bin/karlsson-body"
    )
    # The Python of these tests in place of Debian's.
    settings = (release / "pyvenv.cfg").read_text(encoding="utf-8")
    settings = settings.replace("/usr/bin", str(Path(sys.base_prefix, "bin")))
    (release / "pyvenv.cfg").write_text(settings, encoding="utf-8")
    (release / "bin/python").unlink()
    (release / "bin/python").symlink_to(Path(sys.base_prefix, "bin", f"python{HERE}"))
    site = next(release.glob("lib/*/site-packages"))
    if site.parent.name != f"python{HERE}":
        pytest.skip(f"the packages are for another Python than {HERE}")
    (site / "robot").mkdir()
    (site / "robot/__main__.py").write_text(
        "import importlib.metadata, sys, tiny\n"
        "print(sys.prefix, importlib.metadata.version('karlsson'), *sys.argv[1:])\n"
    )
    (folder / "opt/karlsson/current").symlink_to("releases/0.2.0")
    done = subprocess.run(
        [str(folder / "opt/karlsson/current/bin/karlsson-robot"), "run", "--config", "a b"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    # The release itself and not the link: that may lead to another one before the next import.
    assert done.stdout == f"{release} 0.2.0 run --config a b\n", done.stderr


def test_a_package_brings_units_users_rules_examples_and_pages(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, replace(ROBOT, code=("hardware/contract",), without=()))
    for path in (
        "usr/lib/systemd/system/karlsson-body.service",
        "usr/lib/systemd/system/karlsson-robot.service",
        "usr/lib/sysusers.d/karlsson-robot.conf",
        "usr/lib/udev/rules.d/70-karlsson-robot.rules",
        "usr/lib/systemd/journald.conf.d/karlsson.conf",
        "usr/share/karlsson-robot/robot.toml",
        "usr/share/doc/karlsson-robot/examples/body-good.toml",
        "usr/share/doc/karlsson-robot/copyright",
        "usr/share/b",
    ):
        assert (folder / path).is_file(), path
    assert gzip.decompress((folder / "usr/share/man/man1/a.1.gz").read_bytes()) == b"page"
    # A configuration that a person wrote is never dpkg's to ask about.
    assert not (folder / "etc").exists()


PAGE = """
import sys
sys.path[:0], sys.path[len(sys.path):] = [sys.argv[1]], [sys.argv[2]]
from robot.local_page.page_files import load_page_files
print(*sorted(load_page_files()))
"""
"""Reads the files of the robot's page, from a release and from nowhere else."""


def test_the_robots_page_has_all_its_files_in_a_release(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, ROBOT)
    (site,) = folder.glob("opt/karlsson/releases/0.2.0/lib/*/site-packages")
    done = subprocess.run(
        # Without `site` this checkout, which an editable installation names, is out of sight.
        [sys.executable, "-I", "-S", "-c", PAGE, str(site), sysconfig.get_path("purelib")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == sorted(load_page_files()), done.stderr


def test_what_is_not_needed_stays_out(tmp_path: Path) -> None:
    product = replace(ROBOT, code=("bridge/papers",), without=("bridge/papers/qr_code.py",))
    folder = laid_out(tmp_path, product)
    names = {path.name for path in folder.rglob("*")}
    assert "typeset.py" in names
    assert not names & {"qr_code.py", "__pycache__"}


def test_a_bridge_lies_beside_a_robot(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, replace(BRIDGE, code=("bridge/__init__.py",)))
    assert [path.name for path in (folder / "opt").iterdir()] == ["karlsson-bridge"]
    assert (folder / "usr/share/doc/karlsson-bridge/examples/proxies/Caddyfile").is_file()
    (metadata,) = folder.rglob("karlsson-0.2.0.dist-info")
    found = importlib.metadata.Distribution.at(metadata)
    assert found.version == "0.2.0"
    assert any("aiortc==" in one for one in found.requires or [])


def test_a_unit_that_starts_by_itself_is_known_by_its_install_section(tmp_path: Path) -> None:
    systemd = tmp_path / "systemd"
    systemd.mkdir()
    for name, text in {
        "karlsson-robot.service": "[Unit]\n[Install]\n",
        "karlsson-update.timer": "[Timer]\n\n[Install]\nWantedBy=timers.target\n",
        "karlsson-update.service": "[Service]\n",
        "karlsson-bridge-backup.timer": "[Timer]\n[Install]\n",
        "karlsson-update.tmpfiles.conf": "d /var/lib/karlsson-update\n",
        "robot.toml": "",
    }.items():
        (systemd / name).write_text(text, encoding="utf-8")
    assert further_units(tmp_path, ROBOT) == ["karlsson-update.timer"]
    assert further_units(tmp_path, BRIDGE) == ["karlsson-bridge-backup.timer"]
    assert len(vendor_files(tmp_path, ROBOT)) == 4
