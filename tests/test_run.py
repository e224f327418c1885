"""`./run` itself, with a pip that does nothing: when .venv is kept, opened and made anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
LOCKED = Path(".bootstrap/pip-26.3-py3-none-any.whl/pip/__main__.py")

PIP = """
import pathlib, sys
folder = pathlib.Path(sys.prefix, "bin")
tool = folder / "karlsson-body"
tool.write_text(f'''#!{folder}/python
import importlib.util, os, sys
print(os.getcwd(), bool(importlib.util.find_spec("lgpio")), *sys.argv[1:])
''')
tool.chmod(0o755)
"""
"""Stands for pip: what it "installs" tells where it runs and whether it finds lgpio."""


class Checkout:
    """A checkout with the real script, and the site of a user, which a base Python sees too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "karlsson"
        self.user = folder / "user"
        self.folder.mkdir()
        for name in ("run", "pyproject.toml", "requirements.lock"):
            shutil.copy(ROOT / name, self.folder / name)
        pip = self.folder / LOCKED
        pip.parent.mkdir(parents=True)
        pip.write_text(PIP)

    def run(self, *arguments: str, cwd: Path | None = None, python: str = "") -> tuple[str, str]:
        """Run `./run body`; return what it prints and what it says of .venv."""
        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        done = subprocess.run(
            [str(self.folder / "run"), "body", *arguments],
            cwd=cwd or self.folder,
            env={**kept, "PYTHON": python, "PYTHONUSERBASE": str(self.user)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip(), done.stderr.strip()

    def install_lgpio(self) -> None:
        """Install the library beside the base Python, as `apt install python3-lgpio` does."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        library = self.user / "lib" / version / "site-packages" / "lgpio.py"
        library.parent.mkdir(parents=True)
        library.touch()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


BASE = str(Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}"))


def test_an_environment_is_kept_and_opened_when_the_system_gets_a_library(
    checkout: Checkout,
) -> None:
    said, told = checkout.run(python=BASE)
    assert said == f"{checkout.folder} False"
    assert told.startswith("Making .venv from requirements.lock")
    assert checkout.run() == (said, "")
    checkout.install_lgpio()
    said, told = checkout.run()
    assert said == f"{checkout.folder} True"
    assert told == "The system has lgpio now: .venv is opened to its libraries."
    assert checkout.run() == (said, "")


def test_an_environment_is_made_anew_when_its_python_is_gone_or_another(
    checkout: Checkout,
) -> None:
    checkout.run(python=BASE)
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    said, told = checkout.run(python=BASE)
    assert said == f"{checkout.folder} False"
    assert told.startswith("The Python of .venv is gone, or another one than before.\nMaking")
    # As after an upgrade of the system: the packages are those of an older Python.
    (library,) = (checkout.folder / ".venv" / "lib").glob("python3.*")
    library.rename(library.with_name("python3.10"))
    assert "Making" in checkout.run(python=BASE)[1]
    assert not library.with_name("python3.10").exists()


def test_a_file_is_looked_for_where_the_command_is_typed(checkout: Checkout) -> None:
    elsewhere = checkout.user
    elsewhere.mkdir()
    assert checkout.run("--config", "body.toml", cwd=elsewhere, python=BASE)[0] == (
        f"{elsewhere} False --config body.toml"
    )
