"""`./run package`: build the Debian packages of robot and bridge from this checkout.

    ./run package                       # both, for every Debian release and architecture
    ./run package robot --arch arm64 --debian trixie --output ~/packages
    ./run package --wheels              # only fetch the wheels of the lock for every system

Needs dpkg-deb, and the network for wheels that are not in build/wheels yet; no root. The same
checkout gives the same bytes: all times are those of its newest commit, or SOURCE_DATE_EPOCH.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from packages.making import deb
from packages.making.errors import PackageError
from packages.making.texts import texts
from packages.making.tree import PackageTree, further_units
from packages.making.wheels import Wheelhouse
from packages.plans import control
from packages.plans.products import PRODUCTS, Product
from packages.plans.targets import MACHINES, PYTHONS, TargetSystem, targets

CHECKOUT = Path(__file__).parent.parent
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")
GIT_TIMEOUT_S = 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line names; return the exit code."""
    given = parser().parse_args(arguments)
    try:
        release = given.release or _own_version()
        chosen = targets(given.debian or list(PYTHONS), given.arch or list(MACHINES))
        products: list[Product] = given.what or [*PRODUCTS.values()]
        for target in chosen:
            control.package_version(release, target)
        epoch_s = _epoch_s()
        given.output.mkdir(parents=True, exist_ok=True)
        for target in chosen:
            house = Wheelhouse(CHECKOUT, given.kept, target)
            wheels = house.fetch()
            print(f"{target}: {len(wheels)} wheels for Python {target.python}", flush=True)
            for product in () if given.wheels else products:
                path = given.output / control.file_name(product, release, target)
                needed = house.needed(product.extras, wheels)
                _build(product, release, target, needed, path, epoch_s)
                print(f"{path}: {path.stat().st_size / 1e6:.0f} MB", flush=True)
    except (PackageError, ValueError) as error:
        print(f"package: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"package: {error.filename}: {error.strerror}; --output names another", file=sys.stderr
        )
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(
        prog="./run package",
        description="Build Debian packages of robot and bridge from this checkout.",
    )
    made.add_argument(
        "what", nargs="*", type=_product, metavar="robot|bridge", help="default: both"
    )
    made.add_argument("--arch", action="append", choices=[*MACHINES], help="default: both")
    made.add_argument(
        "--debian",
        action="append",
        choices=[*PYTHONS],
        help="release of Debian or Raspberry Pi OS; default: both",
    )
    made.add_argument(
        "--output",
        type=Path,
        default=CHECKOUT / "build" / "packages",
        metavar="DIR",
        help="default: build/packages",
    )
    made.add_argument(
        "--release", default="", metavar="VERSION", help="default: that of pyproject.toml"
    )
    made.add_argument("--wheels", action="store_true", help="only fetch the wheels")
    made.add_argument(
        "--kept",
        type=Path,
        default=CHECKOUT / "build" / "wheels",
        metavar="DIR",
        help="where wheels stay for the next time; default: build/wheels",
    )
    return made


def _product(name: str) -> Product:
    if name not in PRODUCTS:
        raise argparse.ArgumentTypeError(f"{name[:20]!r} is neither robot nor bridge")
    return PRODUCTS[name]


def _build(
    product: Product,
    release: str,
    target: TargetSystem,
    wheels: list[Path],
    path: Path,
    epoch_s: int,
) -> None:
    with tempfile.TemporaryDirectory(prefix="karlsson-package-") as name:
        tree = PackageTree(Path(name), CHECKOUT, product, release, target)
        tree.lay_out(wheels, texts(product, release, epoch_s))
        further = further_units(CHECKOUT, product)
        files = {
            script: control.maintainer_script(
                (Path(__file__).parent / "scripts" / script).read_text(encoding="utf-8"),
                product,
                release,
                further,
            )
            for script in SCRIPTS
        }
        size = deb.installed_bytes(tree.folder)
        files["control"] = control.control(product, release, target, size)
        deb.build(tree.folder, files, path, epoch_s)


def _own_version() -> str:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def _epoch_s() -> int:
    """Return the time of everything in the packages."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        if not given.isascii() or not given.isdecimal():
            raise PackageError(
                f"SOURCE_DATE_EPOCH={given}: is to be seconds since 1970, such as 1790000000"
            )
        return int(given)
    done = subprocess.run(
        ["git", "-C", str(CHECKOUT), "log", "-1", "--format=%ct"],
        capture_output=True,
        text=True,
        timeout=GIT_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise PackageError("this is no git checkout: say SOURCE_DATE_EPOCH=$(date +%s)")
    return int(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
