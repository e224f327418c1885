"""Everything that a package brings, laid out in a folder as it will lie on the system."""

import gzip
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

from packages.making.wheels import unpack
from packages.plans.control import pyvenv
from packages.plans.products import FILE, PROGRAM, Product, place_of, product_of
from packages.plans.targets import TargetSystem

COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Karlsson
Comment: Licences of the Python packages that it carries lie beside each of them, in its .dist-info.

Files: *
Copyright: The authors of Karlsson
License: GPL-3.0-or-later
 On Debian systems the full text is in /usr/share/common-licenses/GPL-3.
"""


class PackageTree:
    """The files of a package.

    Args:
        folder: Where they are laid out.
        checkout: Where they come from.
        product: The package.
        release: Version of the release.
        target: System that it is built for.
    """

    def __init__(
        self, folder: Path, checkout: Path, product: Product, release: str, target: TargetSystem
    ) -> None:
        self.folder = folder
        self._checkout = checkout
        self._product = product
        self._release = release
        self._target = target

    def lay_out(self, wheels: Sequence[Path], texts: dict[str, str]) -> None:
        """Write everything.

        Args:
            wheels: Wheels of its Python packages.
            texts: Further files by their paths on the system; man pages become compressed.
        """
        self._environment(wheels)
        self._system_files()
        self._documents()
        for path, text in texts.items():
            if "/man/" in path:
                self.write(f"{path}.gz", _compressed(text))
            else:
                self.write(path, text.encode())

    def write(self, path: str, content: bytes, mode: int = FILE) -> None:
        """Write a file by its path on the system."""
        place = self.folder / path.removeprefix("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(mode)

    def _link(self, path: str, leads_to: str) -> None:
        place = self.folder / path.removeprefix("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(leads_to)

    def _environment(self, wheels: Sequence[Path]) -> None:
        release = f"{self._product.folder}/releases/{self._release}"
        site = f"{release}/lib/python{self._target.python}/site-packages"
        for wheel in wheels:
            unpack(wheel, self.folder / site.removeprefix("/"))
        for name in self._product.code:
            self._copy(self._checkout / name, f"{site}/{name}")
        self.write(f"{site}/karlsson-{self._release}.dist-info/METADATA", self._metadata())
        # As updates leave it once everything else is there.
        self.write(f"{release}/.complete", b"{}\n")
        self.write(f"{release}/pyvenv.cfg", pyvenv(self._product, self._target).encode())
        self._link(f"{release}/bin/python", f"/usr/bin/python{self._target.python}")
        launch = (self._checkout / "systemd" / "launch.sh").read_bytes()
        for command in self._product.commands:
            self.write(f"{release}/bin/{command}", launch, PROGRAM)
            self._link(f"/usr/bin/{command}", f"{self._product.folder}/current/bin/{command}")

    def _metadata(self) -> bytes:
        """Return what says on the system which release this is, and what it needs."""
        text = importlib.metadata.distribution("karlsson").read_text("METADATA") or ""
        lines = [
            f"Version: {self._release}" if line.startswith("Version: ") else line
            for line in text.partition("\n\n")[0].splitlines()
        ]
        return ("\n".join(lines) + "\n").encode()

    def _system_files(self) -> None:
        systemd = self._checkout / "systemd"
        for name in vendor_files(self._checkout, self._product):
            path, mode = place_of(name)
            self.write(path, (systemd / name).read_bytes(), mode)
        for name in self._product.examples:
            self._copy(systemd / name, f"/usr/share/{self._product.name}/{name}")

    def _documents(self) -> None:
        systemd, place = self._checkout / "systemd", f"/usr/share/doc/{self._product.name}"
        for name in (*self._product.examples, *self._product.shown):
            self._copy(systemd / name, f"{place}/examples/{name}")
        self.write(f"{place}/README.md", (systemd / "README.md").read_bytes())
        self.write(f"{place}/copyright", COPYRIGHT.encode())
        changes = (self._checkout / "CHANGELOG.md").read_text(encoding="utf-8")
        self.write(f"{place}/CHANGELOG.md.gz", _compressed(changes))

    def _copy(self, source: Path, path: str) -> None:
        """Copy a file, or a folder with all below."""
        if source.is_file():
            self.write(path, source.read_bytes(), PROGRAM if source.suffix == ".sh" else FILE)
            return
        without = {self._checkout / name for name in self._product.without}
        for one in sorted(source.iterdir()):
            if one.name == "__pycache__" or one.name.startswith(".") or one in without:
                continue
            self._copy(one, f"{path}/{one.name}")


def vendor_files(checkout: Path, product: Product) -> list[str]:
    """Return the names of the files of `systemd/` that go into a package as they are."""
    named = {path.name: product_of(path.name) for path in (checkout / "systemd").iterdir()}
    return sorted(name for name, owner in named.items() if owner and owner.name == product.name)


def further_units(checkout: Path, product: Product) -> list[str]:
    """Return the units beside a package's services that start by themselves."""
    own = {f"{unit}.service" for unit in product.units}
    return [
        name
        for name in vendor_files(checkout, product)
        if name not in own
        and name.endswith((".service", ".timer", ".path", ".socket"))
        and "\n[Install]\n" in (checkout / "systemd" / name).read_text(encoding="utf-8")
    ]


def _compressed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)
