import pytest
import sqlalchemy as sa

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.papers import printing
from bridge.office.papers.printing import PDF_POLICY
from bridge.papers.typeset import PaperError
from bridge.store.tables import pairings
from tests.bridge.office.papers.printed import printed
from tests.bridge.office.staff import Staff
from tests.bridge.papers.reading import objects_of, pages_of
from tests.bridge.register.papered import CHILD, lend


async def codes(staff: Staff) -> list[str]:
    """Return the kinds of codes that open something."""
    query = sa.select(pairings.c.kind).where(
        pairings.c.used_at.is_(None), pairings.c.withdrawn_at.is_(None)
    )
    async with staff.register._database.begin() as connection:
        return sorted((await connection.execute(query)).scalars())


async def test_printing_answers_with_the_pdf_itself_and_keeps_none(staff: Staff) -> None:
    loan = await lend(staff.register, "jörg der große")
    body, headers = await printed(
        await staff.signed_in("office"), f"/office/loans/{loan}/papers/consent"
    )
    assert body.startswith(b"%PDF-")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == PDF_POLICY
    assert headers["Content-Disposition"] == 'inline; filename="zustimmung-joerg-der-grosse.pdf"'
    assert CHILD.encode() not in objects_of(body)


async def test_a_welcome_sheet_opens_its_codes_with_the_print(staff: Staff) -> None:
    loan = await lend(staff.register)
    office = await staff.signed_in("office")
    assert await codes(staff) == []
    for _ in range(2):
        body, _headers = await printed(office, f"/office/loans/{loan}/papers/welcome")
        assert body.startswith(b"%PDF-")
        assert await codes(staff) == ["secret", "word"]


async def test_a_sheet_that_cannot_be_made_opens_no_code(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise PaperError("no room")

    monkeypatch.setattr(printing, "typeset_paper", fails)
    loan = await lend(staff.register)
    body, _ = await printed(
        await staff.signed_in("office"), f"/office/loans/{loan}/papers/welcome", 409
    )
    assert "Der Code wurde nicht vergeben." in body.decode()
    assert await codes(staff) == []


async def test_who_prints_what(staff: Staff) -> None:
    loan = await lend(staff.register)
    school, reader = await staff.signed_in("school", 1), await staff.signed_in("reader")
    for kind in ("welcome", "parents"):
        await printed(school, f"/office/loans/{loan}/papers/{kind}")
        await printed(reader, f"/office/loans/{loan}/papers/{kind}", 404)


async def test_all_papers_for_the_beginning_come_in_one_file(staff: Staff) -> None:
    loan = await lend(staff.register, state="HH")
    office = await staff.signed_in("office")
    body, headers = await printed(office, f"/office/loans/{loan}/papers/all")
    assert pages_of(body) == 4
    assert 'filename="papiere-otto.pdf"' in headers["Content-Disposition"]
    assert CHILD.encode() not in objects_of(body)
    known = await staff.register.printed_papers(COMMAND_LINE, loan)
    assert set(known) == {"parents", "teachers", "pledge", "teacher_card"}
    assert await codes(staff) == []


async def test_a_school_prints_nothing_of_another_school(staff: Staff) -> None:
    await lend(staff.register)
    other = await lend(staff.register, "fiete")
    school = await staff.signed_in("school", 1)
    for kind in ("welcome", "consent"):
        await printed(school, f"/office/loans/{other}/papers/{kind}", 404)
    assert await codes(staff) == []


async def test_a_paper_that_does_not_exist_is_not_found(staff: Staff) -> None:
    loan = await lend(staff.register)
    office = await staff.signed_in("office")
    for path in (f"/office/loans/{loan}/papers/letter", "/office/loans/99/papers/consent"):
        await printed(office, path, 404)
    for path in ("/office/papers/letter/empty", "/office/papers/welcome/empty"):
        await office.get(path, 404)


async def test_an_empty_form_is_for_everybody_who_reads_templates(staff: Staff) -> None:
    reader = await staff.signed_in("reader")
    asked = staff.http.get(staff.url + "/office/papers/consent/empty", headers=reader._headers())
    async with asked as answer:
        assert (await answer.read()).startswith(b"%PDF-")
        assert 'filename="zustimmung.pdf"' in answer.headers["Content-Disposition"]


async def test_a_robot_gets_its_label_before_it_is_lent(staff: Staff) -> None:
    await staff.robots("wanda")
    for role, robot, status in (
        ("office", "wanda", 200),
        ("office", "nobody", 404),
        ("school", "wanda", 404),
    ):
        visit = await staff.signed_in(role, 1 if role == "school" else None)  # type: ignore[arg-type]
        url = f"{staff.url}/office/robots/{robot}/label"
        async with staff.http.get(url, headers=visit._headers()) as answer:
            assert answer.status == status
            assert (await answer.read()).startswith(b"%PDF-") == (status == 200)
