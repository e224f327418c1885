"""Programs of Debian that are not installed for the tests: `./run tests --all` unpacks them."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".venv/unpacked"
LIBRARIES = FOLDER / f"usr/lib/{os.uname().machine}-linux-gnu"
PYTHON, MODULES = "/usr/bin/python3", FOLDER / "usr/lib/python3/dist-packages"


@dataclass(frozen=True)
class Program:
    """Command line and environment that start a program."""

    argv: list[str]
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)


def program(name: str) -> Program | None:
    """Return how to start a program that is installed or unpacked; None if it is neither."""
    if installed := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
        return Program([installed])
    found = next((one for one in FOLDER.glob(f"usr/*bin/{name}")), None)
    if found is None:
        return None
    env = {**os.environ, "LD_LIBRARY_PATH": str(LIBRARIES), "PYTHONPATH": str(MODULES)}
    with found.open("rb") as file:
        is_python = b"python3" in file.readline(100)
    return Program([PYTHON, str(found)] if is_python else [str(found)], env)
