"""Small Debian packages, built by the real dpkg-deb."""

import subprocess
from pathlib import Path


def deb(folder: Path, name: str = "karlsson-robot", arch: str = "arm64", pack: str = "xz") -> Path:
    """Build a package that brings one file; return its file."""
    tree = folder / f"{name}-{arch}-{pack}"
    (tree / "DEBIAN").mkdir(parents=True)
    control = (
        f"Package: {name}",
        "Version: 0.1.0+deb13",
        f"Architecture: {arch}",
        "Maintainer: A <a@b.example>",
        "Description: small\n it is small\n",
    )
    (tree / "DEBIAN/control").write_text("\n".join(control), encoding="utf-8")
    (tree / "file").write_text("content", encoding="utf-8")
    made = folder / f"{tree.name}.deb"
    command = ["dpkg-deb", f"-Z{pack}", "--root-owner-group", "--build", str(tree), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return made
