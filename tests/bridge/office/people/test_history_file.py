from pathlib import Path

import aiohttp

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from bridge.store.office_tables import schools
from bridge.tables.reading import read
from tests.bridge.office.staff import Staff, Visit


async def file_of(visit: Visit, path: Path, **query: str) -> list[list[str]]:
    """Return the rows of the first sheet."""
    url = visit.staff.url + "/office/history/xlsx"
    headers = {"Cookie": f"{COOKIE}={visit.token}"}
    async with visit.staff.http.get(url, params=query, headers=headers) as answer:
        assert answer.status == 200
        assert _name(answer).endswith(".xlsx")
        (path / "history.xlsx").write_bytes(await answer.read())
    first, state = read(path / "history.xlsx")
    assert state.name == "Stand"
    return [[cell.text for cell in row.cells] for row in first.rows]


def _name(answer: aiohttp.ClientResponse) -> str:
    disposition = answer.content_disposition
    assert disposition is not None
    return disposition.filename or ""


async def added(staff: Staff, name: str) -> int:
    facts = {"school": name}
    async with staff.register.change(COMMAND_LINE, "school.added", facts=facts) as change:
        row = await change.insert(schools, name=name, state="HH")
    return int(row["id"])


async def test_the_file_holds_the_lines_of_the_page(staff: Staff, tmp_path: Path) -> None:
    await added(staff, "=GS Lindenkoppel")
    office = await staff.signed_in("office")
    heads, line = await file_of(office, tmp_path)
    assert heads[:4] == ["Tag", "Uhrzeit", "Wer", "Was"]
    assert line[2:4] == ["Karlsson", "Schule aufgenommen: =GS Lindenkoppel"]
    assert len(await file_of(office, tmp_path, topic="lists")) == 1


async def test_a_school_takes_home_nothing_of_another_one(staff: Staff, tmp_path: Path) -> None:
    ours = await added(staff, "GS Möwenweg")
    contact = await staff.signed_in("school", ours)
    assert len(await file_of(contact, tmp_path)) == 1
