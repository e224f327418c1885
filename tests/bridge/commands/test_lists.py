import argparse
from pathlib import Path
from typing import Any

import pytest

from bridge.__main__ import parser
from bridge.base.errors import BadRequest, NotKnown
from bridge.commands.lists import run_lists
from bridge.lists.refusals import UnreadableList
from bridge.store import Store
from bridge.tables import reading
from tests.bridge.tables.books import xlsx

HEAD = ("Gerät", "Schule", "Land", "Kind", "von", "bis")
LENT = ("karlsson-1", "GS Hain", "HH", "J. B.", "07.09.2026", "28.01.2099")


def options(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(["list", *arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(xlsx([HEAD, LENT, (*LENT[:5], "31.11.2026")]))
    return path


async def run(store: Store, *arguments: str) -> Any:
    return (await run_lists(store, options(*arguments))).data


async def test_nothing_is_written_before_it_is_to_be_taken(store: Store, file: Path) -> None:
    data = await run(store, "import", str(file))
    assert [row["verdict"] for row in data["rows"]] == ["skip", "stop", "stop"]
    assert await run(store, "imports") == []


async def test_a_list_is_answered_taken_and_taken_back(store: Store, file: Path) -> None:
    answers = ("--answer", "0!F2=28.01.2027", "--answer", "0!3=skip")
    data = await run(store, "import", str(file), "--take", *answers)
    assert data["taken"] == 1
    assert [one["taken_back"] for one in await run(store, "imports")] == [False]
    out = file.with_name("aus.csv")
    data = await run(store, "export", str(out), "--state", "HH", "--with-names")
    assert data["rows"] == 1
    (sheet,) = reading.read(out)
    assert sheet.rows[1].cells[6].text == "J. B."
    report = await run(store, "report", "--year", "2026", "--file", str(out.with_suffix(".xlsx")))
    assert report["states"][0]["Leihen"] == "unter 3"
    await run(store, "take-back", "1")
    assert [one["taken_back"] for one in await run(store, "imports")] == [True]


async def test_mistakes_are_named_with_a_remedy(store: Store, tmp_path: Path, file: Path) -> None:
    with pytest.raises(BadRequest, match="is not there"):
        await run(store, "import", str(tmp_path / "keine.xlsx"))
    with pytest.raises(BadRequest, match=r"18\.12\.2026"):
        await run(store, "import", str(file), "--answer", "H6")
    with pytest.raises(BadRequest, match=r"\.xlsx or \.csv"):
        await run(store, "export", str(tmp_path / "aus.pdf"))
    with pytest.raises(BadRequest):
        await run(store, "export", str(tmp_path / "nirgends" / "aus.csv"))
    with pytest.raises(NotKnown, match="list imports"):
        await run(store, "take-back", "99")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(UnreadableList):
        await run(store, "import", str(tmp_path / "a.pdf"))
