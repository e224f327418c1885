"""Contents of the packages, compared with the needs of their code."""

import ast
import functools
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from packages.plans import lock
from packages.plans.products import PRODUCTS, Product, place_of, product_of
from packages.plans.targets import TargetSystem

ROOT = Path(__file__).parents[3]
OWN = {"bridge", "hardware", "robot"}
OF_THE_SYSTEM = {"lgpio", "libcamera", "picamera2"}
"""Libraries of Raspberry Pi OS, which no index has."""


def code(product: Product) -> Iterator[Path]:
    for name in product.code:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        for one in [each for each in found if each.suffix == ".py"]:
            if not any((ROOT / left) in (one, *one.parents) for left in product.without):
                yield one


@functools.cache
def imported(path: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return frozenset(found)


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_package_carries_every_library_that_its_code_imports(name: str) -> None:
    product = PRODUCTS[name]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    wanted += [one for extra in product.extras for one in project["optional-dependencies"][extra]]
    requires = {
        str(canonicalize_name(one.metadata["Name"])): one.requires or []
        for one in importlib.metadata.distributions()
    }
    carried = lock.needed(wanted, requires, TargetSystem("bookworm", "amd64").environment())
    bringers = importlib.metadata.packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in code(product)
        for module in {one.split(".")[0] for one in imported(path)}
        if module not in sys.stdlib_module_names | OWN | OF_THE_SYSTEM
        and not {canonicalize_name(one) for one in bringers.get(module, [])} & carried
    }
    assert missing == set()


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_package_carries_all_code_of_ours_that_its_code_imports(name: str) -> None:
    product = PRODUCTS[name]
    carried = set(code(product))
    missing = set()
    for path in carried:
        for module in imported(path):
            if module.split(".")[0] not in OWN:
                continue
            place = ROOT.joinpath(*module.split("."))
            for one in (place.with_suffix(".py"), place / "__init__.py"):
                if one.exists() and one not in carried:
                    missing.add(f"{path.relative_to(ROOT)}: {module}")
    assert missing == set()


@pytest.mark.parametrize("name", PRODUCTS)
def test_what_a_package_names_is_there(name: str) -> None:
    product = PRODUCTS[name]
    for one in (*product.code, *product.without):
        assert (ROOT / one).exists()
    for one in (*product.examples, *product.shown):
        assert (ROOT / "systemd" / one).exists()
    for unit in product.units:
        text = (ROOT / "systemd" / f"{unit}.service").read_text(encoding="utf-8")
        assert f"ExecStart={product.folder}/current/bin/{unit} " in text


def test_two_packages_share_no_file() -> None:
    robot, bridge = PRODUCTS.values()
    assert robot.folder != bridge.folder
    for one in ("commands", "units"):
        assert not set(getattr(robot, one)) & set(getattr(bridge, one))


STAY = {"README.md", "launch.sh", "proxies", "body.toml", "body-good.toml", "robot.toml"}
"""Files of `systemd/` that no package takes as they are: they become something else in it."""


SYSTEM = "/usr/lib/systemd/system"
BACKUPS = ("karlsson-bridge-backup.service", "karlsson-bridge-backup.timer")


def test_every_file_beside_the_units_has_its_place_in_one_package() -> None:
    names = {path.name for path in (ROOT / "systemd").iterdir()}
    assert {name for name in names if product_of(name) is None} == STAY | {"bridge.toml"}
    taken = {name: place_of(name)[0] for name in names if product_of(name)}
    assert len(set(taken.values())) == len(taken)
    assert {name: path for name, path in taken.items() if "bridge" in path} == {
        "karlsson-bridge.service": "/usr/lib/systemd/system/karlsson-bridge.service",
        **{name: f"{SYSTEM}/{name}" for name in BACKUPS},
        "karlsson-bridge.sysusers.conf": "/usr/lib/sysusers.d/karlsson-bridge.conf",
    }


def test_a_file_says_itself_where_it_goes() -> None:
    for name in (path.name for path in (ROOT / "systemd").glob("karlsson-*")):
        text = (ROOT / "systemd" / name).read_text(encoding="utf-8")
        if named := re.match(r"(?:#|//) (/(?:usr|etc)/[^\s:]+)", text):
            assert named[1].rstrip(".") == place_of(name)[0]


def test_a_file_of_an_unknown_kind_is_named() -> None:
    with pytest.raises(LookupError, match=r"systemd/karlsson-a\.xyz: has no place"):
        place_of("karlsson-a.xyz")
    assert place_of("karlsson-lte.nmconnection")[1] == 0o600
