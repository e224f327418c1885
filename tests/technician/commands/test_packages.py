from pathlib import Path

import pytest

from technician.commands import packages
from technician.commands.arguments import UsageError
from tests.technician.debs import deb


def test_packages_are_read_by_the_names_of_their_files(tmp_path: Path) -> None:
    path = deb(tmp_path)
    (found,) = packages.read([path])
    assert (found.name, found.content) == (path.name, path.read_bytes())
    assert "content" not in repr(found)


def test_what_is_wrong_with_one_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--package .*gone\.deb: is not there; `\./run package"):
        packages.read([tmp_path / "gone.deb"])
    (tmp_path / "text.deb").write_text("text", encoding="utf-8")
    with pytest.raises(UsageError, match=r"^--package: text\.deb: is no Debian package"):
        packages.read([tmp_path / "text.deb"])


def test_more_than_the_boot_partition_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = deb(tmp_path)
    monkeypatch.setattr(packages, "MOST_BYTES", path.stat().st_size - 1)
    with pytest.raises(UsageError, match="more than a card's boot partition has room for"):
        packages.read([path])
