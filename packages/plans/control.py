"""PURE. The control file, and names of packages and releases. No I/O."""

import re
import textwrap
from collections.abc import Sequence

from packages.plans.products import COMMON, ROBOT, Product
from packages.plans.targets import TargetSystem

MAINTAINER = "The Karlsson project <karlsson@localhost>"

VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}(rc\d{1,3})?")
"""Version of a release, as updates of robots know it; it names a folder too."""


def package_version(release: str, target: TargetSystem) -> str:
    """Return the version of a package.

    Raises:
        ValueError: The release's version cannot name a folder and a package.
    """
    if not VERSION.fullmatch(release):
        raise ValueError(
            f"version {release!r}: two to four numbers with points between, and perhaps rc and a"
            " number, such as 0.2.0 or 0.2.0rc1"
        )
    # A candidate comes before its release.
    return release.replace("rc", "~rc") + target.suffix


def file_name(product: Product, release: str, target: TargetSystem) -> str:
    """Return the name of a package's file."""
    return f"{product.name}_{package_version(release, target)}_{target.arch}.deb"


def control(product: Product, release: str, target: TargetSystem, installed_bytes: int) -> str:
    """Return the control file.

    Args:
        product: The package.
        release: Version of the release.
        target: System that it is built for.
        installed_bytes: Size of its files.
    """
    # Not `python3`, which is another one after an upgrade of the system: this one stays then.
    depends = (f"python{target.python}", *product.depends, *COMMON)
    fields = {
        "Package": product.name,
        "Version": package_version(release, target),
        "Architecture": target.arch,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(-(-installed_bytes // 1024)),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(product.recommends),
        "Suggests": ", ".join(product.suggests),
        "Section": "misc",
        "Priority": "optional",
        "Description": product.summary,
    }
    lines = [f"{key}: {value}" for key, value in fields.items() if value]
    return "\n".join([*lines, *(f" {line}" for line in textwrap.wrap(product.story, 76))]) + "\n"


def pyvenv(product: Product, target: TargetSystem) -> str:
    """Return the file that makes a release an environment of its own."""
    system = str(product.sees_system).lower()
    return f"home = /usr/bin\ninclude-system-site-packages = {system}\nversion = {target.python}\n"


def maintainer_script(text: str, product: Product, release: str, further: Sequence[str]) -> str:
    """Return a maintainer script of a package, which begins with what it is about.

    Args:
        text: The script.
        product: The package.
        release: Version of the release.
        further: Units beside its services that start by themselves.
    """
    values = {
        "package": product.name,
        "root": product.folder,
        "release": release,
        # From the second one an update of the robot itself is watched.
        "links": "current good" if product is ROBOT else "current",
        "units": " ".join(product.units),
        "further": " ".join(further),
        "examples": " ".join(product.examples),
    }
    given = "".join(f"{key}='{value}'\n" for key, value in values.items())
    head, _, rest = text.partition("# VALUES\n")
    return head + given + rest
