from pathlib import Path

import pytest

from bridge.tables import reading
from tests.bridge.office.lists.uploads import SAMPLES, as_of_the_samples, hand_in
from tests.bridge.office.staff import Staff, Visit


@pytest.fixture
async def visit(staff: Staff) -> Visit:
    await as_of_the_samples(staff)
    one = await staff.signed_in("office")
    await hand_in(one, (SAMPLES / "01-avatar-ausleihe.xlsx").read_bytes(), "liste.xlsx")
    await one.post("/office/lists/take")
    return one


async def download(visit: Visit, path: str, folder: Path) -> list[list[list[str]]]:
    headers = {"Cookie": f"__Host-karlsson={visit.token}"}
    async with visit.staff.http.get(visit.staff.url + path, headers=headers) as answer:
        assert answer.status == 200
        file = folder / "aus.xlsx"
        file.write_bytes(await answer.read())
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in reading.read(file)]


async def test_loans_go_out_with_filters_and_say_of_when_they_are(
    visit: Visit, tmp_path: Path
) -> None:
    rows, about = await download(visit, "/office/lists/loans?federal=SH", tmp_path)
    assert rows[0][:3] == ["Gerät", "Name", "Schule"]
    assert {row[0] for row in rows[1:]} == {"KRL-0007", "KRL-0010"}
    assert "A. P." not in str(rows)
    assert about[1] == ["Filter", "Schleswig-Holstein"]
    assert about[3] == ["ausgegeben von", "Anna office"]


@pytest.mark.thorough
async def test_names_go_out_after_a_passkey_alone(visit: Visit, tmp_path: Path) -> None:
    rows, _ = await download(visit, "/office/lists/loans-with-names", tmp_path)
    assert "J. B." in str(rows)
    visit.staff.clock.now_s += 600
    where = await visit.staff.http.get(
        f"{visit.staff.url}/office/lists/loans-with-names",
        headers={"Cookie": f"__Host-karlsson={visit.token}"},
        allow_redirects=False,
    )
    assert where.status == 303
    school = await visit.staff.signed_in("school", 1)
    await school.get("/office/lists/loans-with-names", status=404)


@pytest.mark.thorough
async def test_days_of_a_filter_are_typed_as_people_type_them(visit: Visit, tmp_path: Path) -> None:
    rows, _ = await download(visit, "/office/lists/loans?first=1.2.2027&until=1.8.27", tmp_path)
    assert [row[0] for row in rows[1:]] == ["KRL-0012"]
    assert "31.2." in await visit.get("/office/lists/loans", status=409, first="31.2.2027")


async def test_the_report_is_a_page_and_a_file(visit: Visit, tmp_path: Path) -> None:
    page = await visit.get("/office/lists/report")
    assert "Mecklenburg-Vorpommern" in page
    (rows,) = await download(visit, "/office/lists/report?year=2026&kind=xlsx", tmp_path)
    assert rows[1][:2] == ["Hamburg", "unter 3"]
    await visit.get("/office/lists/report", status=409, year="2050")
    reader = await visit.staff.signed_in("reader")
    await reader.get("/office/lists/report")
    await reader.get("/office/lists/loans", status=404)


@pytest.mark.thorough
async def test_the_waiting_list_goes_out(visit: Visit, tmp_path: Path) -> None:
    (rows,) = await download(visit, "/office/lists/requests", tmp_path)
    assert rows[0][0] == "Eingang"
