"""A checkout, a lock and wheels that are as small as they can be."""

import hashlib
import zipfile
from pathlib import Path

WHEEL = "tiny-1.0-py3-none-any.whl"
FILES = {
    "tiny/__init__.py": "VALUE = 7\n",
    "tiny/tests/test_it.py": "",
    "tiny/_tiny.pyi": "",
    "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
    "Requires-Dist: other; extra == 'more'\n",
    "tiny-1.0.data/purelib/beside.py": "",
    "tiny-1.0.data/scripts/tiny": "#!python\n",
}


def wheel(folder: Path, name: str = WHEEL, files: dict[str, str] | None = None) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in (FILES if files is None else files).items():
            archive.writestr(inner, text)
    return path


def checkout(folder: Path, *wheels: Path) -> Path:
    """Make a checkout whose lock names these wheels."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{one.name.split('-')[0]}=={one.name.split('-')[1]} \\\n"
        f"    --hash=sha256:{hashlib.sha256(one.read_bytes()).hexdigest()}\n"
        for one in wheels
    ]
    (folder / "requirements.lock").write_text("".join(lines), encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        '[project]\ndependencies = []\n[project.optional-dependencies]\nrobot = ["tiny>=1"]\n',
        encoding="utf-8",
    )
    (folder / ".bootstrap").mkdir(exist_ok=True)
    return folder
