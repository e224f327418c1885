import pytest
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from packages.plans.targets import MACHINES, PYTHONS, TargetSystem, targets


@pytest.mark.parametrize(
    ("wheel", "debian", "arch", "fits"),
    [
        ("av-18.1.0-cp311-abi3-manylinux_2_28_aarch64.whl", "bookworm", "arm64", True),
        ("av-19.0.2-cp312-abi3-manylinux_2_28_aarch64.whl", "bookworm", "arm64", False),
        ("av-19.0.2-cp312-abi3-manylinux_2_28_aarch64.whl", "trixie", "arm64", True),
        ("av-19.0.2-cp312-abi3-manylinux_2_28_aarch64.whl", "trixie", "amd64", False),
        ("a-1-cp313-cp313-manylinux_2_39_x86_64.whl", "trixie", "amd64", True),
        ("a-1-cp311-cp311-manylinux_2_39_x86_64.whl", "bookworm", "amd64", False),
        ("a-1-cp311-cp311-manylinux2014_aarch64.whl", "bookworm", "arm64", True),
        ("a-1-cp311-cp311-musllinux_1_2_aarch64.whl", "bookworm", "arm64", False),
        ("a-1-py3-none-any.whl", "bookworm", "arm64", True),
    ],
)
def test_a_wheel_fits_by_python_glibc_and_machine(
    wheel: str, debian: str, arch: str, fits: bool
) -> None:
    target = TargetSystem(debian, arch)
    major, minor = map(int, target.python.split("."))
    here = {
        *cpython_tags((major, minor), platforms=target.platforms()),
        *compatible_tags((major, minor), f"cp{major}{minor}", target.platforms()),
    }
    assert bool(parse_wheel_filename(wheel)[3] & here) == fits


def test_markers_are_those_of_the_target_and_not_of_this_machine() -> None:
    assert TargetSystem("trixie", "arm64").environment()["platform_machine"] == "aarch64"
    assert TargetSystem("trixie", "arm64").environment()["python_full_version"] == "3.13.0"


def test_there_is_a_target_for_each_release_and_architecture() -> None:
    found = targets([*PYTHONS], [*MACHINES])
    assert [str(one) for one in found] == [
        "bookworm-arm64",
        "bookworm-amd64",
        "trixie-arm64",
        "trixie-amd64",
    ]
    assert [one.suffix for one in found] == ["+deb12", "+deb12", "+deb13", "+deb13"]
