"""PURE. The control file, and names of packages and releases. No I/O."""

import re
import textwrap

from packages.plans.products import COMMON, Product
from packages.plans.targets import TargetSystem

MAINTAINER = "The Karlsson project <karlsson@localhost>"

VERSION = re.compile(r"[0-9][A-Za-z0-9.~]*")
"""Version of a release. It names a folder too, and `+deb12` behind it must be ours."""


def package_version(release: str, target: TargetSystem) -> str:
    """Return the version of a package.

    Raises:
        ValueError: The release's version cannot name a folder and a package.
    """
    if not VERSION.fullmatch(release):
        raise ValueError(
            f"version {release!r}: digits, letters, points and ~ are allowed, a digit first,"
            " such as 0.2.0 or 0.2.0~rc1"
        )
    return release + target.suffix


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


def maintainer_script(text: str, product: Product, release: str) -> str:
    """Return a maintainer script of a package, which begins with what it is about."""
    values = {
        "package": product.name,
        "root": product.folder,
        "release": release,
        "units": " ".join(product.units),
        "examples": " ".join(product.examples),
    }
    given = "".join(f"{key}='{value}'\n" for key, value in values.items())
    head, _, rest = text.partition("# VALUES\n")
    return head + given + rest
