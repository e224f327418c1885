from io import BytesIO

from python_calamine import CalamineWorkbook

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.desk.lent import two_schools
from tests.bridge.office.staff import Staff


async def test_the_list_is_filtered_counted_and_mapped(staff: Staff) -> None:
    await two_schools(staff)
    office = await staff.signed_in("office")
    page = await office.get("/office/robots")
    for shown in ("Fiete", "Lotte", "Pelle", "GS Lindenkoppel", "3, davon 1 frei", "<polygon"):
        assert shown in page
    page = await office.get("/office/robots", state="SH")
    assert ("Lotte" in page, "Fiete" in page) == (True, False)
    page = await office.get("/office/robots", q="lindenkoppel")
    assert ("Lotte" in page, "Fiete" in page) == (False, True)
    page = await office.get("/office/robots", free="ab sofort 2 Wochen")
    assert ("Pelle" in page, "Fiete" in page) == (True, False)
    assert "verstehen wir nicht" in await office.get("/office/robots", free="demnächst")
    assert "Kein Roboter passt." in await office.get("/office/robots", q="nichts davon")


async def test_what_is_not_a_filter_is_refused_in_words(staff: Staff) -> None:
    office = await staff.signed_in("office")
    for name, value in (("state", "BY"), ("order", "age"), ("page", "0"), ("q", "x" * 81)):
        assert "Bitte sehen Sie nach" in await office.get("/office/robots", 409, **{name: value})


async def test_a_school_sees_the_robot_that_is_there_and_no_map(staff: Staff) -> None:
    hamburg, _kiel = await two_schools(staff)
    contact = await staff.signed_in("school", hamburg)
    page = await contact.get("/office/robots")
    assert ("Fiete" in page, "Lotte" in page, "<polygon" in page) == (True, False, False)


async def test_the_list_goes_out_as_it_is_filtered(staff: Staff) -> None:
    hamburg, _kiel = await two_schools(staff)
    await staff.register.add_robot_note(COMMAND_LINE, "fiete", "=HYPERLINK(1)")
    for role, school, names in (
        ("reader", None, ["Fiete", "Lotte", "Pelle"]),
        ("school", hamburg, ["Fiete"]),
    ):
        visit = await staff.signed_in(role, school)  # type: ignore[arg-type]
        assert "/office/robots/list.xlsx" in await visit.get("/office/robots")
        url = f"{staff.url}/office/robots/list.xlsx"
        async with staff.http.get(url, headers=visit._headers()) as answer:
            book = CalamineWorkbook.from_filelike(BytesIO(await answer.read()))
        rows = book.get_sheet_by_name("Roboter").to_python()
        assert [row[0] for row in rows[1:]] == names
        assert rows[1][11] == "=HYPERLINK(1)"
        assert "J. B." not in str(rows)
    office = await staff.signed_in("office")
    await office.get("/office/robots/list.xlsx", 409, free="demnächst")


async def test_a_long_list_has_pages(staff: Staff) -> None:
    await staff.robots(*(f"krl-{number:04}" for number in range(1, 61)))
    reader = await staff.signed_in("reader")
    page = await reader.get("/office/robots")
    assert ("1 bis 50 von 60" in page, page.count('data-key="krl-')) == (True, 50)
    page = await reader.get("/office/robots", page="2")
    assert ("51 bis 60 von 60" in page, page.count('data-key="krl-')) == (True, 10)
    assert "51 bis 60" in await reader.get("/office/robots", page="9")


async def test_an_empty_office_says_how_to_begin(staff: Staff) -> None:
    lead = await staff.signed_in("lead")
    assert "Noch kein Roboter." in await lead.get("/office/robots")
