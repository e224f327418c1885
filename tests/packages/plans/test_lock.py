from pathlib import Path

import pytest

from packages.plans import lock
from packages.plans.targets import MACHINES, PYTHONS, TargetSystem

A, B, C = "a" * 64, "b" * 64, "c" * 64
TEXT = f"""# made by hand
av==18.1.0 ; python_full_version < '3.12' \\
    --hash=sha256:{A} \\
    --hash=sha256:{B}
av==19.0.2 ; python_full_version >= '3.12' \\
    --hash=sha256:{C}
Zope.Thing==1 \\
    --hash=sha256:{A}
"""
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("debian", "version"), [("bookworm", "18.1.0"), ("trixie", "19.0.2")])
def test_a_package_is_taken_by_the_python_of_the_system(debian: str, version: str) -> None:
    found = lock.of_system(lock.parse(TEXT), TargetSystem(debian, "arm64").environment())
    assert found["av"].version == version
    assert set(found) == {"av", "zope-thing"}


def test_what_pip_reads_holds_each_hash_and_no_marker() -> None:
    found = lock.of_system(lock.parse(TEXT), TargetSystem("bookworm", "arm64").environment())
    assert lock.as_text(found.values()) == (
        f"av==18.1.0 --hash=sha256:{A} --hash=sha256:{B}\nzope-thing==1 --hash=sha256:{A}\n"
    )


@pytest.mark.parametrize("line", ["av>=18", "av==18.1.0", f"--hash=sha256:{A}", "-e ."])
def test_a_line_without_version_or_hash_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="no package with version and hashes"):
        lock.parse(line)


def test_requirements_lead_to_others_by_extra_and_marker() -> None:
    requires = {
        "a": ["b[fast]>=1", "old; python_version < '3.12'", "win; sys_platform == 'win32'"],
        "b": ["c", "quick; extra == 'fast'", "docs; extra == 'docs'"],
        "c": ["A"],
        "old": [],
        "quick": [],
        "unused": [],
    }
    environment = TargetSystem("bookworm", "arm64").environment()
    assert lock.needed(["a"], requires, environment) == {"a", "b", "c", "old", "quick"}
    environment = TargetSystem("trixie", "arm64").environment()
    assert lock.needed(["a>=1", "A"], requires, environment) == {"a", "b", "c", "quick"}
    with pytest.raises(KeyError, match="gone"):
        lock.needed(["gone"], requires, environment)


@pytest.mark.parametrize("arch", MACHINES)
@pytest.mark.parametrize("debian", PYTHONS)
def test_our_lock_holds_one_version_of_each_package_for_each_system(debian: str, arch: str) -> None:
    locked = lock.parse((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    environment = TargetSystem(debian, arch).environment()
    names = [one.name for one in locked if one.is_for(environment)]
    assert len(names) == len(set(names)) == len({one.name for one in locked})
