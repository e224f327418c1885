"""The maintainer scripts, run for real in a folder in place of the system."""

import os
import subprocess
from pathlib import Path

import pytest

from packages.plans import control
from packages.plans.products import PRODUCTS

FOLDER = Path(__file__).parents[2] / "packages" / "scripts"
TOOLS = {
    "systemd-sysusers": "",
    "deb-systemd-helper": 'case "$*" in *was-enabled*) exit 1 ;; esac',
    "install": 'case "$*" in *" -g "*) cp "$5" "$6" ;; *) mkdir -p "$4" ;; esac',
    "sync": "",
    "getent": "exit 2",
}


class Root:
    """A system in a folder: its paths, and programs that only tell how they were called."""

    def __init__(self, folder: Path, product: str) -> None:
        self.folder = folder
        self.product = PRODUCTS[product]
        for name in ("etc", "opt", "var/lib/dpkg/info", "usr/share", "bin"):
            (folder / name).mkdir(parents=True)
        for name, body in TOOLS.items():
            text = f'#!/bin/sh\necho "{name} $*" >>{folder}/told\n{body}\n'
            (folder / "bin" / name).write_text(text, encoding="utf-8")
            (folder / "bin" / name).chmod(0o755)

    @property
    def place(self) -> Path:
        return self.folder / self.product.folder.removeprefix("/")

    def unpack(self, release: str) -> None:
        """Put a release where dpkg does."""
        path = self.place / "releases" / release
        (path / "bin").mkdir(parents=True)
        (path / "bin/python").write_text("#!/bin/sh\n", encoding="utf-8")
        (path / "bin/python").chmod(0o755)
        (path / "lib/__pycache__").mkdir(parents=True)
        for where in ("usr/lib/sysusers.d", f"usr/share/{self.product.name}"):
            (self.folder / where).mkdir(parents=True, exist_ok=True)
        (self.folder / f"usr/lib/sysusers.d/{self.product.name}.conf").touch()
        for name in self.product.examples:
            example = self.folder / "usr/share" / self.product.name / name
            example.write_text("example", encoding="utf-8")

    def run(
        self, script: str, *arguments: str, release: str = "1.0"
    ) -> subprocess.CompletedProcess[str]:
        text = (FOLDER / script).read_text(encoding="utf-8")
        text = control.maintainer_script(text, self.product, release, ["karlsson-x.timer"])
        for path in ("/etc/", "/opt/", "/var/", "/usr/", "/run/"):
            for before in (" ", '"', "'"):
                text = text.replace(f"{before}{path}", f"{before}{self.folder}{path}")
            # Root runs this: not one path may be the real one.
            assert text.count(path) == text.count(f"{self.folder}{path}")
        done = subprocess.run(
            ["sh", "-c", text, script, *arguments],
            env={"PATH": f"{self.folder}/bin:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert str(self.folder) not in done.stderr or done.returncode, done.stderr
        return done

    def done(self, script: str, *arguments: str, release: str = "1.0") -> None:
        done = self.run(script, *arguments, release=release)
        assert done.returncode == 0, done.stderr

    def current(self) -> str:
        return str((self.place / "current").readlink())


@pytest.fixture(params=PRODUCTS)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Root:
    return Root(tmp_path, request.param)


def test_a_configuration_is_placed_once_and_never_touched_again(root: Root) -> None:
    root.unpack("1.0")
    root.done("postinst", "configure", "")
    path = root.folder / "etc/karlsson" / root.product.examples[0]
    assert path.read_text(encoding="utf-8") == "example"
    path.write_text("edited", encoding="utf-8")
    root.done("postinst", "configure", "1.0+deb13")
    assert path.read_text(encoding="utf-8") == "edited"
    path.unlink()
    root.done("postinst", "configure", "1.0+deb13")
    assert not path.exists()


def test_at_every_step_of_an_upgrade_the_current_release_is_a_whole_one(root: Root) -> None:
    root.unpack("1.0")
    root.done("postinst", "configure", "")
    assert root.current() == "releases/1.0"
    root.done("prerm", "upgrade", "2.0+deb13")
    assert root.current() == "releases/1.0"
    assert not list(root.place.rglob("releases/1.0/**/__pycache__"))
    root.unpack("2.0rc1")
    root.done("postrm", "upgrade", "2.0~rc1+deb13")
    assert root.current() == "releases/2.0rc1"
    root.done("postinst", "configure", "1.0+deb13", release="2.0rc1")
    assert root.current() == "releases/2.0rc1"
    # Where an update of the robot itself would fall back to.
    if root.product.name == "karlsson-robot":
        assert str((root.place / "good").readlink()) == "releases/2.0rc1"


def test_an_upgrade_that_unpacked_nothing_leaves_the_old_one_current(root: Root) -> None:
    root.unpack("1.0")
    root.done("postinst", "configure", "")
    root.done("prerm", "upgrade", "2.0+deb13")
    root.done("postrm", "upgrade", "2.0+deb13")
    assert root.current() == "releases/1.0"
    root.done("postinst", "abort-upgrade", "2.0+deb13")
    assert root.current() == "releases/1.0"


def test_a_purge_takes_everything_but_what_belongs_to_the_other_package(root: Root) -> None:
    root.unpack("1.0")
    root.done("postinst", "configure", "")
    state = root.folder / "var/lib" / root.product.units[-1]
    state.mkdir()
    (state / "key").touch()
    foreign = root.folder / "etc/karlsson/other.toml"
    foreign.touch()
    root.done("prerm", "remove")
    root.done("postrm", "remove")
    assert not root.place.exists()
    assert (state / "key").exists()
    (other,) = {one.name for one in PRODUCTS.values()} - {root.product.name}
    (root.folder / f"var/lib/dpkg/info/{other}.list").touch()
    root.done("postrm", "purge")
    assert not state.exists()
    assert [one.name for one in (root.folder / "etc/karlsson").iterdir()] == ["other.toml"]
    (root.folder / f"var/lib/dpkg/info/{other}.list").unlink()
    root.done("postrm", "purge")
    assert not (root.folder / "etc/karlsson").exists()


def test_an_installation_by_hand_is_named_and_not_covered(root: Root) -> None:
    root.done("preinst", "install")
    unit = root.folder / "etc/systemd/system" / f"{root.product.units[0]}.service"
    unit.parent.mkdir(parents=True)
    unit.touch()
    found = root.run("preinst", "install")
    assert found.returncode == 1
    assert f"mv {unit} /root/" in found.stderr
    assert f"systemctl disable --now {' '.join(root.product.units)}" in found.stderr
