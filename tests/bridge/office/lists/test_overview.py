import io
import zipfile

import pytest
import sqlalchemy as sa

from bridge.store.tables import loans
from tests.bridge.lists.files import entities
from tests.bridge.office.lists.uploads import SAMPLES, as_of_the_samples, hand_in
from tests.bridge.office.staff import Staff, Visit

LOANS = (SAMPLES / "01-avatar-ausleihe.xlsx").read_bytes()


async def count(staff: Staff) -> int:
    async with staff.store.database.begin() as connection:
        return (
            await connection.execute(sa.select(sa.func.count()).select_from(loans))
        ).scalar_one()


async def imported(visit: Visit) -> str:
    await hand_in(visit, LOANS, "liste.xlsx")
    return await visit.post("/office/lists/take")


async def test_nothing_is_written_before_it_is_taken_over(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    assert await hand_in(visit, LOANS, "liste.xlsx") == (303, "/office/lists/columns")
    for path in ("/office/lists/columns", "/office/lists/check"):
        await visit.get(path)
    await visit.post("/office/lists/answer", key="0!H6", value="2026-12-18")
    await visit.post("/office/lists/suggestions")
    assert await count(staff) == 0
    assert await visit.post("/office/lists/take") == "/office/lists?taken=1"
    assert await count(staff) == 9
    page = await visit.get("/office/lists", taken="1")
    assert "11 Zeilen sind übernommen." in page
    assert "4 liegen noch." in page


async def test_one_press_takes_it_back_and_what_was_changed_is_asked_about(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await imported(visit)
    assert await visit.post("/office/lists/imports/1/take-back") == "/office/lists"
    assert await count(staff) == 0
    await visit.post("/office/lists/take")
    async with staff.register.change(visit.member, "list.imported") as change:
        # PostgreSQL does not give a number twice.
        first = (await change.connection.execute(sa.select(sa.func.min(loans.c.id)))).scalar_one()
        await change.update(loans, {"id": first}, class_name="4b")
    asked = await visit.post("/office/lists/imports/2/take-back")
    assert asked == "/office/lists?changed=2"
    assert "Einiges davon hat seitdem jemand geändert." in await visit.get(asked)
    assert await count(staff) == 6
    await visit.post("/office/lists/imports/2/take-back", leave="true")
    assert await count(staff) == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.7", "Bescheid.pdf", "„Bescheid.pdf“ ist keine Tabelle."),
        (b"", "leer.xlsx", "Diese Datei ist leer."),
        (entities(), "liste.ods", "Diese Datei lässt sich nicht öffnen."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "alt.xls", "Das ist das alte Excel-Format."),
        (b"a;b\n1;2\n", "zahlen.csv", "nichts, das wie eine Liste aussieht"),
        (b"x", "", "Welche Datei?"),
    ],
)
async def test_what_is_no_list_is_told_in_words(
    staff: Staff, data: bytes, name: str, words: str
) -> None:
    status, page = await hand_in(await staff.signed_in("office"), data, name)
    assert status == 409
    assert words in page


async def test_a_form_without_a_file_is_told_so(staff: Staff) -> None:
    visit = await staff.signed_in("office")
    assert "Welche Datei?" in await visit.post("/office/lists/file", status=409)
    status, page = await hand_in(visit, b"x", "a.csv", field="other")
    assert (status, "Welche Datei?" in page) == (409, True)


async def test_the_list_of_another_person_is_not_seen(staff: Staff) -> None:
    await as_of_the_samples(staff)
    anna, tom = await staff.signed_in("office"), await staff.signed_in("lead")
    await hand_in(anna, LOANS, "liste.xlsx")
    assert "liegt nicht mehr hier" in await tom.get("/office/lists/check", status=409)
    for role in ("school", "reader"):
        visit = await staff.signed_in(role, 1 if role == "school" else None)
        await visit.get("/office/lists/check", status=404)
        status, _ = await hand_in(visit, LOANS, "liste.xlsx")
        assert status == 404


@pytest.mark.thorough
async def test_a_list_is_put_away_and_forgotten_after_a_while(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await hand_in(visit, LOANS, "liste.xlsx")
    assert "liegt hier noch zum Prüfen" in await visit.get("/office/lists")
    await visit.post("/office/lists/drop")
    await visit.get("/office/lists/check", status=409)


async def test_rows_that_wait_go_out_with_what_is_missing(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await hand_in(visit, LOANS, "liste.xlsx")
    headers = {"Cookie": f"__Host-karlsson={visit.token}"}
    async with staff.http.get(f"{staff.url}/office/lists/left.xlsx", headers=headers) as answer:
        assert answer.status == 200
        data = await answer.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "Was fehlt" in texts
    assert "Diesen Tag gibt es nicht." in texts
    assert "Fiete" not in texts
