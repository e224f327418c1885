from pathlib import Path

import pytest

from bridge.tables import reading
from bridge.tables.cells import CellPlace
from technician.commands import labels
from technician.commands.arguments import UsageError
from technician.labels.labels import Language
from technician.lists import columns
from technician.lists.columns import Column
from technician.lists.records import ListedRobot


def robot(name: str) -> ListedRobot:
    return ListedRobot("karlsson-1", name, "", CellPlace("", 2), "")


def test_labels_are_a_pdf_that_holds_keys(tmp_path: Path) -> None:
    labels.write_labels(tmp_path / "a.pdf", [robot("Käthe")], "de", 3)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"中.*in other letters"):
        labels.write_labels(tmp_path / "a.pdf", [robot("中")], "de", 0)
    with pytest.raises(UsageError, match="0 to 23"):
        labels.write_labels(tmp_path / "a.pdf", [robot("a")], "de", 24)
    with pytest.raises(UsageError, match="name another file"):
        labels.write_labels(tmp_path / "b" / "a.pdf", [robot("a")], "de", 0)


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_empty_list_has_each_heading(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "liste.csv"
    labels.write_template(path, language)
    head = columns.head(reading.read(path)[0])
    assert head is not None
    assert set(head.columns) == set(Column)
    with pytest.raises(UsageError, match="is there already"):
        labels.write_template(path, language)
