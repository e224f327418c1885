"""The plain names robot, bridge, hardware and technician are ours alone (docs/decisions/0001)."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["robot", "bridge", "hardware", "technician"])
def test_a_package_of_ours_belongs_to_nobody_else(name: str) -> None:
    owners = importlib.metadata.packages_distributions().get(name, ["karlsson"])
    assert set(owners) == {"karlsson"}


def test_the_distribution_never_reaches_an_index() -> None:
    classifiers = importlib.metadata.metadata("karlsson").get_all("Classifier") or []
    assert "Private :: Do Not Upload" in classifiers


LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text


def test_the_lock_holds_all_that_its_packages_need() -> None:
    """Else pip refuses it, and the first command of the README fails on a new machine."""
    text = (ROOT / "requirements.lock").read_text()
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", text, re.M)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    ours = ("bridge", "robot", "technician", "body", "build")
    left = [Requirement(one) for name in ours for one in extras[name]]
    left += [Requirement(one) for one in project["dependencies"]]
    seen = set()
    while left:
        needed = left.pop()
        if str(needed) in seen:
            continue
        seen.add(str(needed))
        assert canonicalize_name(needed.name) in locked, needed.name
        for text in importlib.metadata.requires(needed.name) or []:
            one = Requirement(text)
            wanted = [{"extra": extra} for extra in needed.extras or {""}]
            if one.marker is None or any(one.marker.evaluate(extra) for extra in wanted):
                left.append(one)


def test_what_only_a_benchmark_needs_agrees_with_the_lock_of_the_tests() -> None:
    def pins(lock: str) -> dict[str, str]:
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        return {
            line.partition("==")[0] + line.partition(";")[2]: line for line in lines if "==" in line
        }

    bench, tests = pins("requirements-bench.lock"), pins("requirements-dev.lock")
    assert {name for name in bench if bench[name] != tests.get(name)} == {"cython", "pesq"}


def test_the_media_engine_is_pinned_exactly() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"aiortc==1.16.0"' in text
    assert '"aioice==0.13.0"' in text
