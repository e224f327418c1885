from pathlib import Path

import pytest

from robot.update.errors import UpdateError
from robot.update.installation import Installation
from tests.robot.update.places import entries, holds, lay, packed
from tests.technician.releases.makers import a_release


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    return lay(tmp_path / "opt", "1.4.0")


def test_a_package_alone_is_current_and_good(installed: Installation) -> None:
    assert (installed.current, installed.good) == ("1.4.0", "1.4.0")
    assert installed.complete() == []


def test_a_release_lies_beside_the_one_that_runs(installed: Installation, tmp_path: Path) -> None:
    installed.stage(*packed(tmp_path, "1.5.0"))
    assert installed.current == "1.4.0"
    assert installed.complete() == ["1.5.0"]
    installed.remember()
    installed.switch("1.5.0")
    assert (installed.current, installed.good) == ("1.5.0", "1.4.0")
    assert holds(installed.base) == "1.5.0"
    installed.keep("1.5.0")
    assert holds(installed.base, "good") == "1.5.0"


def test_good_stays_behind_where_a_package_made_it_follow_current(
    installed: Installation, tmp_path: Path
) -> None:
    (installed.base / "good").symlink_to("current")
    installed.stage(*packed(tmp_path, "1.5.0"))
    installed.remember()
    installed.switch("1.5.0")
    assert installed.good == "1.4.0"


def test_what_was_half_staged_goes_first(installed: Installation, tmp_path: Path) -> None:
    releases = installed.base / "releases"
    a_release(releases / ".1.4.5.partial", "1.4.5")
    a_release(releases / "1.5.0", "half removed")
    installed.stage(*packed(tmp_path, "1.5.0"))
    assert list(entries(releases)) == ["1.4.0", "1.5.0"]
    installed.switch("1.5.0")
    assert holds(installed.base) == "1.5.0"


def test_old_releases_go_and_those_of_packages_stay(
    installed: Installation, tmp_path: Path
) -> None:
    for version in ("1.5.0", "1.6.0", "1.7.0"):
        installed.stage(*packed(tmp_path, version))
    a_release(installed.base / "releases" / "1.3.0", "1.3.0")
    installed.switch("1.7.0")
    installed.keep("1.7.0")
    installed.clear(("1.7.0", "1.6.0"))
    assert list(entries(installed.base / "releases")) == ["1.3.0", "1.4.0", "1.6.0", "1.7.0"]


def test_a_link_that_leads_nowhere_is_repaired(installed: Installation, tmp_path: Path) -> None:
    assert installed.repair() == ""
    (installed.base / "current").unlink()
    assert installed.current == ""
    assert installed.repair() == ""  # nothing is known to be whole
    installed.stage(*packed(tmp_path, "1.5.0"))
    (installed.base / "current").symlink_to("releases/9.9.9")
    assert installed.repair() == "1.5.0"
    (installed.base / "current").unlink()
    (installed.base / "good").symlink_to("releases/1.4.0")
    assert installed.repair() == "1.4.0"


def test_a_link_out_of_the_folder_is_no_release(installed: Installation, tmp_path: Path) -> None:
    a_release(tmp_path / "1.9.0", "1.9.0")
    (installed.base / "current").unlink()
    (installed.base / "current").symlink_to(tmp_path / "1.9.0")
    assert installed.current == ""


def test_a_bad_archive_leaves_nothing_that_counts(installed: Installation, tmp_path: Path) -> None:
    archive, info = packed(tmp_path, "1.5.0")
    data = archive.read_bytes()
    archive.write_bytes(data[: len(data) // 2])
    with pytest.raises(UpdateError):
        installed.stage(archive, info)
    assert installed.complete() == []
    installed.clear()
    assert list(entries(installed.base / "releases")) == ["1.4.0"]
