from bridge.paperwork.kinds import PAPERS
from tests.bridge.office.papers.printed import printed
from tests.bridge.office.staff import Staff
from tests.bridge.register.papered import CHILD, lend


async def test_the_page_names_each_template_and_whose_papers_are_needed(staff: Staff) -> None:
    loan = await lend(staff.register)
    office = await staff.signed_in("office")
    page = await office.get("/office/papers")
    for paper in PAPERS.values():
        assert paper.title.de in page
    assert "6 noch nicht gedruckt" in page
    assert "Zuletzt gedruckt" not in page
    assert "Entwürfe, von keinem Juristen geprüft" in page
    await printed(office, f"/office/loans/{loan}/papers/parents")
    page = await office.get("/office/papers")
    assert "5 noch nicht gedruckt" in page
    assert "Zuletzt gedruckt" in page
    assert CHILD not in page


async def test_a_reader_sees_templates_and_no_loan(staff: Staff) -> None:
    loan = await lend(staff.register)
    reader = await staff.signed_in("reader")
    page = await reader.get("/office/papers")
    assert "Vorlagen" in page
    assert "Otto" not in page
    await reader.get(f"/office/loans/{loan}/papers", 404)


async def test_a_school_sees_its_own_loans(staff: Staff) -> None:
    await lend(staff.register)
    await lend(staff.register, "fiete")
    page = await (await staff.signed_in("school", 1)).get("/office/papers")
    assert "Otto" in page
    assert "Fiete" not in page
